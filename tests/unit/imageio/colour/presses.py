"""CMYK profiles that tests put together: a simple model of a press (Neugebauer, with dot gain)."""

from __future__ import annotations

import struct
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.unit.imageio.colour import profiles

POINTS: Final = 9
_INKS: Final = np.array([[0.14, 0.23, 0.55], [0.33, 0.17, 0.15], [0.7, 0.75, 0.07], [0.02] * 3])
"""XYZ of each ink on paper, in shares of the paper's."""
_D50: Final = np.array([0.9642, 1, 0.8249])
_OLD_LAB: Final = 65280


def xyz(device: NDArray[Any]) -> NDArray[np.float64]:
    """Ink, 0 to 1, to XYZ of D50: dots overlap by chance, and grow."""
    cover = 1 - (1 - device) ** 1.4
    paper = np.prod(1 - cover[..., None] * (1 - _INKS), axis=-2)
    found: NDArray[np.float64] = paper * _D50
    return found


def lab(device: NDArray[Any]) -> NDArray[np.float64]:
    """Ink, 0 to 1, to CIELAB."""
    share = xyz(device) / _D50
    roots = np.where(share > 216 / 24389, np.cbrt(share), (841 / 108) * share + 16 / 116)
    x, y, z = np.moveaxis(roots, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def grid(points: int = POINTS) -> NDArray[np.float64]:
    """All combinations of so many levels of four inks; black varies fastest."""
    line = np.linspace(0, 1, points)
    return np.stack(np.meshgrid(*[line] * 4, indexing="ij"), -1).reshape(-1, 4)


def table(kind: bytes) -> bytes:
    """The model as a table of type ``mft1``, ``mft2`` or ``mAB ``."""
    if kind == b"mAB ":
        return _steps()
    levels = lab(grid()) / (100, 255, 255) + (0, 128 / 255, 128 / 255)
    depth, dtype = (255, "u1") if kind == b"mft1" else (_OLD_LAB, ">u2")
    start = kind + bytes(4) + bytes([4, 3, POINTS, 0]) + struct.pack(">9l", *[0] * 9)
    count = 256 if kind == b"mft1" else 2
    line = np.linspace(0, 255 if kind == b"mft1" else 65535, count).astype(dtype).tobytes()
    if kind == b"mft2":
        start += struct.pack(">HH", count, count)
    return start + line * 4 + np.rint(levels * depth).astype(dtype).tobytes() + line * 3


def _steps() -> bytes:
    """Curves, grid, curves, matrix, curves; the grid holds the square roots of its levels."""
    levels = lab(grid()) / (100, 255, 255) + (0, 128 / 255, 128 / 255)
    straight, square = profiles.gamma(1) + bytes(2), profiles.gamma(2) + bytes(2)
    matrix = struct.pack(">12l", *(round(65536 * v) for v in (1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)))
    body = bytes([POINTS] * 4).ljust(16, b"\0") + bytes([2, 0, 0, 0])
    body += np.rint(np.sqrt(levels.clip(0)) * 65535).astype(">u2").tobytes()
    body += bytes(-len(body) % 4)
    parts = (straight * 3, matrix, square * 3, body, straight * 4)
    places = [32 + sum(map(len, parts[:number])) for number in range(len(parts))]
    start = b"mAB " + bytes(4) + bytes([4, 3, 0, 0]) + struct.pack(">5L", *places)
    return start + b"".join(parts)


def profile(kind: bytes = b"mft2", tag: bytes = b"A2B0") -> bytes:
    """A whole profile, whose colours are CIELAB."""
    tags = {tag: table(kind), b"wtpt": profiles.xyz((0.9642, 1, 0.8249))}
    version = 4 if kind == b"mAB " else 2
    return profiles.profile(tags, version=version, kind=b"prtr", space=b"CMYK", connection=b"Lab ")
