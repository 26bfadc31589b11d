"""Picture and alpha to subject, background or mask."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions
from offcut.composite.compose import compose
from offcut.composite.resize import shrink_to
from offcut.composite.shadow import cast
from offcut.imageio.picture import Picture
from tests import pictures

SIZE = (256, 3)
COLOUR = (200, 100, 50)
LEVELS = np.arange(256, dtype=np.uint8)
PICTURE = Picture(pictures.flat(COLOUR, SIZE))
ALPHA = Image.fromarray(np.tile(LEVELS, (3, 1)))
"""Every level of alpha from left to right."""


OWN_COLOUR = (10, 220, 30)
FOREGROUND = pictures.flat(OWN_COLOUR, SIZE)
CHECKS = Image.new("RGBA", SIZE)
CHECKS.paste((40, 80, 160, 255), (0, 1, 192, 3))
CHECKS.paste((0, 0, 0, 0), (64, 0, 128, 3))
"""Opaque and transparent in turn, and transparent in the first row."""


def _composed(
    picture: Picture = PICTURE,
    foreground: Image.Image | None = None,
    *,
    kind: str = "foreground",
    **options: Any,
) -> Image.Image:
    own = foreground or picture.image
    image = compose(picture, own, ALPHA, OutputOptions(type=kind, **options)).image
    assert image.size == SIZE
    return image


def _over(above: Any, alpha: Any, below: Any, alpha_below: Any) -> tuple[Any, Any]:
    """Porter and Duff's "over" in floats; colours and alphas with a last axis."""
    total = alpha + (1 - alpha) * alpha_below
    mixed = alpha * above + (1 - alpha) * alpha_below * below
    return np.divide(mixed, total, out=np.zeros_like(mixed), where=total > 0), total


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


@pytest.mark.parametrize("background", [None, "#f00", "blur"])
def test_the_subject_has_the_foregrounds_colours(background: str | None) -> None:
    pixels = pictures.array(_composed(foreground=FOREGROUND, background=background))
    assert (pixels[:, 255, :3] == OWN_COLOUR).all()
    if background is None:
        assert (pixels[:, 1:, :3] == OWN_COLOUR).all()


def test_what_is_behind_the_subject_has_the_pictures_colours() -> None:
    pixels = pictures.array(_composed(foreground=FOREGROUND, kind="background"))
    assert (pixels[:, :-1, :3] == COLOUR).all()


@pytest.mark.parametrize(
    ("background", "colour"),
    [("blur", COLOUR), (pictures.file(pictures.flat((1, 2, 3))), (1, 2, 3))],
)
def test_an_opaque_background_makes_an_opaque_result(
    background: str | bytes, colour: tuple[int, ...]
) -> None:
    image = _composed(foreground=FOREGROUND, background=background)
    assert image.mode == "RGB"
    share = LEVELS[:, None] / 255
    expected = np.outer(1 - share, colour) + np.outer(share, OWN_COLOUR)
    assert np.abs(pictures.array(image) - expected).max() <= 1


def test_a_background_with_see_through_parts_is_composited_as_straight_alpha() -> None:
    image = _composed(foreground=FOREGROUND, background=pictures.file(CHECKS))
    assert image.mode == "RGBA"
    pixels = pictures.array(image)
    below = pictures.array(CHECKS)
    share = np.broadcast_to(LEVELS[:, None] / 255, (3, 256, 1))
    colours, alpha = _over(OWN_COLOUR, share, below[..., :3], below[..., 3:] / 255)
    assert np.abs(pixels[..., 3:] - 255 * alpha).max() <= 1
    assert np.abs(pixels[..., :3] - colours)[pixels[..., 3] > 0].max() <= 1
    assert not pixels[0, 0].any()
    assert tuple(pixels[1, 0]) == (40, 80, 160, 255)


@pytest.mark.parametrize("background", [None, "#fff"])
def test_a_shadow_lies_between_the_subject_and_the_background(background: str | None) -> None:
    ramp = Image.fromarray(np.tile(LEVELS, (256, 1)))
    own = pictures.flat(OWN_COLOUR, ramp.size)
    options = OutputOptions(shadow=0.6, background=background)
    pixels = pictures.array(compose(Picture(own), own, ramp, options).image)
    shade = cast(ramp, (0, 0, *ramp.size), options)
    assert shade
    dark = pictures.array(shade)[..., np.newaxis] / 255
    assert dark.max() > 0.5
    share = pictures.array(ramp)[..., np.newaxis] / 255
    sheet = np.full((256, 256, 1), background is not None)
    below, whole = _over(np.zeros((256, 256, 3)), dark, np.full((256, 256, 3), 255.0), sheet)
    colours, alpha = _over(OWN_COLOUR, share, below, whole)
    assert np.abs(pixels[..., :3] - colours)[alpha[..., 0] > 0].max() <= 2
    assert (pixels[:, 255, :3] == OWN_COLOUR).all()
    if background is None:
        assert np.abs(pixels[..., 3:] - 255 * alpha).max() <= 1
        assert not pixels[pixels[..., 3] == 0].any()


@pytest.mark.parametrize("kind", ["background", "mask"])
def test_only_the_subject_throws_a_shadow(kind: str) -> None:
    assert _composed(kind=kind, shadow=1).tobytes() == _composed(kind=kind).tobytes()


def test_without_a_subject_there_is_nothing_but_the_background() -> None:
    nothing = Image.new("L", SIZE)
    options = OutputOptions(shadow=1, crop=True, background="#123")
    image = compose(PICTURE, FOREGROUND, nothing, options).image
    assert image.getcolors() == [(SIZE[0] * SIZE[1], (0x11, 0x22, 0x33))]
    image = compose(PICTURE, FOREGROUND, nothing, OutputOptions(shadow=1, canvas="square")).image
    assert image.getcolors() == [(SIZE[0] * SIZE[1], (0, 0, 0, 0))]


@pytest.mark.parametrize("kind", ["foreground", "background", "mask"])
@pytest.mark.parametrize("background", [None, "#f00", "blur"])
def test_a_crop_is_that_part_of_the_result(kind: str, background: str | None) -> None:
    alpha = Image.new("L", (50, 40))
    alpha.paste(255, (10, 5, 30, 25))
    picture = Picture(pictures.noise((50, 40)))
    whole = compose(
        picture, picture.image, alpha, OutputOptions(type=kind, background=background)
    ).image
    options = OutputOptions(type=kind, background=background, crop=True, margin=0.1)
    part = compose(picture, picture.image, alpha, options).image
    assert part.mode == whole.mode
    difference = pictures.array(part).astype(int) - pictures.array(whole)[3:27, 8:32]
    assert np.abs(difference).max() <= (1 if background == "blur" else 0)


@pytest.mark.parametrize("kind", ["foreground", "background", "mask"])
def test_a_canvas_is_transparent_beyond_the_picture(kind: str) -> None:
    picture = Picture(pictures.flat(COLOUR, (50, 20)))
    options = OutputOptions(type=kind, canvas="square")
    image = compose(picture, picture.image, Image.new("L", (50, 20), 255), options).image
    assert image.size == (50, 50)
    pixels = pictures.array(image)
    assert not pixels[:15].any()
    assert not pixels[35:].any()
    assert pixels[15:35].any() == (kind != "background")


@pytest.mark.parametrize("background", ["#f00", "blur", pictures.file(pictures.flat((255, 0, 0)))])
def test_a_background_fills_a_canvas_beyond_the_picture(background: str | bytes) -> None:
    picture = Picture(pictures.flat((255, 0, 0), (50, 20)))
    options = OutputOptions(canvas="square", background=background)
    image = compose(
        picture, FOREGROUND.resize((50, 20)), Image.new("L", (50, 20), 255), options
    ).image
    assert image.size == (50, 50)
    assert dict(image.getcolors() or ()) == {1000: OWN_COLOUR, 1500: (255, 0, 0)}


@pytest.mark.parametrize("kind", ["foreground", "background", "mask"])
@pytest.mark.parametrize("background", [None, "#f00", "blur"])
def test_a_size_scales_down_what_would_be_there_without_it(
    kind: str, background: str | None
) -> None:
    large = _composed(kind=kind, background=background)
    options = OutputOptions(type=kind, background=background, size=100)
    small = compose(PICTURE, PICTURE.image, ALPHA, options).image
    assert small.size == (100, 1)
    expected = shrink_to(large, 100)
    assert small.mode == expected.mode
    seen = pictures.array(expected.convert("RGBA"))[..., 3] > 0
    assert seen.sum() > 90
    assert np.array_equal(pictures.array(small)[seen], pictures.array(expected)[seen])


def test_a_size_comes_after_the_canvas_and_the_shadow() -> None:
    alpha = Image.new("L", (500, 400))
    alpha.paste(255, (100, 50, 300, 250))
    picture = Picture(pictures.noise((500, 400)))
    given: dict[str, Any] = {"canvas": "portrait", "margin": 0.2, "shadow": 0.7}
    large = compose(picture, picture.image, alpha, OutputOptions(**given)).image
    small = compose(picture, picture.image, alpha, OutputOptions(**given, size=90)).image
    assert small.size == (72, 90)
    assert np.array_equal(
        pictures.array(small)[..., 3], pictures.array(shrink_to(large, 90))[..., 3]
    )


@pytest.mark.parametrize("size", [256, 20000])
def test_a_result_is_never_scaled_up(size: int) -> None:
    assert _composed(size=size).tobytes() == _composed().tobytes()


@pytest.mark.parametrize("background", [None, pictures.file(CHECKS)])
@pytest.mark.parametrize("shadow", [0, 0.5])
@pytest.mark.parametrize("size", [None, 400, 150])
def test_a_fully_transparent_pixel_is_zero_whatever_was_done(
    background: bytes | None, shadow: float, size: int | None
) -> None:
    alpha = Image.new("L", (600, 500))
    alpha.paste(pictures.noise((200, 300), "L"), (100, 100))
    picture = Picture(pictures.noise((600, 500)))
    options = OutputOptions(background=background, shadow=shadow, size=size)
    pixels = pictures.array(compose(picture, picture.image, alpha, options).image)
    hidden = pixels[..., 3] == 0
    assert hidden.any()
    assert not pixels[hidden].any()


@pytest.mark.parametrize("kind", ["foreground", "background", "mask"])
@pytest.mark.parametrize("background", [None, "#f00", "blur"])
def test_the_picture_itself_is_not_changed(kind: str, background: str | None) -> None:
    picture = Picture(pictures.noise(SIZE), pictures.noise(SIZE, "L"))
    assert picture.alpha
    before = (picture.image.tobytes(), picture.alpha.tobytes(), ALPHA.tobytes())
    _composed(picture, kind=kind, background=background, shadow=0.5)
    assert (picture.image.tobytes(), picture.alpha.tobytes(), ALPHA.tobytes()) == before


def test_a_foreground_becomes_the_result_only_if_it_may() -> None:
    kept, given = FOREGROUND.copy(), FOREGROUND.copy()
    expected = compose(PICTURE, kept, ALPHA, OutputOptions()).image
    result = compose(PICTURE, given, ALPHA, OutputOptions(), consume=True).image
    assert result is given
    assert result.tobytes() == expected.tobytes()
    assert (kept.mode, kept.tobytes()) == ("RGB", FOREGROUND.tobytes())


def test_transparent_pixels_are_zero_down_to_the_last_line() -> None:
    size = 3, 1000
    picture = Picture(pictures.flat(COLOUR, size))
    alpha = Image.new("L", size)
    alpha.paste(255, (0, 0, 1, 1000))
    image = compose(picture, picture.image, alpha, OutputOptions()).image
    assert image.getcolors() == [(1000, (*COLOUR, 255)), (2000, (0, 0, 0, 0))]
