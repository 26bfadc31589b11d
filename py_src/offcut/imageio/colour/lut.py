"""Tables of colour profiles, from device to connection space (ICC.1:2022, 10.10 to 10.12)."""

from __future__ import annotations

import itertools
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from offcut.imageio.colour.curve import Curve, Values, read_curve, table_curve
from offcut.imageio.colour.icc import DamagedProfileError

_XYZ_RANGE: Final = 65535 / 32768  # u1Fixed15Number, 6.3.4.2
_OLD_LAB: Final = 65535 / 65280  # lut16Type counts to 0xFF00, 10.10
_CHANNELS: Final = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of colours, and curves in front of it and behind it.

    Attributes:
        before: a curve for each device channel.
        grid: float64 [points, ..., points, 3]: the first channel's axis is the first one.
        after: a curve for each channel of the connection space, or steps of any kind.
    """

    before: Sequence[Curve]
    grid: Values
    after: Callable[[Values], Values]

    def __call__(self, device: Values) -> Values:
        """Look colours up, multilinear.

        Args:
            device: float64 [n, channels], 0 to 1.

        Returns:
            float64 [n, 3]: XYZ, or CIELAB, of D50.
        """
        columns = (curve(device[:, axis]) for axis, curve in enumerate(self.before))
        return self.after(_interpolated(self.grid, np.stack([*columns], -1)))


def read_table(element: bytes, inputs: int, connection: bytes) -> Table:
    """Read an A2B tag.

    Args:
        element: of type ``mft1``, ``mft2`` or ``mAB ``.
        inputs: the device's channels.
        connection: ``XYZ `` or ``Lab ``.

    Raises:
        DamagedProfileError: if it is of another type, has other channels, or is too short.
        struct.error: if it is too short.
    """
    kind, channels = element[:4], tuple(element[8:10])
    if channels != (inputs, _CHANNELS) or connection not in _DECODED:
        raise DamagedProfileError
    if kind == b"mAB ":
        return _read_steps(element, inputs, _DECODED[connection])
    if kind == b"mft1":
        return _read_plain(element, 48, np.dtype("u1"), (256, 256), _DECODED[connection])
    if kind == b"mft2":
        before, after = struct.unpack_from(">2H", element, 48)
        decoded = _old_lab if connection == b"Lab " else _xyz
        return _read_plain(element, 52, np.dtype(">u2"), (before, after), decoded)
    raise DamagedProfileError


def _xyz(levels: Values) -> Values:
    return levels * _XYZ_RANGE


def _lab(levels: Values) -> Values:
    return levels * (100, 255, 255) - (0, 128, 128)


def _old_lab(levels: Values) -> Values:
    return _lab(levels * _OLD_LAB)


_DECODED: Final = {b"XYZ ": _xyz, b"Lab ": _lab}


def _read_plain(
    element: bytes,
    start: int,
    dtype: np.dtype[Any],
    counts: tuple[int, int],
    decoded: Callable[[Values], Values],
) -> Table:
    """lut8Type or lut16Type: tables only; the matrix is for devices that speak XYZ."""
    inputs, points = element[8], element[10]
    sizes = (inputs * counts[0], points**inputs * _CHANNELS, _CHANNELS * counts[1])
    if min(points, *counts) < 2 or start + dtype.itemsize * sum(sizes) > len(element):
        raise DamagedProfileError
    levels = np.frombuffer(element, dtype, sum(sizes), start)
    first, middle, last = np.split(levels, np.cumsum(sizes)[:2])
    after = [table_curve(line) for line in last.reshape(_CHANNELS, -1)]
    return Table(
        [table_curve(line) for line in first.reshape(inputs, -1)],
        _scaled(middle).reshape(*[points] * inputs, _CHANNELS),
        lambda values: decoded(_by_channel(after, values)),
    )


def _read_steps(element: bytes, inputs: int, decoded: Callable[[Values], Values]) -> Table:
    """lutAToBType: curves A, grid, curves M, matrix, curves B."""
    last, matrix, middle, grid, first = struct.unpack_from(">5L", element, 12)
    if not (grid and first and last):
        raise DamagedProfileError  # without a grid, three channels are all that it can have
    steps: list[Callable[[Values], Values]] = []
    if middle:
        steps.append(_curves(element, middle, _CHANNELS))
    if matrix:
        numbers = np.array(struct.unpack_from(">12l", element, matrix)) / 65536
        steps.append(lambda values: values @ numbers[:9].reshape(3, 3).T + numbers[9:])
    steps.append(_curves(element, last, _CHANNELS))

    def after(values: Values) -> Values:
        for step in steps:
            values = step(np.clip(values, 0, 1))
        return decoded(np.clip(values, 0, 1))

    return Table(_curve_list(element, first, inputs), _read_grid(element, grid, inputs), after)


def _read_grid(element: bytes, start: int, inputs: int) -> Values:
    points = tuple(element[start : start + inputs])
    if len(points) < inputs or min(points) < 2:
        raise DamagedProfileError
    dtype = np.dtype({1: "u1", 2: ">u2"}.get(element[start + 16], "V"))
    count = math.prod(points) * _CHANNELS
    if dtype.kind != "u" or start + 20 + count * dtype.itemsize > len(element):
        raise DamagedProfileError
    return _scaled(np.frombuffer(element, dtype, count, start + 20)).reshape(*points, _CHANNELS)


def _curves(element: bytes, start: int, count: int) -> Callable[[Values], Values]:
    curves = _curve_list(element, start, count)
    return lambda values: _by_channel(curves, values)


def _curve_list(element: bytes, start: int, count: int) -> list[Curve]:
    curves = []
    for _ in range(count):
        curve, start = read_curve(element, start)
        curves.append(curve)
    return curves


def _by_channel(curves: Sequence[Curve], values: Values) -> Values:
    return np.stack([curve(values[:, axis]) for axis, curve in enumerate(curves)], -1)


def _scaled(levels: NDArray[Any]) -> Values:
    scaled: Values = levels / np.iinfo(levels.dtype).max
    return scaled


def _interpolated(grid: Values, places: Values) -> Values:
    """The grid at n places, float64 [n, axes], 0 to 1."""
    last = np.array(grid.shape[:-1]) - 1
    scaled = np.clip(places, 0, 1) * last
    lower = np.minimum(scaled.astype(np.intp), last - 1)
    share = scaled - lower
    result = np.zeros((len(places), grid.shape[-1]))
    for corner in itertools.product((0, 1), repeat=len(last)):
        weight = np.where(corner, share, 1 - share).prod(1)
        result += weight[:, None] * grid[tuple((lower + corner).T)]
    return result
