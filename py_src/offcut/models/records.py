"""The records that quantised weights come in.

Each weight is ``level * row step * column step``. A row belongs to an output channel, a column to
one tap of one input channel. A record holds one convolution's weights:

    uint32 rows, columns, inputs, stays fp32 (0 or 1); all numbers are little-endian
    float32 [rows] row steps
    float32 [inputs] scales of the input channels; none if all are 1
    int8 [columns] exponents of the column steps: half octaves
    uint8 [rows] classes, uint8 [columns] classes: see ``offcut.models.spread_sort``
    zeros up to a multiple of 64 bytes
    int8 [rows, columns] levels
    zeros up to a multiple of 64 bytes, where another record follows

Input scales are for 8-bit arithmetic alone: a convolution whose input channels lie on grids of
their own makes up for that by its weights. What stays fp32 does so there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

ALIGNMENT: Final = 64  # bytes; a cache line
EXPONENT_BIAS: Final = 128
COLUMN_STEPS: Final = np.ldexp(
    np.tile([1.0, np.sqrt(2)], 128), np.arange(-EXPONENT_BIAS, EXPONENT_BIAS) // 2
).astype(np.float32)
"""The step of each exponent plus ``EXPONENT_BIAS``, float32 [256]."""

_COUNTS: Final = 16  # bytes

Bytes: TypeAlias = NDArray[np.uint8]
Steps: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Grid:
    """What the levels of one convolution stand for.

    Attributes:
        row_steps: float32 [rows].
        exponents: int8 [columns].
        input_scales: float32 [inputs], or of no element: all are 1.
        stays_float: whether 8-bit arithmetic takes this convolution out.
    """

    row_steps: Steps
    exponents: NDArray[np.int8]
    input_scales: Steps
    stays_float: bool

    @property
    def column_steps(self) -> Steps:
        """float32 [columns], powers of the square root of two."""
        steps: Steps = COLUMN_STEPS[self.exponents.astype(np.int64) + EXPONENT_BIAS]
        return steps


@dataclass(frozen=True, slots=True)
class Record:
    """Where the levels of one record lie, and what belongs to them.

    Attributes:
        start: of the levels, in bytes.
        grid: what they stand for.
        row_classes: uint8 [rows].
        column_classes: uint8 [columns].
    """

    start: int
    grid: Grid
    row_classes: Bytes
    column_classes: Bytes

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.row_classes.size, self.column_classes.size

    def levels(self, data: Bytes) -> Bytes:
        """A view of the levels, uint8 [rows, columns]."""
        rows, columns = self.shape
        return data[self.start : self.start + rows * columns].reshape(rows, columns)


def head(grid: Grid, row_classes: Bytes, column_classes: Bytes) -> bytes:
    """What stands before the levels in a record.

    Args:
        grid: what they stand for.
        row_classes: uint8 [rows].
        column_classes: uint8 [columns].
    """
    counts = [row_classes.size, column_classes.size, grid.input_scales.size, grid.stays_float]
    steps = np.concatenate((grid.row_steps, grid.input_scales)).astype("<f4")
    data = np.array(counts, "<u4").tobytes() + steps.tobytes() + grid.exponents.tobytes()
    data += row_classes.tobytes() + column_classes.tobytes()
    return data + bytes(-len(data) % ALIGNMENT)


def records(data: Bytes) -> Iterator[Record]:
    """The records in uint8 [n], one after the other.

    Raises:
        ValueError: if the data is not made of records.
    """
    end = 0
    while end < data.size:
        record = _record(data, end)
        rows, columns = record.shape
        if record.start + rows * columns > data.size:
            raise ValueError("a record ends too early")
        yield record
        end = record.start + aligned(rows * columns)


def aligned(size: int) -> int:
    """The next multiple of ``ALIGNMENT``."""
    return size + -size % ALIGNMENT


def _record(data: Bytes, begin: int) -> Record:
    at = begin + _COUNTS
    if at > data.size:
        raise ValueError("a record ends too early")
    rows, columns, inputs, stays_float = map(int, data[begin:at].view("<u4"))
    sizes = (4 * rows, 4 * inputs, columns, rows, columns)
    if at + sum(sizes) > data.size:
        raise ValueError("a record ends too early")
    parts = []
    for size in sizes:
        parts.append(data[at : at + size])
        at += size
    row_steps, input_scales = (part.copy().view("<f4") for part in parts[:2])
    grid = Grid(row_steps, parts[2].view(np.int8), input_scales, bool(stays_float))
    return Record(begin + aligned(at - begin), grid, parts[3], parts[4])
