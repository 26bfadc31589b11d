"""Subjects: the connected parts of a mask, and a choice of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offcut import InvalidOptionError
from offcut.numeric.planes import Plane
from offcut.selection.subjects import LEAST_SHARE, chosen_from, subjects_in

SIDE = 256
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float32)


def _disc(row: float, column: float, radius: float, edge: float = 8) -> Plane:
    """A disc with a soft edge."""
    distance = np.hypot(ROWS - row, COLUMNS - column)
    disc: Plane = np.clip((radius - distance) / edge + 0.5, 0, 1)
    return disc


SMALL, LARGE, MIDDLE = _disc(60, 60, 20), _disc(160, 170, 60), _disc(45, 205, 30)
THREE = np.maximum(np.maximum(SMALL, LARGE), MIDDLE)
LEVELS = np.rint(THREE * 255).astype(np.uint8)


def test_they_are_told_from_the_largest_to_the_smallest() -> None:
    found = subjects_in(THREE).list
    radii = [(each.share * SIDE**2 / np.pi) ** 0.5 for each in found]
    assert radii == pytest.approx([60, 30, 20], abs=1)
    left, upper, right, lower = found[2].scaled(SIDE, SIDE).box
    assert (left, upper, right, lower) == pytest.approx((40, 40, 80, 80), abs=4)


def test_a_box_is_in_shares_of_width_and_height() -> None:
    wide = np.zeros((64, 256), np.float32)
    wide[16:32, 64:192] = 1
    (subject,) = subjects_in(wide).list
    assert subject.box == (0.25, 0.25, 0.75, 0.5)
    assert subject.share == 0.125
    assert subject.scaled(1000, 400).box == (250, 100, 750, 200)


def test_a_mask_without_any_has_none() -> None:
    for mask in (THREE * 0, THREE * np.float32(0.4)):
        assert subjects_in(mask).list == ()


def test_what_is_smaller_than_a_thousandth_is_none() -> None:
    side = int((LEAST_SHARE * SIDE**2) ** 0.5) // 4 * 4
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[:side, :side] = 1
    assert subjects_in(mask).list == ()
    mask[: side + 4, : side + 4] = 1
    assert len(subjects_in(mask).list) == 1


@pytest.mark.parametrize(
    ("ordinals", "kept"),
    [([1], LARGE), ([2], MIDDLE), ([3, 1], np.maximum(SMALL, LARGE)), ([1, 2, 3], THREE), ([], 0)],
)
def test_those_that_are_chosen_stay_with_their_soft_edges(ordinals: list[int], kept: Any) -> None:
    rest = subjects_in(THREE).chosen(LEVELS, ordinals)
    assert rest.dtype == np.uint8
    assert np.abs(rest / 255 - kept).max() < 0.004


def test_what_is_none_goes_with_the_nearest() -> None:
    speck = _disc(60, 90, 3, 1)
    levels = np.maximum(LEVELS, np.rint(speck * 255).astype(np.uint8))
    found = subjects_in(np.maximum(THREE, speck))
    assert len(found.list) == 3
    assert found.chosen(levels, [3])[60, 90] == 255
    assert found.chosen(levels, [1, 2])[56:65, 86:95].max() == 0


def test_a_number_that_there_is_none_for_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match=r"no subject 4: the picture has 3\."):
        subjects_in(THREE).chosen(LEVELS, [1, 4])


def test_where_there_is_none_at_all_any_number_will_do() -> None:
    faint = LEVELS // 4
    assert (subjects_in(faint / np.float32(255)).chosen(faint, [1]) == faint).all()


def test_all_or_a_list_of_numbers_is_taken() -> None:
    assert chosen_from("all") is chosen_from(None) is None
    assert chosen_from([1, 3]) == (1, 3)
    assert chosen_from(()) == ()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("each", "subjects is 'each': give a list."),
        (1, "subjects is 1: give a list."),
        ([0], "subjects is 0: the range is 1 to 1000."),
        ([1, -1], "subjects is -1: the range is 1 to 1000."),
        ([1.5], "subjects is 1.5: give a whole number, 1 to 1000."),
        (["1"], "subjects is '1': give a whole number, 1 to 1000."),
        ([True], "subjects is True: give a whole number, 1 to 1000."),
    ],
)
def test_anything_else_is_refused(value: Any, sentence: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        chosen_from(value)
    assert str(caught.value) == sentence
