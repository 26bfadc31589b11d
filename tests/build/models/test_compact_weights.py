"""Weights on coarse grids: the levels that were fitted come back from corrections."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx import helper

from offcut.models import dequantise
from offcut.models.records import COLUMN_STEPS, EXPONENT_BIAS, records
from offcut_build.models.compact_weights import (
    ROUNDING,
    Quint8Inputs,
    Steps,
    compact_weights,
    corrections,
)
from offcut_build.models.network import Network
from offcut_build.models.parts import pack

_RANDOM = np.random.default_rng(0)
_SHAPES = {"first": (4, 3, 3, 3), "second": (5, 4, 3, 3)}
_WEIGHTS = {
    name: _RANDOM.normal(0, 0.1, shape).astype(np.float16) for name, shape in _SHAPES.items()
}
_NETWORK = Network(
    [helper.make_node("Conv", ["input", name, "bias"], [f"{name} out"]) for name in _SHAPES],
    _WEIGHTS,
    {},
)


def _steps(name: str) -> Steps:
    out, inner, *_ = _SHAPES[name]
    rows = _RANDOM.uniform(0.01, 0.05, out).astype(np.float32)
    return Steps(rows, _RANDOM.integers(-3, 4, inner * 9).astype(np.int8))


def _levels(name: str, steps: Steps) -> NDArray[np.int8]:
    exact = _WEIGHTS[name].reshape(len(steps.rows), -1) / (steps.rows[:, None] * steps.columns)
    return (np.rint(exact) + _RANDOM.integers(-2, 3, exact.shape)).astype(np.int8)


def _rounding(steps: dict[str, Steps], levels: dict[str, NDArray[np.int8]]) -> bytes:
    found = [corrections(_WEIGHTS[name], steps[name], levels[name]) for name in _SHAPES]
    parts = [one.rows for one in steps.values()] + [one.exponents for one in steps.values()]
    return b"".join(part.tobytes() for part in (*parts, *found))


def test_fitted_levels_come_back() -> None:
    steps = {name: _steps(name) for name in _SHAPES}
    levels = {name: _levels(name, steps[name]) for name in _SHAPES}
    compact = compact_weights(_NETWORK, _rounding(steps, levels))
    for name in _SHAPES:
        assert np.array_equal(compact.levels[name], levels[name])
        grid = steps[name].rows[:, None] * steps[name].columns
        weights = dequantise.values(compact.levels[name], compact.grid(name))
        assert np.allclose(weights, levels[name] * grid, rtol=1e-6)


def test_data_may_be_cut_before_each_record() -> None:
    steps = {name: _steps(name) for name in _SHAPES}
    levels = {name: _levels(name, steps[name]) for name in _SHAPES}
    compact = compact_weights(_NETWORK, _rounding(steps, levels))
    data, cuts = compact.records(Quint8Inputs({}, "second"))
    for begin, end, name in zip(cuts, [*cuts[1:], len(data)], _SHAPES, strict=True):
        (record,) = records(np.frombuffer(data[begin:end], np.uint8))
        assert record.levels(np.frombuffer(data[begin:end], np.uint8)).tobytes() == (
            levels[name].tobytes()
        )
        assert record.grid.row_steps.tobytes() == steps[name].rows.tobytes()
        assert record.grid.stays_float == (name == "second")


def test_files_of_the_parts_are_what_graphs_refer_to(tmp_path: Path) -> None:
    steps = {name: _steps(name) for name in _SHAPES}
    levels = {name: _levels(name, steps[name]) for name in _SHAPES}
    compact = compact_weights(_NETWORK, _rounding(steps, levels))
    data, cuts = compact.records(Quint8Inputs({}, "second"))
    made = pack(data, "levels", tmp_path, cuts).file("weights.bin", "levels-as-fp32")
    assert made.data.startswith(bytes(compact.as_float32("weights.bin").data))


def test_no_correction_means_nearest_level() -> None:
    steps = {name: _steps(name) for name in _SHAPES}
    none = {name: np.zeros(_WEIGHTS[name].size, np.int8) for name in _SHAPES}
    parts = [one.rows for one in steps.values()] + [one.exponents for one in steps.values()]
    data = b"".join(part.tobytes() for part in (*parts, *none.values()))
    for name, value in compact_weights(_NETWORK, data).levels.items():
        grid = steps[name].rows[:, None].astype(float) * steps[name].columns
        error = value * grid - _WEIGHTS[name].reshape(value.shape)
        assert (np.abs(error) <= grid / 2).all()


def test_corrections_for_other_weights_are_refused() -> None:
    steps = {
        name: Steps(_steps(name).rows / np.float32(100), _steps(name).exponents) for name in _SHAPES
    }
    none = {name: np.zeros(_WEIGHTS[name].size, np.int8) for name in _SHAPES}
    parts = [one.rows for one in steps.values()] + [one.exponents for one in steps.values()]
    data = b"".join(part.tobytes() for part in (*parts, *none.values()))
    with pytest.raises(ValueError, match="belong to other weights"):
        compact_weights(_NETWORK, data)


def test_column_steps_are_half_octaves() -> None:
    assert COLUMN_STEPS[EXPONENT_BIAS] == 1
    assert np.allclose(COLUMN_STEPS[1:].astype(float) / COLUMN_STEPS[:-1], np.sqrt(2), rtol=1e-6)


def test_what_is_committed_is_small_and_whole() -> None:
    packed = ROUNDING.read_bytes()
    assert len(packed) < 5_000_000
    assert len(lzma.decompress(packed)) > 43_990_272
