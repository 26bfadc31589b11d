"""A click keeps or drops the thing that is there; the second looks are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut.network.preprocess import to_tensor
from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Plane
from offcut.selection.cleanup import clean
from offcut.selection.point import Point, points_from
from offcut.selection.pointing import pointed, second_looks
from offcut.selection.second_look import window

SIDE = 1024
SQUARE = (1.0, 1.0)
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float32)
NOTHING = np.zeros((SIDE, SIDE), np.float32)
GREY, GREEN, BLUE = (150, 150, 150), (60, 140, 60), (40, 60, 170)


def _disc(row: float, column: float, radius: float) -> NDArray[np.bool_]:
    disc: NDArray[np.bool_] = np.hypot(ROWS - row, COLUMNS - column) < radius
    return disc


MAIN, OTHER = _disc(500, 350, 200), _disc(500, 800, 90)


def _tensor(*layers: tuple[NDArray[np.bool_], tuple[int, int, int]]) -> NDArray[np.float32]:
    """Things of one colour each on grey, with a little grain."""
    pixels = np.broadcast_to(np.array(GREY, np.float32), (SIDE, SIDE, 3)).copy()
    for inside, colour in layers:
        pixels[inside] = colour
    pixels += np.random.default_rng(2).standard_normal((SIDE, SIDE, 1)) * 1.5
    return to_tensor(Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8)))


TWO = _tensor((MAIN, GREEN), (OTHER, BLUE))


def _mask(*things: NDArray[np.bool_], alpha: float = 1) -> Plane:
    inside = np.logical_or.reduce([*things, np.zeros((SIDE, SIDE), np.bool_)])
    mask: Plane = gaussian(inside.astype(np.float32), (1.5, 1.5)) * np.float32(alpha)
    return mask


def _look(point: Point, mask: Plane) -> NDArray[np.float32]:
    """What a second look finds of a mask: that part of it, enlarged."""
    left, top, right, bottom = window(point)
    rows = np.linspace(top, bottom - 1, SIDE).round().astype(int)
    columns = np.linspace(left, right - 1, SIDE).round().astype(int)
    look: NDArray[np.float32] = mask[np.ix_(rows, columns)][None, None]
    return look


def _pointed(
    mask: Plane,
    *points: tuple[float, float, str],
    look: Plane = NOTHING,
    tensor: NDArray[np.float32] = TWO,
) -> Plane:
    clicks = points_from(points)
    looks = [_look(click, look) for click in clicks]
    before = mask.tobytes()
    result = pointed(mask[None, None], clicks, looks, tensor, SQUARE)
    assert mask.tobytes() == before
    assert result.shape == (SIDE, SIDE)
    assert result.dtype == np.float32
    assert result.min() >= 0
    assert result.max() <= 1
    return result


def _iou(mask: Plane, inside: NDArray[np.bool_]) -> float:
    found = mask > 0.5
    return float((found & inside).sum() / (found | inside).sum())


def test_there_is_one_look_for_each_point() -> None:
    looks = second_looks(TWO, points_from([[0.1, 0.2, "keep"], [0.5, 0.5, "drop"]]))
    assert [look.shape for look in looks] == [(1, 3, SIDE, SIDE)] * 2
    assert (looks[0] != looks[1]).any()


def test_a_thing_that_the_second_look_finds_is_kept_with_the_rest() -> None:
    mask = _pointed(_mask(MAIN), (0.78, 0.49, "keep"), look=_mask(OTHER, alpha=0.7))
    assert _iou(mask, MAIN | OTHER) > 0.97
    assert mask[500, 800] == 1
    assert clean(mask).mask[500, 800] == 1


def test_of_what_it_finds_only_the_part_at_the_point_is_kept() -> None:
    third = _disc(700, 640, 40)
    mask = _pointed(_mask(MAIN), (0.78, 0.49, "keep"), look=_mask(OTHER, third))
    assert _iou(mask, MAIN | OTHER) > 0.97


@pytest.mark.parametrize("alpha", [0, 0.3])
def test_a_thing_that_it_does_not_find_is_kept_by_its_colour(alpha: float) -> None:
    """Whether the mask has nothing of it, or an island that cleaning would drop."""
    before = np.maximum(_mask(MAIN), _mask(OTHER, alpha=alpha))
    assert clean(before).mask[500, 800] == 0
    mask = _pointed(before, (0.78, 0.49, "keep"))
    assert _iou(mask, MAIN | OTHER) > 0.95
    assert clean(mask).mask[500, 800] == 1


def test_what_is_kept_already_stays_as_it_is() -> None:
    before = _mask(MAIN)
    assert (_pointed(before, (0.35, 0.5, "keep"), look=_mask(OTHER)) == before).all()


def test_one_of_several_subjects_is_dropped_whole() -> None:
    """Though half of it has another colour."""
    tensor = _tensor((MAIN, GREEN), (OTHER, BLUE), (OTHER & (ROWS < 500), GREY))
    mask = _pointed(_mask(MAIN, OTHER), (0.78, 0.52, "drop"), tensor=tensor, look=_mask(OTHER))
    assert _iou(mask, MAIN) > 0.99
    assert mask[410:590, 710:890].max() < 0.01


def test_a_wrong_part_of_the_main_subject_is_dropped_and_the_rest_stays() -> None:
    part = _disc(500, 560, 80) & ~MAIN
    tensor = _tensor((part, BLUE), (MAIN, GREEN))
    mask = _pointed(_mask(MAIN, part), (0.58, 0.49, "drop"), tensor=tensor, look=_mask(MAIN, part))
    assert _iou(mask, MAIN) > 0.97


@pytest.mark.parametrize("found", [True, False])
def test_a_hole_is_dropped_by_one_click(*, found: bool) -> None:
    """The inside of a ring, whether the second look sees it or not."""
    hole = _disc(500, 350, 110)
    tensor = _tensor((MAIN, GREEN), (hole, GREY))
    look = _mask(MAIN & ~hole) if found else _mask(MAIN)
    mask = _pointed(_mask(MAIN), (0.34, 0.5, "drop"), tensor=tensor, look=look)
    assert _iou(mask, MAIN & ~hole) > 0.95
    assert mask[500, 350] == 0


def test_points_are_applied_one_after_the_other() -> None:
    mask = _pointed(_mask(MAIN), (0.78, 0.49, "keep"), (0.35, 0.5, "drop"), look=_mask(OTHER, MAIN))
    assert mask[500, 800] == 1
    assert mask[500, 350] < 0.5


def test_a_point_at_the_pictures_corner_is_taken() -> None:
    for kind in ("keep", "drop"):
        for place in (0, 1):
            _pointed(_mask(MAIN), (place, place, kind))


def test_a_drop_where_nothing_is_leaves_the_mask() -> None:
    before = _mask(MAIN)
    after = _pointed(before, (0.05, 0.05, "drop"))
    assert np.abs(after - before)[MAIN].max() < 0.01
