"""A colour profile from primaries, white and a curve (ICC.1:2022, 8.3.3 and annex E)."""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

import numpy as np

from offcut.imageio.colour.connection import D50
from offcut.imageio.colour.curve import Values
from offcut.imageio.colour.icc import Header, assembled, fixed, named

_BRADFORD: Final = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
"""The cone responses in which white is adapted, as in all profiles of displays (annex E)."""

_HEADER: Final = Header(b"\4\x30", b"mntr", b"RGB ", b"XYZ ")
_NAME: Final = "RGB"
_LEAST: Final = 1e-3
"""Of a chromaticity's y, and of the triangle's area: what is below has no colours."""


class Primaries(NamedTuple):
    """CIE 1931 chromaticities x and y."""

    white: tuple[float, float]
    red: tuple[float, float]
    green: tuple[float, float]
    blue: tuple[float, float]


SRGB_PRIMARIES: Final = Primaries((0.3127, 0.329), (0.64, 0.33), (0.3, 0.6), (0.15, 0.06))
SRGB_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Parameters of ICC's function 3."""


def matrix_profile(primaries: Primaries, curve: tuple[float, ...]) -> bytes | None:
    """Write the profile, of version 4.

    Args:
        primaries: of the colour space.
        curve: from sample to light: an exponent alone, or five parameters of ICC's function 3.

    Returns:
        None if the primaries span no colours.
    """
    colorants = _colorants(primaries)
    if colorants is None:
        return None
    matrix, adaptation = colorants
    tags = {
        b"wtpt": b"XYZ " + bytes(4) + fixed(*D50),
        b"chad": b"sf32" + bytes(4) + fixed(*adaptation.ravel()),
    }
    for tag, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), matrix.T, strict=True):
        tags[tag] = b"XYZ " + bytes(4) + fixed(*column)
    function = {1: 0, 5: 3}[len(curve)]
    element = b"para" + bytes(4) + struct.pack(">HH", function, 0) + fixed(*curve)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), element)
    return assembled(_HEADER, named(_NAME, tags, is_v4=True))


def _colorants(primaries: Primaries) -> tuple[Values, Values] | None:
    """XYZ of red, green and blue as columns, adapted to D50, and what adapted them."""
    xy = np.array(primaries)
    edges = xy[2:] - xy[1]
    area = abs(edges[0, 0] * edges[1, 1] - edges[0, 1] * edges[1, 0])
    if xy.min() < 0 or xy[0].min() < _LEAST or area < _LEAST:
        return None
    # of light whose x, y and z add up to 1, so that a y of 0 (a blue without luminance) is none
    white, *others = np.column_stack([xy, 1 - xy.sum(1)])
    columns = np.array(others).T
    white = white / white[1]
    matrix = columns * np.linalg.solve(columns, white)
    cones = np.diag((_BRADFORD @ D50) / (_BRADFORD @ white))
    adaptation = np.linalg.inv(_BRADFORD) @ cones @ _BRADFORD
    return adaptation @ matrix, adaptation
