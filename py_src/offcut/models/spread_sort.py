"""Quantised weights laid out so that gzip finds more to save.

In a weight matrix some rows and some columns lie on coarser grids than others, so their levels
spread less; gzip, which has one code for some ten thousand neighbours, wastes what it does not see
of that. Sorted into blocks of like spread, IS-Net's levels deflate to a tenth less. Each matrix
brings the classes of its rows and columns along, in a record:

    uint32 rows, uint32 columns, little-endian
    uint8 [rows] classes, uint8 [columns] classes
    zeros up to a multiple of 64 bytes
    int8 [rows, columns] levels
    zeros up to a multiple of 64 bytes, where another record follows
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

ALIGNMENT: Final = 64  # bytes; a cache line
_HEAD: Final = 8  # bytes

Bytes: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True)
class _Matrix:
    """Where the levels of one record lie, and how they are sorted."""

    start: int
    rows: Bytes
    columns: Bytes

    def blocks(self) -> Iterator[tuple[slice, slice]]:
        """The blocks in the sorted matrix, in the order of their spread."""
        rows, columns = _runs(self.rows), _runs(self.columns)
        pairs = [(row, column) for row in rows for column in columns]
        for row, column in sorted(pairs, key=lambda pair: pair[0] + pair[1]):
            yield rows[row], columns[column]


def head(rows: Bytes, columns: Bytes) -> bytes:
    """What stands before the levels in a record.

    Args:
        rows: uint8 [rows], the class of each.
        columns: uint8 [columns].
    """
    sizes = np.array([rows.size, columns.size], "<u4").tobytes()
    return _padded(sizes + rows.tobytes() + columns.tobytes())


def classes(levels: NDArray[np.int8]) -> tuple[Bytes, Bytes]:
    """The classes of the rows and columns of int8 [rows, columns]: half octaves of mean size."""
    sizes = np.abs(levels.astype(np.float64))
    return _half_octaves(sizes.mean(1)), _half_octaves(sizes.mean(0))


def sort(data: Bytes) -> Bytes:
    """Sort the levels of whole records into blocks of like spread.

    Args:
        data: uint8 [n], records one after the other.

    Returns:
        uint8 [n].
    """
    arranged = data.copy()
    for matrix in _matrices(data):
        levels, there = _levels(data, matrix), _levels(arranged, matrix).reshape(-1)
        ordered = levels[_order(matrix.rows)][:, _order(matrix.columns)]
        end = 0
        for rows, columns in matrix.blocks():
            block = ordered[rows, columns]
            there[end : end + block.size] = block.reshape(-1)
            end += block.size
    return arranged


def unsort(arranged: Bytes) -> Bytes:
    """Undo ``sort``.

    Raises:
        ValueError: if the data is not made of records.
    """
    data = arranged.copy()
    for matrix in _matrices(arranged):
        stored = _levels(arranged, matrix).reshape(-1)
        ordered = np.empty((matrix.rows.size, matrix.columns.size), np.uint8)
        end = 0
        for rows, columns in matrix.blocks():
            block = ordered[rows, columns]
            block[...] = stored[end : end + block.size].reshape(block.shape)
            end += block.size
        places = np.argsort(_order(matrix.rows)), np.argsort(_order(matrix.columns))
        _levels(data, matrix)[...] = ordered[places[0]].take(places[1], axis=1)
    return data


def _matrices(data: Bytes) -> Iterator[_Matrix]:
    start = 0
    while start < data.size:
        first = start + _HEAD
        rows, columns = map(int, np.frombuffer(data[start:first].tobytes().ljust(_HEAD), "<u4"))
        levels = start + _aligned(_HEAD + rows + columns)
        if levels + rows * columns > data.size:
            raise ValueError("a record ends too early")
        yield _Matrix(levels, data[first : first + rows], data[first + rows :][:columns])
        start = levels + _aligned(rows * columns)


def _levels(data: Bytes, matrix: _Matrix) -> Bytes:
    shape = matrix.rows.size, matrix.columns.size
    return data[matrix.start : matrix.start + shape[0] * shape[1]].reshape(shape)


def _runs(found: Bytes) -> dict[int, slice]:
    values, counts = np.unique(found, return_counts=True)
    ends = np.cumsum(counts)
    return {
        int(value): slice(int(end - count), int(end))
        for value, count, end in zip(values, counts, ends, strict=True)
    }


def _order(found: Bytes) -> NDArray[np.intp]:
    return np.argsort(found, kind="stable")


def _half_octaves(sizes: NDArray[Any]) -> Bytes:
    found: Bytes = np.clip(np.rint(2 * np.log2(sizes + 1e-3)) + 20, 0, 255).astype(np.uint8)
    return found


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNMENT)


def _aligned(size: int) -> int:
    return size + -size % ALIGNMENT
