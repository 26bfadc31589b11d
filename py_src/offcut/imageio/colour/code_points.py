"""Colour spaces by their numbers, as in a PNG's cICP chunk (ITU-T H.273, 8.1 and 8.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from offcut.imageio.colour.matrix_profile import SRGB_CURVE, SRGB_PRIMARIES, Primaries

Hdr: TypeAlias = Literal["pq", "hlg"]
"""Curves that go beyond white: SMPTE ST 2084, and ARIB STD-B67."""

_D65: Final = SRGB_PRIMARIES.white
_C: Final = (0.31, 0.316)
_E: Final = (1 / 3, 1 / 3)
_NTSC: Final = Primaries(_D65, (0.63, 0.34), (0.31, 0.595), (0.155, 0.07))
_PRIMARIES: Final[Mapping[int, Primaries]] = {
    1: SRGB_PRIMARIES,
    4: Primaries(_C, (0.67, 0.33), (0.21, 0.71), (0.14, 0.08)),
    5: Primaries(_D65, (0.64, 0.33), (0.29, 0.6), (0.15, 0.06)),
    6: _NTSC,
    7: _NTSC,
    8: Primaries(_C, (0.681, 0.319), (0.243, 0.692), (0.145, 0.049)),
    9: Primaries(_D65, (0.708, 0.292), (0.17, 0.797), (0.131, 0.046)),
    10: Primaries(_E, (1, 0), (0, 1), (0, 0)),
    11: Primaries((0.314, 0.351), (0.68, 0.32), (0.265, 0.69), (0.15, 0.06)),
    12: Primaries(_D65, (0.68, 0.32), (0.265, 0.69), (0.15, 0.06)),
    22: Primaries(_D65, (0.63, 0.34), (0.295, 0.605), (0.155, 0.077)),
}

# The numbers of cameras' curves (BT.709, BT.601, BT.2020): browsers show them as BT.1886 does.
_SCREEN: Final = (2.4,)
_CURVES: Final[Mapping[int, tuple[float, ...] | Hdr]] = {
    1: _SCREEN,
    4: (2.2,),
    5: (2.8,),
    6: _SCREEN,
    7: (1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4, 0.0913),
    8: (1.0,),
    13: SRGB_CURVE,
    14: _SCREEN,
    15: _SCREEN,
    16: "pq",
    18: "hlg",
}


class Space(NamedTuple):
    """A colour space.

    Attributes:
        primaries: its primaries and white.
        curve: from sample to light, as ``matrix_profile`` takes it; or the name of an HDR one.
    """

    primaries: Primaries
    curve: tuple[float, ...] | Hdr


SRGB: Final = Space(SRGB_PRIMARIES, SRGB_CURVE)


def space(primaries: int, transfer: int, matrix: int, full_range: int) -> Space | None:
    """Look a colour space up.

    Args:
        primaries: ColourPrimaries.
        transfer: TransferCharacteristics.
        matrix: MatrixCoefficients: 0, for pictures are RGB.
        full_range: VideoFullRangeFlag: 1, since no file of a picture is known with less.

    Returns:
        None if it is none of those that are known here.
    """
    if matrix != 0 or full_range != 1:
        return None
    if primaries not in _PRIMARIES or transfer not in _CURVES:
        return None
    return Space(_PRIMARIES[primaries], _CURVES[transfer])
