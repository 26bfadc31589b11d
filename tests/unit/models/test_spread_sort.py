"""Quantised weights laid out for gzip, and back."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.models.records import ALIGNMENT, Grid, head
from offcut.models.spread_sort import classes, sort, unsort


def _levels(rows: int, columns: int, seed: int = 0) -> NDArray[np.int8]:
    """Levels whose spread differs between rows and between columns."""
    random = np.random.default_rng(seed)
    spread = np.outer(2 ** random.uniform(-2, 3, rows), 2 ** random.uniform(-2, 2, columns))
    return np.clip(np.rint(random.normal(0, spread)), -127, 127).astype(np.int8)


def _head(levels: NDArray[np.int8]) -> bytes:
    rows, columns = levels.shape
    steps = np.linspace(0.5, 2, rows, dtype=np.float32)
    exponents = np.arange(columns).astype(np.int8)
    grid = Grid(steps, exponents, np.empty(0, np.float32), stays_float=False)
    return head(grid, *classes(levels))


def _record(levels: NDArray[np.int8]) -> bytes:
    record = _head(levels) + levels.tobytes()
    return record + bytes(-len(record) % ALIGNMENT)


def test_records_come_back() -> None:
    shapes = [(64, 27), (1, 576), (33, 288), (512, 1)]
    data = b"".join(_record(_levels(*shape, seed)) for seed, shape in enumerate(shapes))
    arranged = sort(np.frombuffer(data, np.uint8))
    assert arranged.tobytes() != data
    assert unsort(arranged).tobytes() == data


def test_last_record_need_not_be_filled_up() -> None:
    levels = _levels(3, 5)
    data = np.frombuffer(_head(levels) + levels.tobytes(), np.uint8)
    assert unsort(sort(data)).tobytes() == data.tobytes()


def test_only_levels_move() -> None:
    record = np.frombuffer(_record(_levels(64, 288)), np.uint8)
    start = len(_head(_levels(64, 288)))
    assert sort(record)[:start].tobytes() == record[:start].tobytes()
    assert sorted(sort(record)) == sorted(record)


def test_levels_begin_on_a_cache_line() -> None:
    assert len(_head(_levels(7, 9))) % ALIGNMENT == 0


def test_gzip_finds_more_to_save() -> None:
    record = _record(_levels(256, 2304))
    before = len(gzip.compress(record))
    assert len(gzip.compress(sort(np.frombuffer(record, np.uint8)).tobytes())) < 0.9 * before


def test_neighbours_are_of_like_spread() -> None:
    levels = np.array([[9, 0, 9], [0, 0, 0], [9, 0, 9]], np.int8)
    start = len(_head(levels))
    arranged = sort(np.frombuffer(_record(levels), np.uint8))
    assert arranged[start : start + 9].tolist() == [0, 0, 0, 0, 0, 9, 9, 9, 9]


@pytest.mark.parametrize("size", [4, 64, 100])
def test_what_ends_too_early_is_refused(size: int) -> None:
    record = np.frombuffer(_record(_levels(16, 27)), np.uint8)
    with pytest.raises(ValueError, match="ends too early"):
        unsort(record[:size])
