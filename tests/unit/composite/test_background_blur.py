"""The picture itself, blurred, without a glow of its subject."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut.composite.background_blur import defocused
from offcut.numeric.planes import Box
from tests import pictures

SIZE = (300, 200)
WHOLE = (0, 0, *SIZE)
EVERYTHING = Image.new("L", SIZE, 255)
RED, GREEN = (255, 0, 0), (0, 255, 0)


def _pixels(
    image: Image.Image, weights: Image.Image = EVERYTHING, blur: float = 0.03, box: Box = WHOLE
) -> Any:
    result = defocused(image, weights, blur, box)
    assert result.mode == "RGB"
    assert result.size == (box[2] - box[0], box[3] - box[1])
    return pictures.array(result).astype(int)


def _halves(size: tuple[int, int] = SIZE) -> Image.Image:
    """Black at the left, white at the right."""
    image = Image.new("RGB", size)
    image.paste((255, 255, 255), (size[0] // 2, 0, *size))
    return image


@pytest.mark.parametrize("size", [(300, 200), (1200, 800)])
@pytest.mark.parametrize("blur", [0.01, 0.03, 0.1])
def test_the_radius_is_a_share_of_the_longer_side(blur: float, size: tuple[int, int]) -> None:
    weights = Image.new("L", size, 255)
    row = _pixels(_halves(size), weights, blur, (0, 0, *size))[size[1] // 2, :, 0] / 255
    slope = np.diff(row)
    centres = np.arange(len(slope))
    mean = (slope * centres).sum() / slope.sum()
    sigma = np.sqrt((slope * (centres - mean) ** 2).sum() / slope.sum())
    assert sigma == pytest.approx(blur * size[0], rel=0.15)


def test_the_slightest_blur_keeps_what_is_in_the_picture() -> None:
    pixels = _pixels(_halves(), blur=0.001)
    assert pixels[:, :140].max() < 8
    assert pixels[:, 160:].min() > 247


def test_what_has_no_weight_does_not_shine_through() -> None:
    subject = (100, 50, 200, 150)
    image = pictures.flat(GREEN, SIZE)
    image.paste(RED, subject)
    weights = EVERYTHING.copy()
    weights.paste(0, subject)
    assert (_pixels(image, weights) == GREEN).all()


def test_a_soft_edge_glows_far_less_than_in_a_plain_blur() -> None:
    columns = np.arange(SIZE[0])
    alpha = np.clip(0.5 - (np.abs(columns - 150) - 50) / 10, 0, 1)
    levels = np.tile(np.rint(255 * (1 - alpha)).astype(np.uint8), (SIZE[1], 1))
    weights = Image.fromarray(levels)
    image = Image.composite(pictures.flat(GREEN, SIZE), pictures.flat(RED, SIZE), weights)
    glow = [_pixels(image, each)[:, :100, 0].max() for each in (weights, EVERYTHING)]
    assert glow[0] < 0.25 * glow[1]


def test_a_wide_hole_is_filled_from_around_it() -> None:
    image = _halves()
    weights = EVERYTHING.copy()
    weights.paste(0, (20, 0, 280, 200))
    image.paste(RED, (20, 0, 280, 200))
    row = _pixels(image, weights, 0.01)[100]
    assert (row[:, 0] == row[:, 1]).all()
    assert (np.diff(row[:, 0]) >= -1).all()
    assert row[0, 0] < 8
    assert row[-1, 0] > 247


def test_without_any_weight_all_pixels_count() -> None:
    image = _halves()
    assert (_pixels(image, Image.new("L", SIZE)) == _pixels(image)).all()


def test_a_part_of_the_picture_is_that_part_of_the_blurred_picture() -> None:
    image = pictures.noise(SIZE)
    part = _pixels(image, box=(50, 20, 250, 160))
    assert np.abs(part - _pixels(image)[20:160, 50:250]).max() <= 1


@pytest.mark.parametrize(
    ("box", "same_as"),
    [
        ((-50, 10, 150, 150), (0, 10, 200, 150)),
        ((150, -80, 350, 60), (100, 0, 300, 140)),
        ((-150, -100, 450, 300), (0, 0, 300, 200)),
        ((0, -100, 300, 200), (50, 0, 250, 200)),
    ],
)
def test_beyond_the_picture_its_closest_part_is_stretched(box: Box, same_as: Box) -> None:
    image = pictures.noise((6, 4)).resize(SIZE, Image.Resampling.BICUBIC)
    size = (box[2] - box[0], box[3] - box[1])
    expected = defocused(image, EVERYTHING, 0.03, same_as).resize(size, Image.Resampling.BICUBIC)
    assert np.abs(_pixels(image, box=box) - pictures.array(expected)).max() <= 3


@pytest.mark.parametrize("frame", pictures.ODD_SIZES)
@pytest.mark.parametrize("size", pictures.ODD_SIZES)
@pytest.mark.parametrize("blur", [0.0001, 0.03, 0.2])
def test_any_size_can_be_blurred(
    blur: float, size: tuple[int, int], frame: tuple[int, int]
) -> None:
    image = pictures.flat(GREEN, size)
    result = defocused(image, Image.new("L", size, 255), blur, (0, 0, *frame))
    assert result.size == frame
    assert result.getextrema() == ((0, 0), (255, 255), (0, 0))
