"""Quantised weights to what the network takes in: what ONNX's operators would make of them."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from offcut.models.dequantise import int8_steps, to_float32, to_int8, values
from offcut.models.records import ALIGNMENT, COLUMN_STEPS, EXPONENT_BIAS, Grid, aligned, head
from offcut.models.spread_sort import classes
from offcut.native.models.source import locate

RANDOM = np.random.default_rng(4)
SHAPES = [(64, 27), (3, 9), (130, 1152), (1, 576)]


def _levels(shape: tuple[int, int]) -> NDArray[np.int8]:
    return RANDOM.integers(-127, 128, shape, np.int8)


def _grid(shape: tuple[int, int], *, scaled: bool = False, stays_float: bool = False) -> Grid:
    rows, columns = shape
    inputs = columns // 9 if scaled else 0
    return Grid(
        RANDOM.uniform(0.001, 0.1, rows).astype(np.float32),
        RANDOM.integers(-6, 7, columns).astype(np.int8),
        RANDOM.uniform(0.01, 3, inputs).astype(np.float32),
        stays_float,
    )


def _record(levels: NDArray[np.int8], grid: Grid) -> bytes:
    data = head(grid, *classes(levels)) + levels.tobytes()
    return data + bytes(-len(data) % ALIGNMENT)


def _array(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)


def test_float32_is_level_times_row_times_column() -> None:
    levels, grids = [_levels(shape) for shape in SHAPES], [_grid(shape) for shape in SHAPES]
    data = b"".join(map(_record, levels, grids))
    restored, at = to_float32(_array(data)), 0
    for each, grid in zip(levels, grids, strict=True):
        size = 4 * each.size
        expected = (each.astype(np.float32) * grid.row_steps[:, None]) * COLUMN_STEPS[
            grid.exponents.astype(int) + EXPONENT_BIAS
        ]
        assert restored[at : at + size].tobytes() == expected.tobytes()
        assert not restored[at + size : at + aligned(size)].any()
        at += aligned(size)
    assert at == restored.size


def test_int8_is_rounded_on_one_grid_a_row() -> None:
    shape = (130, 1152)
    levels, grid = _levels(shape), _grid(shape, scaled=True)
    restored = to_int8(_array(_record(levels, grid))).view(np.int8).reshape(shape)
    weights = values(levels, grid, scaled=True)
    steps = int8_steps(weights)
    assert (restored == np.rint(weights / steps[:, None])).all()
    assert (np.abs(restored).max(1) == 127).all()
    assert np.abs(restored * steps[:, None] - weights).max() <= steps.max() / 2


def test_what_stays_float_is_not_scaled() -> None:
    shape = (4, 27)
    levels, grid = _levels(shape), _grid(shape, scaled=True, stays_float=True)
    record = _array(_record(levels, grid))
    assert to_int8(record).tobytes() == to_float32(record).tobytes()
    assert to_int8(record)[: 4 * levels.size].tobytes() == values(levels, grid).tobytes()


def test_a_row_of_zeros_stays_zero() -> None:
    levels = np.zeros((2, 9), np.int8)
    assert not to_int8(_array(_record(levels, _grid((2, 9))))).any()


@pytest.mark.parametrize("size", [4, 64, 200])
def test_what_ends_too_early_is_refused(size: int) -> None:
    record = _array(_record(_levels((64, 27)), _grid((64, 27))))
    for restore in (to_float32, to_int8):
        with pytest.raises(ValueError, match="ends too early"):
            restore(record[:size])


@pytest.mark.parametrize("cut", [True, False], ids=["in strips", "uncut"])
@pytest.mark.parametrize("model", ["isnet", "isnet_quint8", "isnet_compact", "isnet_fp16"])
def test_no_graph_computes_with_weights(models_dir: Path, model: str, *, cut: bool) -> None:
    """ONNX Runtime would do so when it makes a session, in a heap that never shrinks."""
    source = locate(models_dir)
    variant = source.catalogue().find(model)
    part = (variant if cut else variant.as_uncut()).parts[0]
    graph = onnx.load_from_string(gzip.decompress(source.part(part, lambda _: None))).graph
    constants = {each.name for each in graph.initializer}
    for node in graph.node:
        if {name for name in node.input if name} <= constants:
            # what integer kernels take in as it is
            assert node.op_type == "DequantizeLinear", node.name
            constants.update(node.output)
