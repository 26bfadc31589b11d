"""Grey pictures by their colour profile (ICC.1:2022, 8.3.4 and 9.2.26)."""

from __future__ import annotations

import struct
from typing import Final

import numpy as np
from PIL import Image

from offcut.imageio.colour.connection import D50, encoded, lab_to_xyz
from offcut.imageio.colour.curve import read_curve
from offcut.imageio.colour.icc import DamagedProfileError, elements, header

_LEVELS: Final = np.arange(256) / 255


def grey_levels(profile: bytes) -> list[int] | None:
    """What each of the 256 levels of a grey picture is in sRGB.

    The profile's curve leads to light, or to CIELAB's lightness. Light of the connection space's
    white is sRGB's white.

    Args:
        profile: as it stood in a file.

    Returns:
        256 levels, 0 to 255; None if the profile is damaged, or none for grey.
    """
    try:
        head = header(profile)
        if head.space != b"GRAY":
            return None
        curve, _ = read_curve(elements(profile).get(b"kTRC", b""))
    except (struct.error, DamagedProfileError):
        return None
    light = curve(_LEVELS)
    if head.connection == b"Lab ":
        nothing = np.zeros_like(light)
        light = lab_to_xyz(np.stack([light * 100, nothing, nothing], -1))[:, 1] / D50[1]
    elif head.connection != b"XYZ ":
        return None
    return [int(level) for level in np.rint(encoded(light) * 255)]


def brightened(image: Image.Image, levels: list[int]) -> Image.Image:
    """Look each sample up: mode RGB, of which the three samples of a pixel are the same."""
    return image.point(levels * 3)
