"""Quantised weights as the network takes them in, so that nothing is left to ONNX Runtime.

Left in the graph, this arithmetic would be done when a session is made, in a heap that never
shrinks. The results are those of ONNX's operators (Cast, Mul and QuantizeLinear), to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

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
    return _joined(_float32(data, record) for record in records(data))


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
    return _joined(
        _float32(data, record) if record.grid.stays_float else _int8(data, record)
        for record in records(data)
    )


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


def _float32(data: Bytes, record: Record) -> NDArray[np.float32]:
    result = np.empty(record.shape, np.float32)
    for part, levels, grid in _by_rows(data, record):
        result[part] = values(levels, grid)
    return result


def _int8(data: Bytes, record: Record) -> NDArray[np.int8]:
    result = np.empty(record.shape, np.int8)
    for part, levels, grid in _by_rows(data, record):
        weights = values(levels, grid, scaled=True)
        weights /= int8_steps(weights)[:, None]
        result[part] = np.rint(weights, out=weights)
    return result


def _by_rows(data: Bytes, record: Record) -> Iterator[tuple[slice, NDArray[np.int8], Grid]]:
    levels = record.levels(data).view(np.int8)
    rows, columns = record.shape
    count = max(1, _BLOCK // columns)
    grid = record.grid
    for start in range(0, rows, count):
        part = slice(start, start + count)
        steps = grid.row_steps[part]
        yield (
            part,
            levels[part],
            Grid(steps, grid.exponents, grid.input_scales, grid.stays_float),
        )


def _joined(weights: Iterator[NDArray[Any]]) -> Bytes:
    parts = []
    for each in weights:
        part = np.zeros(aligned(each.nbytes), np.uint8)
        part[: each.nbytes] = each.reshape(-1).view(np.uint8)
        parts.append(part)
    return np.concatenate(parts) if parts else np.empty(0, np.uint8)
