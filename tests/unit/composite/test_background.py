"""What the result is laid on: a colour, another picture, or the picture itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut import OffcutError, OutputOptions, PictureTooLargeError, UnreadableImageError
from offcut.composite import background
from offcut.composite.background import layer, remainder
from offcut.imageio.decode import decode as decode_file
from offcut.imageio.picture import Picture
from offcut.numeric.planes import Box
from tests import pictures

SIZE = (60, 40)
PICTURE = Picture(pictures.noise(SIZE))
ALPHA = Image.new("L", SIZE)
ALPHA.paste(255, (20, 10, 40, 30))
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def _layer(box: Box = (0, 0, *SIZE), **options: Any) -> Image.Image:
    image = layer(PICTURE, ALPHA, box, OutputOptions(**options))
    assert image is not None
    assert image.size == (box[2] - box[0], box[3] - box[1])
    return image


def _stripes(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """A red, a green and a blue third, from left to right."""
    image = Image.new("RGB", size, GREEN)
    image.paste(RED, (0, 0, size[0] // 3, size[1]))
    image.paste(BLUE, (size[0] - size[0] // 3, 0, *size))
    return image.convert(mode)


def test_nothing_is_below_a_transparent_result() -> None:
    assert layer(PICTURE, ALPHA, (0, 0, *SIZE), OutputOptions()) is None


def test_a_colour_fills_the_frame_beyond_the_picture_too() -> None:
    image = _layer((-10, -20, 70, 60), background="#0f8")
    assert image.getcolors() == [(80 * 80, (0, 255, 0x88))]


@pytest.mark.parametrize("fit", ["cover", "contain"])
def test_a_picture_of_the_frames_size_stays_as_it_is(fit: str) -> None:
    other = pictures.noise((60, 40)).transpose(Image.Transpose.ROTATE_180)
    image = _layer(background=pictures.file(other), fit=fit)
    assert image.mode == "RGB"
    assert image.tobytes() == other.tobytes()


def test_cover_fills_the_frame_and_cuts_off_the_sides() -> None:
    image = _layer((0, 0, 40, 40), background=pictures.file(_stripes((120, 40))))
    assert image.mode == "RGB"
    assert image.getcolors() == [(1600, GREEN)]


def test_cover_cuts_off_above_and_below() -> None:
    tall = _stripes((120, 40)).transpose(Image.Transpose.ROTATE_90)
    image = _layer((0, 0, 40, 40), background=pictures.file(tall))
    assert image.getcolors() == [(1600, GREEN)]


def test_contain_shows_all_of_it_in_the_middle_and_leaves_the_rest_transparent() -> None:
    image = _layer((0, 0, 60, 40), background=pictures.file(_stripes((90, 30))), fit="contain")
    assert image.mode == "RGBA"
    pixels = pictures.array(image)
    assert (pixels[10:30, ..., 3] == 255).all()
    assert not pixels[:10].any()
    assert not pixels[30:].any()
    assert [tuple(pixels[20, column, :3]) for column in (5, 30, 55)] == [RED, GREEN, BLUE]


def test_contain_leaves_the_rest_white_in_jpeg() -> None:
    image = _layer(format="image/jpeg", background=pictures.file(_stripes((90, 30))), fit="contain")
    assert image.mode == "RGB"
    pixels = pictures.array(image)
    assert (pixels[:10] == 255).all()
    assert tuple(pixels[20, 30]) == GREEN


def test_a_see_through_picture_is_scaled_without_its_hidden_colours() -> None:
    other = Image.new("RGBA", (6, 4), (*RED, 255))
    other.paste((*BLUE, 0), (0, 0, 3, 4))
    image = _layer(background=pictures.file(other))
    assert image.mode == "RGBA"
    pixels = pictures.array(image)
    seen = pixels[pixels[..., 3] > 8]
    assert (seen[:, 2] == 0).all()
    assert not pixels[:, 0].any()
    on_white = pictures.array(_layer(format="image/jpeg", background=pictures.file(other)))
    assert (on_white[:, 0] == 255).all()


def test_a_picture_on_its_side_is_turned_upright() -> None:
    data = pictures.file(pictures.flat(RED, (40, 120)), exif=pictures.turned(6))
    image = _layer((0, 0, 120, 40), background=data, fit="contain")
    assert image.mode == "RGB"


@pytest.mark.parametrize("fit", ["cover", "contain"])
@pytest.mark.parametrize("frame", pictures.ODD_SIZES)
@pytest.mark.parametrize("size", pictures.ODD_SIZES)
def test_any_size_fits_any_other(fit: str, frame: tuple[int, int], size: tuple[int, int]) -> None:
    image = _layer((0, 0, *frame), background=pictures.file(pictures.flat(RED, size)), fit=fit)
    colours = image.convert("RGBA").getcolors()
    assert colours
    assert {colour for _, colour in colours} <= {(*RED, 255), (0, 0, 0, 0)}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableImageError),
        (b"Dear diary", UnreadableImageError),
        (pictures.file(pictures.noise(SIZE))[:-200], UnreadableImageError),
        (pictures.png_header(100_000, 100_000), PictureTooLargeError),
    ],
)
def test_a_file_that_is_no_picture_is_named(data: bytes, error: type[OffcutError]) -> None:
    with pytest.raises(error, match=r"^The background picture "):
        _layer(background=data)


def test_blur_is_the_picture_without_its_subject() -> None:
    image = Image.new("RGB", SIZE, GREEN)
    image.paste(RED, mask=ALPHA)
    blurred = layer(Picture(image), ALPHA, (0, 0, *SIZE), OutputOptions(background="blur"))
    assert blurred is not None
    assert blurred.getcolors() == [(2400, GREEN)]


def test_blur_of_a_cut_out_shows_no_hidden_colours() -> None:
    image = pictures.flat(RED, SIZE)
    image.paste(GREEN, mask=ALPHA)
    options = OutputOptions(background="blur")
    blurred = layer(Picture(image, ALPHA), ALPHA, (0, 0, *SIZE), options)
    assert blurred is not None
    assert blurred.getcolors() == [(2400, GREEN)]


def test_the_remainder_is_what_the_subject_leaves_over_of_the_pictures_own_alpha() -> None:
    alpha = pictures.flat(200, SIZE, "L")
    assert remainder(PICTURE, alpha).getextrema() == (55, 55)
    see_through = Picture(PICTURE.image, pictures.flat(210, SIZE, "L"))
    assert remainder(see_through, alpha).getextrema() == (10, 10)
    assert remainder(Picture(PICTURE.image, ALPHA), ALPHA).getextrema() == (0, 0)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files that get decoded, in this order."""
    files: list[bytes] = []

    def decode(data: bytes, name: str) -> Picture:
        files.append(data)
        return decode_file(data, name)

    monkeypatch.setattr("offcut.imageio.decode.decode", decode)
    layer(PICTURE, ALPHA, (0, 0, *SIZE), OutputOptions())  # nothing is kept from tests before
    return files


def test_a_picture_is_decoded_once_for_many_and_again_after_another(decoded: list[bytes]) -> None:
    one, other = (pictures.file(pictures.flat(colour, (6, 4))) for colour in (RED, BLUE))
    layers = [
        _layer(background=bytes(bytearray(data)), fit=fit)
        for data in (one, other)
        for fit in ("cover", "contain", "cover")
    ]
    assert decoded == [one, other]
    assert [image.getpixel((30, 20)) for image in layers] == 3 * [RED] + 3 * [BLUE]
    _layer(background=one)
    assert decoded == [one, other, one]


@pytest.mark.parametrize("background", ["#fff", "blur", None])
def test_its_memory_is_given_back_once_there_is_another_background(
    background: str | None, decoded: list[bytes]
) -> None:
    data = pictures.file(pictures.flat(GREEN))
    _layer(background=data)
    layer(PICTURE, ALPHA, (0, 0, *SIZE), OutputOptions(background=background))
    _layer(background=data)
    assert decoded == [data, data]


@pytest.mark.parametrize(("size", "times"), [((59, 1), 1), ((6, 10), 2)])
def test_the_memory_of_a_very_large_picture_is_given_back_at_once(
    size: tuple[int, int], times: int, decoded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_KEPT", 59)
    data = pictures.file(pictures.flat(RED, size))
    _layer(background=data)
    _layer(background=data)
    assert decoded == times * [data]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("fit", ["cover", "contain"])
def test_what_is_done_to_one_layer_is_not_done_to_the_next(mode: str, fit: str) -> None:
    data = pictures.file(pictures.noise(SIZE, mode))
    first = _layer(background=data, fit=fit)
    before = first.tobytes()
    first.paste(0, (0, 0, *SIZE))
    again = _layer(background=data, fit=fit)
    assert (again.mode, again.tobytes()) == (mode, before)
    white = _layer(format="image/jpeg", background=data, fit=fit)
    assert white.mode == "RGB"
    assert _layer(background=data, fit=fit).tobytes() == before


def test_the_layer_is_nobody_elses() -> None:
    before = PICTURE.image.tobytes()
    for given in ("#fff", "blur", pictures.file(PICTURE.image)):
        _layer(background=given).paste(0, (0, 0, *SIZE))
    assert PICTURE.image.tobytes() == before
    assert np.asarray(ALPHA).any()
