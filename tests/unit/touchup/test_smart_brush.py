"""Smart strokes: they fill what is alike and connected, and stop at edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Planes
from offcut.touchup.smart_brush import TouchUps, grown
from offcut.touchup.stroke import KINDS, Stroke
from tests import pictures

SIDE = 256
SQUARE = (1.0, 1.0)
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float32)
DISC = np.hypot(ROWS - 128, COLUMNS - 128) < 80
NOTHING = np.zeros((SIDE, SIDE), np.float32)
GREEN, GREY, BLUE = (0.3, 0.5, 0.3), (0.6, 0.6, 0.6), (0.2, 0.3, 0.6)


def _stroke(
    kind: str = "keep", at: Any = ((0.45, 0.5), (0.55, 0.5)), radius: float = 0.02
) -> Stroke:
    return Stroke(kind, at, radius)


def _colour(colour: tuple[float, float, float]) -> Planes:
    planes: Planes = np.broadcast_to(
        np.array(colour, np.float32)[:, None, None], (3, SIDE, SIDE)
    ).copy()
    return planes


def _random(shape: tuple[int, ...]) -> Planes:
    return np.random.default_rng(6).standard_normal(shape).astype(np.float32)


def _scene(fore: Planes, back: Planes, inside: NDArray[np.bool_] = DISC) -> Planes:
    """One over the other, as a camera sees it: edges a little soft, and grain."""
    sharp = gaussian(np.where(inside, fore, back), (0.6, 0.6))
    return np.clip(sharp + 0.005 * _random((1, SIDE, SIDE)), 0, 1).astype(np.float32)


def _grown(small: Planes, stroke: Stroke | None = None, mask: Planes = NOTHING) -> Planes:
    stroke = stroke or _stroke()
    before = small.tobytes(), mask.tobytes()
    cover = grown(stroke, small, mask, SQUARE)
    assert (small.tobytes(), mask.tobytes()) == before
    assert cover.dtype == np.float32
    assert cover.shape == mask.shape
    assert cover.min() >= 0
    assert cover.max() <= 1
    return cover


def _shaded(amount: float) -> Planes:
    shade = (COLUMNS - 128) * np.float32(amount / 160)
    return np.asarray(_colour(GREEN) + shade)


def _textured(grain: float) -> Planes:
    texture = gaussian(_random((SIDE, SIDE)), (grain, grain))
    return np.asarray(_colour(GREEN) + texture * np.float32(0.04 / texture.std()))


DISTANCE = np.hypot(ROWS - 128, COLUMNS - 128)
BEYOND, WELL_INSIDE = DISTANCE > 84, DISTANCE < 74


@pytest.mark.parametrize(
    "fore",
    [_colour(GREEN), _shaded(0.1), _shaded(0.2), _shaded(-0.2), _textured(1.5), _textured(3)],
    ids=["flat", "shaded", "more shaded", "shaded the other way", "fine texture", "texture"],
)
@pytest.mark.parametrize("kind", ["keep", "drop"])
def test_an_area_is_filled_up_to_its_edge(fore: Planes, kind: str) -> None:
    mask = NOTHING if kind == "keep" else 1 - NOTHING
    cover = _grown(_scene(fore, _colour(GREY)), _stroke(kind), mask)
    assert cover[BEYOND].max() == 0
    assert cover[WELL_INSIDE].mean() > 0.97
    assert cover[DISC].sum() > 0.93 * DISC.sum()


@pytest.mark.parametrize("step", [0.15, 0.08])
def test_a_faint_edge_holds_it_too(step: float) -> None:
    small = _scene(_colour(GREY), _colour(GREY) + np.float32(step))
    cover = _grown(small)
    assert cover[BEYOND].max() == 0
    assert cover[WELL_INSIDE].min() > 0.9


def test_an_edge_of_colour_alone_holds_it() -> None:
    """Both sides are as light as each other."""
    cover = _grown(_scene(_colour((0.5, 0.5, 0.5)), _colour((0.6, 0.47, 0.4))))
    assert cover[BEYOND].max() == 0
    assert cover[WELL_INSIDE].min() > 0.9


def test_an_edge_out_of_focus_holds_it() -> None:
    blurred = gaussian(_scene(_colour(GREEN), _colour(GREY)), (4, 4))
    cover = _grown(blurred)
    assert cover[DISTANCE > 92].max() == 0
    assert cover[DISTANCE < 65].min() > 0.9


def test_what_is_alike_but_not_connected_is_left() -> None:
    discs = (np.hypot(ROWS - 128, COLUMNS - 70) < 45) | (np.hypot(ROWS - 128, COLUMNS - 186) < 45)
    cover = _grown(_scene(_colour(GREEN), _colour(GREY), discs), _stroke(at=((0.27, 0.5),)))
    assert cover[128, 40:100].min() > 0.9
    assert cover[:, 122:].max() == 0


def test_a_stroke_over_two_colours_fills_both() -> None:
    fore = np.where(COLUMNS < 128, _colour(GREEN), _colour(BLUE))
    cover = _grown(_scene(fore, _colour(GREY)))
    assert cover[BEYOND].max() == 0
    assert cover[WELL_INSIDE].mean() > 0.97


def test_a_picture_of_one_colour_is_filled_to_its_corners() -> None:
    assert _grown(_colour(GREEN)).min() == 1


def test_specks_are_no_holes() -> None:
    small = _scene(_colour(GREEN), _colour(GREY))
    small[:, 100:102, 100:102] = 1
    small[:, 150, 150] = 0
    assert _grown(small)[WELL_INSIDE].min() > 0.9


def test_a_hole_as_large_as_a_thing_stays_one() -> None:
    ring = DISC & (DISTANCE > 30)
    cover = _grown(_scene(_colour(GREEN), _colour(GREY), ring), _stroke(at=((0.5, 0.28),)))
    assert cover[DISTANCE < 26].max() == 0
    assert cover[(DISTANCE > 35) & WELL_INSIDE].min() > 0.9


@pytest.mark.parametrize("more", [-2, 0, 2])
def test_no_outline_is_left_of_what_was_dropped(more: int) -> None:
    """Though the network's edge is not quite where colours change, and soft."""
    mask = np.clip((80 + more - DISTANCE) / 4 + 0.5, 0, 1)
    cover = _grown(_scene(_colour(GREEN), _colour(GREY)), _stroke("drop"), mask)
    assert (mask * (1 - cover)).max() < 0.5
    assert cover[DISTANCE > 90].max() == 0


def test_no_seam_is_left_beside_the_subject() -> None:
    small = _scene(_colour(GREEN), _colour(GREY), COLUMNS < 128)
    mask = np.clip((125 - COLUMNS) / 4 + 0.5, 0, 1)
    cover = _grown(small, _stroke(at=((0.8, 0.5),)), mask)
    assert np.maximum(mask, cover).min() > 0.5


def test_its_rim_is_soft_for_some_pixels() -> None:
    row = _grown(_scene(_colour(GREEN), _colour(GREY)))[128]
    for half in (row[:128], row[128:]):
        assert 2 <= ((half > 0.02) & (half < 0.98)).sum() <= 6


def test_where_the_network_agrees_it_goes_farther() -> None:
    """On a slope of colours that are not those under the stroke."""
    small = _scene(_shaded(0.9), _colour(BLUE))
    alone, agreed = (_grown(small, mask=mask).sum() for mask in (NOTHING, NOTHING + 0.9))
    assert alone < 0.7 * DISC.sum()
    assert agreed > 1.3 * alone


def test_drop_mirrors_keep() -> None:
    small, mask = _scene(_shaded(0.9), _colour(BLUE)), np.clip(COLUMNS / 300, 0, 1)
    kept, dropped = _grown(small, _stroke("keep"), mask), _grown(small, _stroke("drop"), 1 - mask)
    assert (kept == dropped).all()


def test_beyond_the_picture_nothing_grows() -> None:
    assert _grown(_colour(GREEN), _stroke(at=((1.5, 0.5),))).max() == 0


@pytest.mark.parametrize("radius", [1e-4, 0.001, 0.5])
def test_any_brush_will_do(radius: float) -> None:
    cover = _grown(_scene(_colour(GREEN), _colour(GREEN)), _stroke(radius=radius))
    assert cover.min() > 0.9


def test_opacity_does_not_change_where_it_grows_to() -> None:
    small = _scene(_colour(GREEN), _colour(GREY))
    faint = Stroke("keep", _stroke().points, 0.02, opacity=0.1)
    assert (_grown(small, faint) == _grown(small)).all()


def test_only_smart_strokes_grow_and_their_area_is_open_around_and_settled_inside() -> None:
    small = _scene(_colour(GREEN), _colour(GREY))
    strokes = [_stroke(kind) for kind in KINDS]
    layers = TouchUps(strokes).layers(small, NOTHING, SQUARE)
    assert [layer.stroke for layer in layers] == strokes
    assert [layer.area is not None for layer in layers] == [
        kind in ("drop", "keep") for kind in KINDS
    ]
    area = layers[3].area
    assert area is not None
    cover, opened, inside = (pictures.array(part).astype(int) for part in area)
    assert np.abs(cover / 255 - _grown(small)).max() < 1e-6
    assert (inside <= cover).all()
    assert (cover <= opened).all()
    assert opened[DISTANCE < 79].min() == 255
    assert opened[DISTANCE > 90].max() == 0
    assert inside[DISTANCE < 70].min() == 255
    assert inside[DISTANCE > 81].max() <= 1
