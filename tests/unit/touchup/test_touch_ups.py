"""Strokes together: what each comes to, after those before it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Plane, Planes
from offcut.touchup.paint import Layer
from offcut.touchup.smart_brush import grown
from offcut.touchup.stroke import KINDS, Stroke
from offcut.touchup.touch_ups import TouchUps
from tests import pictures

SIDE = 256
SQUARE = (1.0, 1.0)
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float32)
DISTANCE = np.hypot(ROWS - 128, COLUMNS - 128)
FLAT = np.full((3, SIDE, SIDE), 0.4, np.float32)
SCENE = gaussian(np.where(DISTANCE < 80, FLAT, FLAT + np.float32(0.2)), (0.6, 0.6))
HALF = np.full((SIDE, SIDE), 0.5, np.float32)
LEFT, RIGHT = ((0.3, 0.5),), ((0.7, 0.5),)


def _stroke(
    kind: str = "keep",
    at: Any = ((0.45, 0.5), (0.55, 0.5)),
    radius: float = 0.02,
    reach: float = 1,
) -> Stroke:
    return Stroke(kind, at, radius, reach=reach)


def _layers(*strokes: Stroke, small: Planes = FLAT) -> list[Layer]:
    return TouchUps(strokes).layers(small, HALF, SQUARE)


def _area(layer: Layer) -> Plane:
    assert layer.area is not None
    return (pictures.array(layer.area.grown) / 255).astype(np.float32)


def test_only_smart_strokes_grow_and_their_area_is_open_around_and_settled_inside() -> None:
    small = SCENE
    strokes = [_stroke(kind) for kind in KINDS if kind != "drop"]
    layers = TouchUps(strokes).layers(small, HALF, SQUARE)
    assert [layer.stroke for layer in layers] == strokes
    assert [layer.area is not None for layer in layers] == [
        False,
        False,
        True,
    ]
    area = layers[2].area
    assert area is not None
    cover, opened, inside = (pictures.array(part).astype(int) for part in area)
    assert np.abs(cover / 255 - grown(strokes[2], small, HALF, SQUARE)).max() < 1e-6
    assert (inside <= cover).all()
    assert (cover <= opened).all()
    assert opened[DISTANCE < 79].min() == 255
    assert opened[DISTANCE > 90].max() == 0
    assert inside[DISTANCE < 70].min() == 255
    assert inside[DISTANCE > 81].max() <= 1


@pytest.mark.parametrize(("first", "then"), [("drop", "keep"), ("keep", "drop")])
def test_it_takes_back_nothing_that_an_opposite_stroke_has_grown_to(first: str, then: str) -> None:
    one, other = _layers(_stroke(first, LEFT, reach=0.3), _stroke(then, RIGHT, reach=0.3))
    assert np.minimum(_area(one), _area(other)).max() < 0.55  # soft rims touch
    assert (_area(one) > 0.9)[_area(other) > 0.05].sum() == 0
    assert _area(other)[128, 180] == 1
    assert _area(other)[128, 136] == 0
    (alone,) = _layers(_stroke(then, RIGHT, reach=0.3))
    assert _area(alone)[128, 136] == 1


def test_what_an_opposite_brush_alone_has_painted_is_no_bar() -> None:
    _, other = _layers(_stroke("erase", LEFT, 0.2), _stroke("keep", RIGHT, reach=0.4))
    (alone,) = _layers(_stroke("keep", RIGHT, reach=0.4))
    assert (_area(other) == _area(alone)).all()


def test_where_a_brush_has_come_since_it_may_grow_again() -> None:
    drop, keep = _stroke("drop", LEFT, reach=0.3), _stroke("keep", RIGHT, reach=0.4)
    _, _, other = _layers(drop, _stroke("restore", ((0.5, 0.5), (0.66, 0.5)), 0.05), keep)
    assert _area(other)[128, 128] == 1
    assert _area(_layers(drop, keep)[1])[128, 128] == 0


def test_but_its_own_brush_does_and_from_there_on_it_is_its_own() -> None:
    drop = _stroke("drop", LEFT, reach=0.3)
    over = _stroke("keep", ((0.3, 0.5), (0.7, 0.5)), reach=0)
    again = _stroke("drop", ((0.3, 0.8),), reach=0.3)
    _, kept, last = _layers(drop, over, again)
    assert _area(kept)[128, 90] == 1
    assert _area(last)[128, 90] == 0
    assert _area(last)[150, 77] == 1


def test_a_stroke_of_the_same_kind_is_no_bar() -> None:
    _, other = _layers(_stroke("keep", LEFT, reach=0.3), _stroke("keep", RIGHT, reach=0.3))
    (alone,) = _layers(_stroke("keep", RIGHT, reach=0.3))
    assert (_area(other) == _area(alone)).all()


def test_what_is_known_of_strokes_that_both_begin_with_is_taken_over() -> None:
    first, second = _stroke("drop", LEFT, reach=0.1), _stroke("keep", RIGHT, reach=0.1)
    before = TouchUps([first, second])
    known = before.layers(FLAT, HALF, SQUARE)
    more = TouchUps([first, _stroke("erase", RIGHT), second], before.known)
    layers = more.layers(FLAT, HALF, SQUARE)
    assert layers[0] is known[0]
    assert layers[2] is not known[1]
    assert TouchUps([first], more.known).layers(FLAT, HALF, SQUARE) == known[:1]
