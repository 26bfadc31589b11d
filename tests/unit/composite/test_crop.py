"""Which part of the picture, and of the plane around it, is shown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions, PictureTooLargeError
from offcut.composite.crop import cut, frame, subject_box
from offcut.numeric.planes import Box
from tests import pictures

SIZE = (200, 100)
INSIDE = (80, 30, 120, 70)
AT_THE_BOTTOM = (80, 60, 120, 100)


def _alpha(*subjects: Box, size: tuple[int, int] = SIZE, level: int = 255) -> Image.Image:
    alpha = Image.new("L", size)
    for subject in subjects:
        alpha.paste(level, subject)
    return alpha


def _frame(*subjects: Box, size: tuple[int, int] = SIZE, **options: Any) -> Box:
    return frame(_alpha(*subjects, size=size), OutputOptions(**options))


@pytest.mark.parametrize(
    ("level", "threshold", "found"),
    [(1, 0, True), (0, 0, False), (102, 0.4, False), (103, 0.4, True), (255, 0.999, True)],
)
def test_a_pixel_is_the_subjects_if_its_alpha_is_above_the_threshold(
    level: int, threshold: float, found: bool
) -> None:
    box = subject_box(_alpha(INSIDE, level=level), threshold)
    assert box == (INSIDE if found else None)


def test_the_box_holds_all_of_the_subjects_parts() -> None:
    assert subject_box(_alpha((10, 20, 30, 40), (50, 5, 51, 6)), 0.05) == (10, 5, 51, 40)


def test_by_default_the_whole_picture_is_shown() -> None:
    assert _frame(INSIDE) == (0, 0, *SIZE)


@pytest.mark.parametrize("options", [{"crop": True}, {"canvas": "square"}])
def test_without_a_subject_the_whole_picture_is_shown(options: dict[str, Any]) -> None:
    assert _frame(**options) == (0, 0, *SIZE)


def test_a_crop_leaves_a_margin_that_is_a_share_of_the_longer_side() -> None:
    assert _frame((80, 30, 120, 50), crop=True, margin=0.25) == (70, 20, 130, 60)


def test_a_crop_ends_where_the_picture_does() -> None:
    assert _frame(INSIDE, crop=True, margin=1) == (40, 0, 160, 100)
    assert _frame((10, 40, 180, 60), crop=True, margin=0.2) == (0, 6, 200, 94)


def test_what_is_below_the_threshold_is_cropped() -> None:
    alpha = _alpha(INSIDE)
    alpha.paste(100, (0, 0, 20, 20))
    options = OutputOptions(crop=True, margin=0, threshold=0.5)
    assert frame(alpha, options) == INSIDE


@pytest.mark.parametrize("subject", [INSIDE, (80, 30, 85, 70), (60, 45, 140, 55)])
@pytest.mark.parametrize(
    ("canvas", "ratio"), [("square", 1), ("portrait", 4 / 5), ("passport", 35 / 45)]
)
def test_a_canvas_has_its_proportions_and_the_subject_in_its_middle(
    canvas: str, ratio: float, subject: Box
) -> None:
    left, upper, right, lower = _frame(subject, canvas=canvas, margin=0.1)
    assert right - left == pytest.approx((lower - upper) * ratio, abs=0.51)
    for axis, (start, stop) in enumerate([(left, right), (upper, lower)]):
        assert abs(start + stop - subject[axis] - subject[axis + 2]) <= 1
    margin = round(0.1 * max(subject[2] - subject[0], subject[3] - subject[1]))
    gaps = (subject[0] - left, right - subject[2], subject[1] - upper, lower - subject[3])
    assert min(gaps) == margin


def test_a_canvas_may_reach_beyond_the_picture() -> None:
    assert _frame((50, 10, 150, 90), canvas="square", margin=0.1) == (40, -10, 160, 110)


def test_a_canvas_comes_before_a_crop() -> None:
    both = _frame((50, 10, 150, 90), canvas="square", crop=True, margin=0.1)
    assert both == (40, -10, 160, 110)


@pytest.mark.parametrize("options", [{"crop": True}, {"canvas": "square"}, {"canvas": "passport"}])
def test_a_bust_keeps_standing_on_the_lower_edge(options: dict[str, Any]) -> None:
    left, upper, right, lower = _frame(AT_THE_BOTTOM, margin=0.1, **options)
    assert lower == 100
    assert upper <= 56
    assert left + right == 200


@pytest.mark.parametrize(
    ("subject", "box"),
    [
        ((0, 30, 20, 70), (0, 26, 48, 74)),
        ((180, 30, 200, 70), (152, 26, 200, 74)),
        ((80, 0, 120, 20), (76, 0, 124, 48)),
        ((80, 80, 120, 100), (76, 52, 124, 100)),
        ((0, 80, 40, 100), (0, 56, 44, 100)),
    ],
)
def test_a_canvas_grows_away_from_an_edge_that_the_subject_touches(subject: Box, box: Box) -> None:
    assert _frame(subject, canvas="square", margin=0.1) == box


def test_a_canvas_grows_at_both_ends_alike_if_the_subject_touches_both_edges() -> None:
    assert _frame((0, 40, 200, 60), canvas="square") == (0, -50, 200, 150)
    assert _frame((90, 0, 110, 100), canvas="square") == (50, 0, 150, 100)
    assert _frame((0, 0, *SIZE), canvas="square") == (0, -50, 200, 150)


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
@pytest.mark.parametrize("canvas", ["square", "portrait", "passport"])
def test_a_subject_that_fills_an_odd_picture_fits_the_canvas(
    size: tuple[int, int], canvas: str
) -> None:
    left, upper, right, lower = _frame((0, 0, *size), size=size, canvas=canvas)
    assert left <= 0 <= size[0] <= right
    assert upper <= 0 <= size[1] <= lower


def test_a_canvas_of_too_many_pixels_is_refused() -> None:
    with pytest.raises(
        PictureTooLargeError, match=r"20000 x 20000, 400 megapixels, of at most 120"
    ):
        _frame((0, 0, 20000, 1), size=(20000, 1), canvas="square")


def test_a_cut_is_the_same_pixels_and_zero_beyond_the_picture() -> None:
    image = pictures.noise((6, 4))
    part = pictures.array(cut(image, (-2, 1, 8, 9)))
    assert part.shape == (8, 10, 3)
    assert (part[:3, 2:8] == pictures.array(image)[1:]).all()
    assert not np.delete(part, np.s_[2:8], 1).any()
    assert not part[3:].any()


def test_a_cut_that_is_the_whole_picture_copies_nothing() -> None:
    image = pictures.noise((6, 4))
    assert cut(image, (0, 0, 6, 4)) is image
