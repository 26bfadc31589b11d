"""Quantised weights as the network takes them in, so that nothing is left to ONNX Runtime.

Left in the graph, this arithmetic would be done when a session is made, in a heap that never
shrinks. The results are those of ONNX's operators (Cast, Mul and QuantizeLinear), to the bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from offcut.models.records import Bytes, Grid, Record, aligned, records

_BLOCK: Final = 1 << 16
"""Weights that are worked on at a time: what is computed of them stays in the processor's cache."""

_LARGEST: Final = np.float32(127)
_LEAST_STEP: Final = np.float32(1e-12)


def to_float32(data: Bytes) -> Bytes:
    """Records to float32 weights.

    Args:
        data: uint8 [n], records one after the other.

    Returns:
        uint8 [m]: float32 [rows, columns] for each record, each from a multiple of 64 bytes on.

    Raises:
        ValueError: if the data is not made of records.
    """
    return _restored(data, lambda _: False)


def to_int8(data: Bytes) -> Bytes:
    """Records to int8 weights for 8-bit arithmetic, with one step a row; see ``int8_steps``.

    Args:
        data: uint8 [n], records one after the other.

    Returns:
        uint8 [m]: int8 [rows, columns] for each record, float32 for those that stay so, each from
        a multiple of 64 bytes on.

    Raises:
        ValueError: if the data is not made of records.
    """
    return _restored(data, lambda grid: not grid.stays_float)


def values(levels: NDArray[np.int8], grid: Grid, *, scaled: bool = False) -> NDArray[np.float32]:
    """Weights from their levels.

    Args:
        levels: int8 [rows, columns].
        grid: what they stand for.
        scaled: whether by the input's scales too.

    Returns:
        float32 [rows, columns].
    """
    weights = levels.astype(np.float32)
    weights *= grid.row_steps[:, None]
    weights *= grid.column_steps
    if scaled and grid.input_scales.size:
        weights *= np.repeat(grid.input_scales, weights.shape[1] // grid.input_scales.size)
    return weights


def int8_steps(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The step of each row's int8 grid, which reaches as far as the row's largest weight.

    Args:
        weights: float32 [rows, columns].

    Returns:
        float32 [rows].
    """
    largest = np.maximum(weights.max(1), -weights.min(1))
    steps: NDArray[np.float32] = np.maximum(largest / _LARGEST, _LEAST_STEP)
    return steps


def _restored(data: Bytes, is_int8: Callable[[Grid], bool]) -> Bytes:
    """All records, one after the other, without a second copy of any."""
    kinds = [
        (record, np.dtype(np.int8 if is_int8(record.grid) else "<f4")) for record in records(data)
    ]
    sizes = [aligned(record.levels(data).size * kind.itemsize) for record, kind in kinds]
    restored, at = np.zeros(sum(sizes), np.uint8), 0
    for (record, kind), size in zip(kinds, sizes, strict=True):
        levels = record.levels(data).view(np.int8)
        weights = restored[at : at + levels.size * kind.itemsize].view(kind).reshape(record.shape)
        for rows, grid in _by_rows(record):
            part = values(levels[rows], grid, scaled=kind == np.int8)
            if kind == np.int8:
                part /= int8_steps(part)[:, None]
                np.rint(part, out=part)
            weights[rows] = part
        at += size
    return restored


def _by_rows(record: Record) -> Iterator[tuple[slice, Grid]]:
    """A few rows at a time, with their grid."""
    rows, columns = record.shape
    count = max(1, _BLOCK // columns)
    for start in range(0, rows, count):
        part = slice(start, start + count)
        yield part, replace(record.grid, row_steps=record.grid.row_steps[part])
