"""The second look: where it looks, what it sees, and where what it finds comes to lie."""

from __future__ import annotations

import numpy as np
import pytest

from offcut import InferenceError
from offcut.network.preprocess import to_tensor
from offcut.selection.point import Point
from offcut.selection.second_look import SHARE, at_its_place, closer, window
from tests import pictures

SIDE = round(SHARE * 1024)
TENSOR = to_tensor(pictures.noise((1024, 1024)))


@pytest.mark.parametrize(
    ("place", "start"),
    [((0.5, 0.5), (154, 154)), ((0, 0), (0, 0)), ((1, 1), (307, 307)), ((0.4, 0.9), (51, 307))],
)
def test_it_looks_around_the_point_and_not_beyond_the_picture(
    place: tuple[float, float], start: tuple[int, int]
) -> None:
    left, top, right, bottom = window(Point(*place, "keep"))
    assert (left, top) == start
    assert (right - left, bottom - top) == (SIDE, SIDE)


def test_it_sees_that_part_enlarged() -> None:
    flat = np.full((1, 3, 1024, 1024), -0.5, np.float32)
    flat[0, 0, 256:768, 512:] = 0.49609375
    seen = closer(flat, (256, 256, 768, 768))
    assert seen.shape == (1, 3, 1024, 1024)
    assert seen.dtype == np.float32
    assert (seen[0, 0, :, :500] == -0.5).all()
    assert (seen[0, 0, :, 524:] == 0.49609375).all()
    assert (seen[0, 1:] == -0.5).all()


def test_all_of_the_picture_is_the_same_tensor_again() -> None:
    assert (closer(TENSOR, (0, 0, 1024, 1024)) == TENSOR).all()


def test_what_it_finds_comes_to_the_same_place() -> None:
    look = np.zeros((1, 1, 1024, 1024), np.float32)
    look[..., 512:, :512] = 1
    found = at_its_place(look, (100, 200, 612, 712))
    assert found.shape == (512, 512)
    assert (found[260:, :250] == 1).all()
    assert found[:250].max() == 0


def test_a_value_that_is_no_number_is_refused() -> None:
    look = np.full((1, 1, 1024, 1024), np.nan, np.float32)
    with pytest.raises(InferenceError, match="no usable mask"):
        at_its_place(look, (0, 0, 512, 512))
