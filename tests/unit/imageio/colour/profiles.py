"""Colour profiles that tests put together themselves (ICC.1:2022)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

import numpy as np

SERIAL: Final = b"C02-SERIAL-NUMBER"
"""What must not go on to others."""

_ADOBE: Final = {b"rXYZ": (0.6097, 0.3111, 0.0195), b"gXYZ": (0.2053, 0.6257, 0.0609),
                 b"bXYZ": (0.1492, 0.0632, 0.7446), b"wtpt": (0.9642, 1.0, 0.8249)}  # fmt: skip

Tags = Mapping[bytes, bytes]


def xyz(values: tuple[float, float, float]) -> bytes:
    """An XYZType of one colour."""
    return b"XYZ " + bytes(4) + _fixed(*values)


def gamma(value: float) -> bytes:
    """A curve of one exponent."""
    return b"curv" + bytes(4) + struct.pack(">LH", 1, round(value * 256))


def table_curve(value: float, count: int = 256) -> bytes:
    """A curve as a table."""
    levels = np.rint(np.linspace(0, 1, count) ** value * 65535).astype(">u2")
    return b"curv" + bytes(4) + struct.pack(">L", count) + levels.tobytes()


def srgb_curve() -> bytes:
    """SRGB's curve as a function of five parameters."""
    function = _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return b"para" + bytes(4) + struct.pack(">HH", 3, 0) + function


def matrix_tags(curve: bytes, **changed: bytes) -> dict[bytes, bytes]:
    """Adobe RGB's primaries, with any curve."""
    tags = {name: xyz(values) for name, values in _ADOBE.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return tags | {name.encode(): value for name, value in changed.items()}


def table(kind: bytes) -> bytes:
    """A table from RGB to Lab, of 8 or 16 bits (``mft1`` or ``mft2``)."""
    points = 3
    identity = _fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    start = kind + bytes(4) + bytes([3, 3, points, 0]) + identity
    chance = np.random.default_rng(8)
    depth, dtype = (255, "u1") if kind == b"mft1" else (65280, ">u2")
    colours = chance.uniform(0.2, 0.8, (points**3, 3)) * depth
    count = 256 if kind == b"mft1" else 17
    line = np.linspace(0, 255 if kind == b"mft1" else 65535, count)
    lines = np.tile(line, 3).astype(dtype).tobytes()
    if kind == b"mft2":
        start += struct.pack(">HH", count, count)
    return start + lines + colours.astype(dtype).tobytes() + lines


def description(text: str) -> bytes:
    """Version 2's description."""
    words = text.encode() + b"\0"
    return b"desc" + bytes(4) + struct.pack(">L", len(words)) + words + bytes(78)


def multilingual(text: str) -> bytes:
    """Version 4's description."""
    words = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">LL4sLL", 1, 12, b"enUS", len(words), 28) + words


def private_tags() -> dict[bytes, bytes]:
    """What tells of a maker, a device or an owner."""
    return {
        b"mmod": b"mmod" + bytes(4) + SERIAL,
        b"dmnd": description(f"Maker of {SERIAL.decode()}"),
        b"cprt": b"text" + bytes(4) + SERIAL + b"\0",
        b"vcgt": b"vcgt" + bytes(4) + SERIAL,
        b"xYz1": b"XYZ " + SERIAL,
    }


def profile(
    tags: Tags, *, version: int = 2, kind: bytes = b"mntr", space: bytes = b"RGB ",
    connection: bytes = b"XYZ ", maker: bytes = b"", intent: int = 0,
) -> bytes:  # fmt: skip
    """A whole profile."""
    start = 128 + 4 + 12 * len(tags)
    entries, body = b"", b""
    for tag, element in tags.items():
        entries += struct.pack(">4sLL", tag, start + len(body), len(element))
        body += element + bytes(-len(element) % 4)
    header = struct.pack(">L4sBBH", start + len(body), maker or b"lcms", version, 0, 0)
    header += kind + space + connection
    header += struct.pack(">6H", 2019, 7, 3, 1, 2, 3) + b"acsp" + (b"APPL" if maker else bytes(4))
    header += bytes(4) + maker.ljust(4, b"\0") * 2 + bytes(8) + struct.pack(">L", intent)
    header += _fixed(0.9642, 1, 0.8249) + maker.ljust(4, b"\0") + maker.ljust(16, b"\7")
    return header.ljust(128, b"\0") + struct.pack(">L", len(tags)) + entries + body


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}l", *(round(value * 65536) for value in values))
