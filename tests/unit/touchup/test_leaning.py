"""Whose a colour is in the rest of the picture."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.numeric.planes import Planes
from offcut.touchup.leaning import leaning

SIDE = 64
COLUMNS = np.mgrid[:SIDE, :SIDE][1]
MASK = (COLUMNS < 32).astype(np.float32)


def _colours(*values: tuple[float, float, float]) -> Planes:
    """Stripes of as many columns each."""
    stripe = np.array(values, np.float32).T[:, None, COLUMNS[0] * len(values) // SIDE]
    colours: Planes = np.broadcast_to(stripe, (3, SIDE, SIDE)).copy()
    return colours


RED, BLUE, BOTH = (0.2, 1.0, 0.0), (0.2, -1.0, 0.0), (0.6, 0.0, 0.0)


def test_a_colour_leans_to_the_side_that_has_more_of_it() -> None:
    leans = leaning(_colours(RED, BOTH, BOTH, BLUE), MASK)
    assert leans.dtype == np.float32
    assert leans[:, 8].min() > 0.99
    assert leans[:, 56].max() < 0.01
    assert leans[:, 24] == pytest.approx(0.5, abs=0.01)


def test_a_small_mistake_leans_to_where_its_colour_is_from() -> None:
    colours = _colours(RED, RED, BLUE, BLUE)
    colours[:, 10:16, 10:16] = np.array(BLUE, np.float32)[:, None, None]
    assert leaning(colours, MASK)[12, 12] < 0.1


def test_a_side_that_is_larger_does_not_weigh_more() -> None:
    leans = leaning(_colours(*[RED] * 7, BLUE), (COLUMNS < 56).astype(np.float32))
    assert leans[0, 0] == pytest.approx(1 - leans[0, 60], abs=0.01)


def test_colours_that_are_near_count_for_each_other_and_far_ones_tell_nothing() -> None:
    near = (0.2, 0.9, 0.0)
    colours = _colours(RED, RED, BLUE, BLUE)
    colours[:, :2, :2] = np.array(near, np.float32)[:, None, None]
    assert leaning(colours, MASK)[0, 0] > 0.9


@pytest.mark.parametrize("share", [0.0, 0.005, 0.995, 1.0])
def test_where_one_side_is_hardly_there_nothing_is_known(share: float) -> None:
    assert (leaning(_colours(RED, BLUE), MASK * 0 + np.float32(share)) == 0.5).all()


def test_colours_beyond_any_range_are_taken() -> None:
    assert np.isfinite(leaning(_colours((-9, 9, 9), (9, -9, -9)), MASK)).all()
