"""The soft shadow under a subject."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions
from offcut.composite.shadow import OFFSET, SOFTNESS, cast
from offcut.numeric.planes import Box
from tests import pictures

SIZE = (600, 500)
SUBJECT = (200, 100, 400, 300)
SIDE = 200
ASIDE, BELOW = (round(share * SIDE) for share in OFFSET)
SIGMA = SOFTNESS * SIDE


def _alpha(subject: Box = SUBJECT, level: int = 255) -> Image.Image:
    alpha = Image.new("L", SIZE)
    alpha.paste(level, subject)
    return alpha


def _shadow(opacity: float = 1, box: Box = (0, 0, *SIZE), alpha: Image.Image | None = None) -> Any:
    shade = cast(alpha or _alpha(), box, OutputOptions(shadow=opacity))
    assert shade is not None
    assert shade.mode == "L"
    assert shade.size == (box[2] - box[0], box[3] - box[1])
    return pictures.array(shade).astype(int)


@pytest.mark.parametrize("opacity", [0.2, 0.5, 1])
def test_in_the_middle_it_has_its_opacity(opacity: float) -> None:
    assert _shadow(opacity)[200, 300] == round(255 * opacity)


def test_it_lies_to_the_right_of_the_subject_and_below_it() -> None:
    shade = _shadow()
    rows, columns = np.nonzero(shade > 127)
    assert abs(columns.min() - (200 + ASIDE)) <= 1
    assert abs(columns.max() - (399 + ASIDE)) <= 1
    assert abs(rows.min() - (100 + BELOW)) <= 1
    assert abs(rows.max() - (299 + BELOW)) <= 1


def test_it_is_as_soft_as_a_gaussian_of_its_sigma() -> None:
    edge = 400 + ASIDE
    profile = _shadow()[200, edge - 20 : edge + 20] / 255
    slope = -np.diff(profile)
    centres = np.arange(len(slope))
    mean = (slope * centres).sum() / slope.sum()
    sigma = np.sqrt((slope * (centres - mean) ** 2).sum() / slope.sum())
    assert sigma == pytest.approx(SIGMA, rel=0.15)


def test_it_ends_softly_within_three_sigmas() -> None:
    shade = _shadow()
    lower = 300 + BELOW + round(3 * SIGMA)
    assert not shade[lower + 2 :].any()
    assert np.abs(np.diff(shade, axis=0)).max() < 40


def test_a_large_subjects_shadow_scaled_up_is_that_of_the_small_one() -> None:
    small = _shadow()
    alpha = _alpha().resize((4 * SIZE[0], 4 * SIZE[1]), Image.Resampling.NEAREST)
    large = _shadow(box=(0, 0, *alpha.size), alpha=alpha)
    assert np.abs(large[2::4, 2::4] - small).max() <= 25
    assert np.abs(large[2::4, 2::4] - small).mean() < 0.3


def test_a_part_of_the_plane_shows_that_part_of_it() -> None:
    whole = _shadow()
    assert (_shadow(box=(150, 50, 420, 320)) == whole[50:320, 150:420]).all()
    beyond = _shadow(box=(-10, -20, 700, 600))
    assert (beyond[20:520, 10:610] == whole).all()
    assert not beyond[:20].any()


def test_below_the_picture_it_goes_on_where_a_canvas_does() -> None:
    beyond = _shadow(box=(0, 0, 600, 600), alpha=_alpha((200, 300, 400, 500)))
    assert beyond[500 + BELOW // 2, 300] > 127


def test_a_see_through_subject_throws_a_fainter_one() -> None:
    assert _shadow(0.5, alpha=_alpha(level=100))[200, 300] == 50


def test_without_a_subject_there_is_none() -> None:
    assert cast(Image.new("L", SIZE), (0, 0, *SIZE), OutputOptions(shadow=1)) is None


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
def test_a_subject_of_any_size_throws_one(size: tuple[int, int]) -> None:
    shade = cast(Image.new("L", size, 255), (0, 0, *size), OutputOptions(shadow=1))
    assert shade is not None
    assert shade.size == size
