"""One-dimensional curves of colour profiles (ICC.1:2022, 10.6 and 10.18)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from offcut.imageio.colour.icc import DamagedProfileError

Values: TypeAlias = NDArray[np.float64]
"""float64 of any shape."""

Curve: TypeAlias = Callable[[Values], Values]
"""From 0 to 1 to about 0 to 1, value by value."""

_PARAMETERS: Final = (1, 3, 4, 5, 7)
"""How many each function of parametricCurveType has (table 68)."""


def read_curve(element: bytes, start: int = 0) -> tuple[Curve, int]:
    """Read a curve.

    Args:
        element: of type ``curv`` or ``para``, or curves one after the other.
        start: where in it.

    Returns:
        The curve, and where the next one begins.

    Raises:
        DamagedProfileError: if it is neither, or has a function that there is none of.
        struct.error: if it is too short.
    """
    kind = element[start : start + 4]
    if kind == b"curv":
        (count,) = struct.unpack_from(">L", element, start + 8)
        end = start + 12 + 2 * count
        if end > len(element):
            raise DamagedProfileError
        return _tabulated(element, start + 12, count), end + -end % 4
    if kind == b"para":
        (function,) = struct.unpack_from(">H", element, start + 8)
        if function >= len(_PARAMETERS):
            raise DamagedProfileError
        count = _PARAMETERS[function]
        fixed = struct.unpack_from(f">{count}l", element, start + 12)
        return _parametric(function, [value / 65536 for value in fixed]), start + 12 + 4 * count
    raise DamagedProfileError


def table_curve(levels: NDArray[Any]) -> Curve:
    """A curve through points that are equally far apart: unsigned integers, all of their range."""
    points = levels / np.iinfo(levels.dtype).max
    places = np.linspace(0, 1, len(points))
    return lambda values: np.interp(values, places, points)


def _tabulated(element: bytes, start: int, count: int) -> Curve:
    if not count:
        return np.array  # the values themselves
    levels = np.frombuffer(element, ">u2", count, start)
    if count > 1:
        return table_curve(levels)
    exponent = int(levels[0]) / 256
    return lambda values: np.power(np.clip(values, 0, 1), exponent)


def _parametric(function: int, parameters: list[float]) -> Curve:
    """The functions of table 68; with no place from which on it is a power, there is one only."""
    gamma, *rest = parameters
    a, b, c, d, e, f = 1.0, 0.0, 0.0, -np.inf, 0.0, 0.0
    if function in (1, 2):
        a, b = rest[:2]
        e = rest[2] if function == 2 else 0.0
        d, f = (-b / a if a else -np.inf), e
    elif function in (3, 4):
        a, b, c, d = rest[:4]
        e, f = rest[4:] if function == 4 else (0.0, 0.0)

    def curve(values: Values) -> Values:
        power = np.power(np.maximum(a * values + b, 0), gamma) + e
        found: Values = np.clip(np.where(values >= d, power, c * values + f), 0, 1)
        return found

    return curve
