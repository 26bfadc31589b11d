"""Smart strokes: they fill what is alike and connected, and stop at edges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Planes
from offcut.touchup.smart_brush import grown
from offcut.touchup.stroke import Stroke

SIDE = 256
SQUARE = (1.0, 1.0)
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float32)
DISC = np.hypot(ROWS - 128, COLUMNS - 128) < 80
NOTHING = np.zeros((SIDE, SIDE), np.float32)
GREEN, GREY, BLUE = (0.3, 0.5, 0.3), (0.6, 0.6, 0.6), (0.2, 0.3, 0.6)


def _stroke(
    kind: str = "keep",
    at: Any = ((0.45, 0.5), (0.55, 0.5)),
    radius: float = 0.02,
    reach: float = 1,
) -> Stroke:
    return Stroke(kind, at, radius, reach=reach)


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
    faint = replace(_stroke(), opacity=0.1)
    assert (_grown(small, faint) == _grown(small)).all()


FLAT = _colour(GREEN)


@pytest.mark.parametrize("reach", [0, 0.1, 0.25])
def test_it_goes_no_farther_than_its_reach(reach: float) -> None:
    cover = _grown(FLAT, _stroke(at=((0.5, 0.5),), reach=reach))
    radius = (0.02 + reach) * SIDE
    assert cover[radius + 2 < DISTANCE].max() == 0
    assert cover[radius - 3 > DISTANCE].min() > 0.9


def test_its_reach_is_measured_on_the_picture() -> None:
    """Which is twice as wide as it is high."""
    wide = grown(_stroke(at=((0.5, 0.5),), reach=0.2), FLAT, NOTHING, (0.5, 1.0))
    across, down = wide[128].sum() / SIDE, wide[:, 128].sum() / SIDE
    assert across == pytest.approx(0.44, abs=0.02)
    assert down == pytest.approx(0.88, abs=0.02)


def test_a_colour_that_is_merely_grazed_is_not_followed() -> None:
    """A stroke along a green strip, of which a fifth lies on a blue thing."""
    small = np.where(ROWS < 120, _colour(GREEN), _colour(GREY))
    small = np.where((COLUMNS > 180) & (ROWS < 160), _colour(BLUE), small).astype(np.float32)
    thing = (COLUMNS > 186) & (ROWS < 154)
    stroke = _stroke("drop", ((0.3, 0.3), (0.72, 0.3)), 0.02)
    everything = 1 - NOTHING
    assert _grown(small, stroke, everything)[thing].mean() < 0.2
    assert _grown(small, stroke, everything)[40:100, 40:160].min() > 0.9


def test_a_grazed_colour_that_the_network_leaves_to_the_stroke_counts() -> None:
    small = np.where(COLUMNS > 180, _colour(BLUE), _colour(GREEN)).astype(np.float32)
    stroke = _stroke("keep", ((0.3, 0.3), (0.72, 0.3)), 0.02)
    half = (COLUMNS > 180).astype(np.float32) * np.float32(0.6)
    assert _grown(small, stroke, half)[:, 190:].min() > 0.9
    assert _grown(small, stroke, NOTHING)[:, 190:].mean() < 0.2


def test_a_stroke_along_a_locks_shadow_leaves_the_far_side_of_its_body() -> None:
    """Black, as an eighth of the stroke is; another part of it lies on the shackle's rim."""
    body = (ROWS > 120) & (ROWS < 230) & (COLUMNS > 60) & (COLUMNS < 230)
    rim = (COLUMNS > 52) & (COLUMNS < 62) & (ROWS > 40) & (ROWS < 124)
    shadow = (COLUMNS > 30) & (COLUMNS <= 52) & (ROWS > 60) & (ROWS < 190)
    small = _colour((0.92, 0.92, 0.93))
    for part, colour in ((shadow, GREY), (rim, (0.75, 0.72, 0.68)), (body, (0.08, 0.08, 0.09))):
        small = np.where(part, _colour(colour), small).astype(np.float32)
    small = np.clip(gaussian(small, (0.8, 0.8)) + 0.005 * _random((1, SIDE, SIDE)), 0, 1)
    mask = (body | rim | shadow).astype(np.float32)
    path = ((42 / SIDE, 150 / SIDE), (45 / SIDE, 116 / SIDE), (57 / SIDE, 104 / SIDE))
    stroke = Stroke("drop", (*path, (66 / SIDE, 128 / SIDE)), 0.02, reach=1)
    cover = _grown(small.astype(np.float32), stroke, mask)
    assert cover[shadow].mean() > 0.8
    inside = (ROWS > 126) & (ROWS < 224) & (COLUMNS > 110) & (COLUMNS < 224)
    assert cover[inside].max() == 0
