"""Picture and alpha to subject, background or mask."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions
from offcut.compose import compose
from offcut.decode import Picture
from tests import pictures

SIZE = (256, 3)
COLOUR = (200, 100, 50)
LEVELS = np.arange(256, dtype=np.uint8)
PICTURE = Picture(pictures.flat(COLOUR, SIZE))
ALPHA = Image.fromarray(np.tile(LEVELS, (3, 1)))
"""Every level of alpha from left to right."""


def _composed(
    picture: Picture = PICTURE, *, kind: str = "foreground", background: str | None = None
) -> Image.Image:
    image = compose(picture, ALPHA, OutputOptions(type=kind, background=background))
    assert image.size == SIZE
    return image


def test_a_fully_transparent_pixel_is_zero_in_all_channels() -> None:
    assert _composed().getpixel((0, 1)) == (0, 0, 0, 0)


def test_every_other_pixel_keeps_its_colour_unmultiplied() -> None:
    pixels = pictures.array(_composed())
    assert (pixels[:, 1:, :3] == COLOUR).all()
    assert (pixels[..., 3] == LEVELS).all()


def test_the_background_is_what_the_subject_leaves_over() -> None:
    pixels = pictures.array(_composed(kind="background"))
    assert (pixels[..., 3] == 255 - LEVELS).all()
    assert (pixels[:, :-1, :3] == COLOUR).all()
    assert (pixels[:, -1] == 0).all()


def test_the_background_of_a_transparent_picture_has_its_transparency() -> None:
    picture = Picture(PICTURE.image, pictures.flat(100, SIZE, "L"))
    pixels = pictures.array(_composed(picture, kind="background"))
    assert (pixels[..., 3] == np.maximum(100 - LEVELS.astype(int), 0)).all()
    assert (pixels[:, 100:] == 0).all()


@pytest.mark.parametrize("background", [None, "#f00"])
def test_the_mask_is_alpha_as_a_grey_picture(background: str | None) -> None:
    image = _composed(kind="mask", background=background)
    assert image.mode == "L"
    assert image.tobytes() == ALPHA.tobytes()


@pytest.mark.parametrize(
    ("kind", "colour_at_0", "colour_at_255"),
    [("foreground", (0, 255, 16), COLOUR), ("background", COLOUR, (0, 255, 16))],
)
def test_a_background_colour_shows_where_alpha_lets_it(
    kind: str, colour_at_0: tuple[int, ...], colour_at_255: tuple[int, ...]
) -> None:
    image = _composed(kind=kind, background="#00ff10")
    assert image.mode == "RGB"
    pixels = pictures.array(image)
    share = LEVELS[:, None] / 255
    expected = np.outer(1 - share, colour_at_0) + np.outer(share, colour_at_255)
    assert np.abs(pixels - expected).max() <= 1
    assert tuple(pixels[0, 0]) == colour_at_0
    assert tuple(pixels[0, 255]) == colour_at_255


@pytest.mark.parametrize("kind", ["foreground", "background", "mask"])
@pytest.mark.parametrize("background", [None, "#f00"])
def test_the_picture_itself_is_not_changed(kind: str, background: str | None) -> None:
    picture = Picture(pictures.noise(SIZE), pictures.noise(SIZE, "L"))
    assert picture.alpha
    before = (picture.image.tobytes(), picture.alpha.tobytes(), ALPHA.tobytes())
    _composed(picture, kind=kind, background=background)
    assert (picture.image.tobytes(), picture.alpha.tobytes(), ALPHA.tobytes()) == before
