"""A finished picture to fewer pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from offcut.composite.resize import shrink_to
from tests import pictures

ORANGE = (200, 90, 40)


def _disc(side: int = 1200) -> Image.Image:
    """An opaque disc with a soft edge of a pixel, on nothing."""
    drawn = Image.new("L", (2 * side, 2 * side))
    ImageDraw.Draw(drawn).ellipse((side // 2, side // 2, side * 3 // 2, side * 3 // 2), fill=255)
    alpha = drawn.reduce(2)
    disc = pictures.flat((0, 255, 0), alpha.size)
    disc.paste(ORANGE, mask=alpha.point([0] + [255] * 255))
    disc.putalpha(alpha)
    return disc


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize("side", [64, 65, 20000])
def test_a_picture_that_is_small_enough_is_left_alone(mode: str, side: int) -> None:
    image = pictures.noise((64, 40), mode)
    assert shrink_to(image, side) is image


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize(
    ("size", "side", "expected"),
    [
        ((64, 40), 63, (63, 39)),
        ((64, 40), 32, (32, 20)),
        ((40, 64), 32, (20, 32)),
        ((300, 300), 17, (17, 17)),
        ((1, 5000), 16, (1, 16)),
        ((5000, 1), 16, (16, 1)),
        ((999, 3), 333, (333, 1)),
    ],
)
def test_the_longer_side_is_the_one_that_was_asked_for(
    mode: str, size: tuple[int, int], side: int, expected: tuple[int, int]
) -> None:
    small = shrink_to(pictures.noise(size, mode), side)
    assert (small.size, small.mode) == (expected, mode)


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize("side", [1100, 200, 30])
def test_one_colour_stays_that_colour(mode: str, side: int) -> None:
    image = pictures.flat(ORANGE, (1200, 700)).convert(mode)
    colours = shrink_to(image, side).getcolors()
    assert colours
    assert [colour for _, colour in colours] == [image.getpixel((0, 0))]


@pytest.mark.parametrize("side", [800, 300, 100])
def test_what_is_hidden_shows_in_no_edge(side: int) -> None:
    """Under the disc's surroundings, which are fully transparent, there is a bright green."""
    pixels = pictures.array(shrink_to(_disc(), side)).astype(int)
    seen = pixels[pixels[..., 3] > 40]
    assert np.abs(seen[:, :3] - ORANGE).max() < 16


@pytest.mark.parametrize("side", [800, 300, 100])
def test_no_rim_is_left_around_the_subject_or_inside_of_it(side: int) -> None:
    alpha = pictures.array(shrink_to(_disc(), side))[..., 3]
    rows, columns = np.mgrid[:side, :side] + 0.5 - side / 2
    beyond = np.hypot(rows, columns) - side / 4
    assert not alpha[beyond > 2.5].any()
    assert (alpha[beyond < -2.5] == 255).all()
    assert np.unique(alpha[np.abs(beyond) < 0.5]).size > 20


@pytest.mark.parametrize("side", [800, 100])
def test_a_mask_is_scaled_as_the_alpha_of_the_picture_is(side: int) -> None:
    disc = _disc()
    mask = shrink_to(disc.getchannel("A"), side)
    assert mask.tobytes() == shrink_to(disc, side).getchannel("A").tobytes()


@pytest.mark.parametrize("side", [500, 90])
def test_fine_stripes_become_grey_and_no_pattern(side: int) -> None:
    stripes = pictures.stripes((0, 0, 0), (255, 255, 255), (1200, 60), count=1200)
    pixels = pictures.array(shrink_to(stripes, side)).astype(int)
    assert np.abs(pixels[:, 2:-2] - 127.5).max() < 20


def test_the_picture_itself_is_not_changed() -> None:
    image = pictures.noise((64, 40), "RGBA")
    before = image.tobytes()
    shrink_to(image, 20)
    assert image.tobytes() == before
