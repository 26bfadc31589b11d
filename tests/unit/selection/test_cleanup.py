"""What goes from a mask, what is filled, and what stays to the last digit."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.numeric.planes import Planes
from offcut.selection.cleanup import CLEANUP_CELL, clean

SIDE = 1024
SUBJECT = (slice(300, 800), slice(350, 750))
"""Where the subject of most masks here is."""

SPOT = (slice(100, 140), slice(100, 140))
INSIDE = (slice(520, 560), slice(520, 560))
FAR_UP = slice(0, 220)
"""Rows that the subject is far from."""


def _subject(value: float = 1.0) -> Planes:
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[SUBJECT] = value
    return mask


def _cleaned(mask: Planes) -> Planes:
    before = mask.copy()
    cleaned = clean(mask)
    assert cleaned.found
    assert cleaned.mask.dtype == np.float32
    assert cleaned.mask.shape == mask.shape
    assert cleaned.mask.min() >= 0
    assert cleaned.mask.max() <= 1
    assert (mask == before).all()
    return cleaned.mask


@pytest.mark.parametrize(
    "shape",
    [(SIDE, SIDE), (256, 512), (CLEANUP_CELL, 40 * CLEANUP_CELL), (CLEANUP_CELL, CLEANUP_CELL)],
)
@pytest.mark.parametrize(
    ("value", "found", "result"),
    [
        (0, False, 0),
        (0.5, False, 0),
        (0.74, False, 0),
        (0.8, True, 0.8),
        (0.95, True, 1),
        (1, 1, 1),
    ],
)
def test_a_flat_mask_is_all_subject_or_none(
    shape: tuple[int, int], value: float, found: bool, result: float
) -> None:
    cleaned = clean(np.full(shape, value, np.float32))
    assert cleaned.found == found
    assert cleaned.mask.shape == shape
    assert cleaned.mask.dtype == np.float32
    assert np.abs(cleaned.mask - result).max() < 1e-6


def test_where_the_network_is_sure_of_nothing_there_is_no_subject() -> None:
    cleaned = clean(np.random.default_rng(2).uniform(0, 0.7, (SIDE, SIDE)).astype(np.float32))
    assert not cleaned.found
    assert not cleaned.mask.any()


def test_a_clean_mask_stays_as_it_is() -> None:
    assert (_cleaned(_subject()) == _subject()).all()


@pytest.mark.parametrize("side", [1, 2, 5])
@pytest.mark.parametrize("at", [0, 41, 100])
def test_a_speck_goes(side: int, at: int) -> None:
    mask = _subject()
    mask[at : at + side, at : at + side] = 0.6
    assert (_cleaned(mask) == _subject()).all()


@pytest.mark.parametrize("value", [0.2, 0.4, 0.49])
def test_a_doubtful_island_goes_however_large(value: float) -> None:
    mask = _subject()
    mask[50:250, 50:950] = value
    assert (_cleaned(mask) == _subject()).all()


@pytest.mark.parametrize("value", [0.6, 0.85])
def test_an_island_that_is_likely_goes_if_it_is_slight(value: float) -> None:
    mask = _subject()
    mask[SPOT] = value
    assert (_cleaned(mask) == _subject()).all()
    large = _subject()
    large[50:200, 50:200] = value
    assert (_cleaned(large) == large).all()


def test_a_second_sure_subject_stays() -> None:
    mask = _subject()
    mask[SPOT] = 1
    assert (_cleaned(mask) == mask).all()


@pytest.mark.parametrize("value", [0.3, 1.0])
@pytest.mark.parametrize("width", [2, 5])
def test_a_strand_of_hair_stays_though_it_is_far_away(width: int, value: float) -> None:
    mask = _subject()
    mask[100 : 100 + width, 50:950] = value
    assert (_cleaned(mask) == mask).all()


def test_a_strand_may_be_a_pixel_wide_and_slanting() -> None:
    mask, along = _subject(), np.arange(600)
    mask[850 + along // 5, 100 + along] = 1
    assert (_cleaned(mask) == mask).all()


def test_a_strand_that_is_as_short_as_a_speck_goes() -> None:
    mask = _subject()
    mask[100:102, 100:140] = 0.3
    assert (_cleaned(mask) == _subject()).all()


def test_the_largest_region_stays_even_where_it_is_doubtful() -> None:
    mask = _subject(0.4)
    mask[SPOT] = 1
    assert (_cleaned(mask) == mask).all()


@pytest.mark.parametrize(("side", "value"), [(1, 0), (2, 0), (3, 0), (40, 0.3), (200, 0.6)])
def test_a_pinhole_or_a_doubtful_hole_is_filled(side: int, value: float) -> None:
    mask = _subject()
    mask[500 : 500 + side, 500 : 500 + side] = value
    assert np.abs(_cleaned(mask) - _subject()).max() < 1e-6


@pytest.mark.parametrize("value", [0.0, 0.2])
def test_a_hole_that_the_network_is_sure_of_stays(value: float) -> None:
    mask = _subject()
    mask[INSIDE] = value
    edges = _cleaned(mask)
    edges[524:556, 524:556] = value
    assert np.abs(edges - mask).max() < 1e-6


def test_a_pinhole_beside_the_edge_is_filled() -> None:
    mask = _subject()
    mask[500:502, 356:358] = 0
    assert np.abs(_cleaned(mask) - _subject()).max() < 1e-6


@pytest.mark.parametrize("turns", range(4))
def test_what_is_open_to_the_pictures_edge_is_no_hole(turns: int) -> None:
    mask = np.ones((SIDE, SIDE), np.float32)
    mask[500:540, :40] = 0.4
    mask = np.ascontiguousarray(np.rot90(mask, turns))
    assert (_cleaned(mask) == mask).all()


def test_the_inside_becomes_solid_and_the_outside_empty() -> None:
    mask = _subject(0.95)
    mask[FAR_UP] = 0.05
    cleaned = _cleaned(mask)
    assert np.abs(cleaned[320:780, 370:730] - 1).max() < 1e-6
    assert (cleaned[FAR_UP] == 0).all()


def test_a_soft_edge_is_not_touched() -> None:
    """Neither along a ramp nor for a cell on either side."""
    ramp = np.clip((np.arange(SIDE) - 400) / 100, 0.06, 0.94).astype(np.float32)
    cleaned = _cleaned(np.tile(ramp, (SIDE, 1)))
    assert (cleaned == cleaned[0]).all()
    middle = (ramp > 0.1) & (ramp < 0.9)
    near = np.convolve(middle, np.ones(2 * CLEANUP_CELL + 1), "same") > 0
    assert near.sum() > middle.sum()
    assert (cleaned[0, near] == ramp[near]).all()
    steps = np.diff(cleaned[0])
    assert steps.min() >= 0
    assert steps.max() < 0.03
    assert cleaned[0, 0] == 0
    assert cleaned[0, -1] == pytest.approx(1, abs=1e-6)
