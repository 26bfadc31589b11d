"""Mistakes of a mask, and how a person would point at them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.numeric.planes import Plane
from offcut.touchup.brush import coverage
from offcut.touchup.stroke import Stroke
from offcut_bench.touchup.effect import Effect
from offcut_bench.touchup.mistakes import Mistake, deeper_than_an_edge, mistakes

SIDE = 512
SQUARE = (1.0, 1.0)
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE]


def _box(top: int, bottom: int, left: int, right: int) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (top <= ROWS) & (bottom > ROWS) & (left <= COLUMNS)
    part: NDArray[np.bool_] = inside & (right > COLUMNS)
    return part


def _plane(*parts: NDArray[np.bool_]) -> Plane:
    plane: Plane = np.logical_or.reduce(parts).astype(np.float32)
    return plane


MAIN, LACKING, MUCH = _box(100, 400, 100, 300), _box(200, 300, 300, 360), _box(50, 100, 120, 200)
TRUTH, MASK = _plane(MAIN, LACKING), _plane(MAIN, MUCH)


def test_what_lacks_and_what_is_too_much_is_found() -> None:
    found = list(mistakes(MASK, TRUTH, SQUARE))
    assert [each.adds for each in found] == [True, False]
    assert (found[0].region == LACKING).all()
    assert (found[1].region == MUCH).all()


def test_an_edge_that_is_off_is_none_and_neither_is_a_speck() -> None:
    edge, speck = _box(100, 400, 300, 305), _box(20, 40, 20, 40)
    assert list(mistakes(TRUTH, _plane(MAIN, LACKING, edge), SQUARE)) == []
    assert list(mistakes(_plane(MAIN, LACKING, speck), TRUTH, SQUARE)) == []
    assert not deeper_than_an_edge(edge).any()
    assert deeper_than_an_edge(speck).any()


def test_its_stroke_lies_within_it_and_is_short() -> None:
    for mistake in mistakes(MASK, TRUTH, SQUARE):
        brush = coverage(Stroke("keep", mistake.line, mistake.radius), (SIDE, SIDE)) > 0.5
        assert not (brush & ~mistake.region).any()
        assert 0.05 < brush.sum() / mistake.area < 0.5
        x, y = mistake.click
        assert mistake.region[int(y * SIDE), int(x * SIDE)]


def test_an_effect_counts_what_is_right_now_and_what_is_not_any_more() -> None:
    mistake = Mistake(adds=True, region=LACKING, line=((0.6, 0.5),), radius=0.01)
    half, elsewhere = _box(200, 250, 300, 360), _box(450, 480, 400, 430)
    rim = _box(100, 110, 300, 302)
    effect = Effect.of(mistake, MASK, _plane(MAIN, MUCH, half, elsewhere, rim), TRUTH)
    assert effect.mended == pytest.approx(0.5)
    assert effect.spoiled == pytest.approx(900 / 6000)
    assert effect.with_edges == pytest.approx(920 / 6000)
    assert not effect.helps
    assert Effect.of(mistake, MASK, _plane(MAIN, MUCH, LACKING), TRUTH).helps
