"""CIELab to sRGB, as TIFF and Photoshop mean it: the white of Lab is D50 (ICC.1:2022, 6.3)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_WHITE: Final = np.array((0.9642, 1.0, 0.8249), np.float32)  # D50
_TO_SRGB: Final = np.array(
    (
        (3.1338561, -1.6168667, -0.4906146),
        (-0.9787684, 1.9161415, 0.0334540),
        (0.0719453, -0.2289914, 1.4052427),
    ),
    np.float32,
)
"""From XYZ of D50 to linear sRGB, with Bradford's adaptation (Lindbloom's tables)."""

_LINES: Final = 64


def to_rgb(image: Image.Image) -> Image.Image:
    """Convert a picture of mode LAB to mode RGB; colours that sRGB lacks are clipped."""
    lab = np.asarray(image).copy()
    lab[..., 1:] ^= 0x80  # they are signed: from here on, 128 higher
    rgb = np.empty_like(lab)
    for top in range(0, len(lab), _LINES):
        rgb[top : top + _LINES] = _converted(lab[top : top + _LINES].astype(np.float32))
    return Image.fromarray(rgb)


def _converted(lab: NDArray[np.float32]) -> NDArray[np.uint8]:
    """CIE 15:2018, 8.2.1, in reverse; then IEC 61966-2-1."""
    middle = (lab[..., 0] * np.float32(100 / 255) + 16) / 116
    across = middle + (lab[..., 1] - 128) / 500
    down = middle - (lab[..., 2] - 128) / 200
    cubes = np.stack((across, middle, down), axis=-1)
    linear_part = (cubes - np.float32(16 / 116)) * np.float32(3 * (6 / 29) ** 2)
    xyz = np.where(cubes > np.float32(6 / 29), cubes**3, linear_part) * _WHITE
    linear = np.clip(xyz @ _TO_SRGB.T, 0, 1)
    curved = np.where(
        linear <= np.float32(0.0031308),
        linear * np.float32(12.92),
        np.float32(1.055) * np.power(linear, np.float32(1 / 2.4)) - np.float32(0.055),
    )
    levels: NDArray[np.float32] = np.rint(curved * 255)
    return levels.astype(np.uint8)
