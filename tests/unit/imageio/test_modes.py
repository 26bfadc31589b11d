"""Any mode that a decoder gives, to 8-bit RGB and alpha."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.decode import decode
from offcut.imageio.modes import to_rgb_and_alpha
from tests import pictures

RED = (255, 0, 0)


@pytest.mark.parametrize(
    ("mode", "colour", "rgb"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 77, (77, 77, 77)),
        ("RGB", (1, 2, 3), (1, 2, 3)),
        ("CMYK", (0, 255, 255, 0), RED),
        ("YCbCr", (76, 85, 255), (254, 0, 0)),
        ("HSV", (0, 255, 255), RED),
        ("RGBX", (1, 2, 3, 9), (1, 2, 3)),
    ],
)
def test_an_opaque_mode_becomes_rgb_without_alpha(
    mode: str, colour: Any, rgb: tuple[int, ...]
) -> None:
    image, alpha = to_rgb_and_alpha(pictures.flat(colour, mode=mode))
    assert (image.mode, image.getpixel((1, 1)), alpha) == ("RGB", rgb, None)


@pytest.mark.parametrize(
    ("mode", "colour", "rgb"),
    [
        ("LA", (77, 40), (77, 77, 77)),
        ("RGBA", (1, 2, 3, 40), (1, 2, 3)),
        ("RGBa", (20, 40, 10, 40), (127, 255, 63)),
        ("La", (20, 40), (127, 127, 127)),
    ],
)
def test_a_mode_with_alpha_gives_straight_colour_and_alpha(
    mode: str, colour: tuple[int, ...], rgb: tuple[int, ...]
) -> None:
    image, alpha = to_rgb_and_alpha(pictures.flat(colour, mode=mode))
    assert alpha
    assert (image.getpixel((1, 1)), alpha.mode, alpha.getpixel((1, 1))) == (rgb, "L", 40)


@pytest.mark.parametrize(("mode", "colour"), [("LA", (77, 255)), ("RGBA", (1, 2, 3, 255))])
def test_alpha_that_is_opaque_everywhere_is_none(mode: str, colour: tuple[int, ...]) -> None:
    assert to_rgb_and_alpha(pictures.flat(colour, mode=mode))[1] is None


@pytest.mark.parametrize(
    ("transparency", "alphas"), [(1, [255, 0, 255]), (bytes([255, 40, 0]), [255, 40, 0])]
)
def test_a_palette_may_have_see_through_entries(transparency: Any, alphas: list[int]) -> None:
    image = Image.frombytes("P", (3, 1), bytes([0, 1, 2]))
    image.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    picture = decode(pictures.file(image, transparency=transparency), "palette.png")
    assert picture.alpha
    assert pictures.array(picture.alpha)[0].tolist() == alphas
    assert picture.image.getpixel((0, 0)) == RED


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PPM"])
def test_16_bits_of_grey_are_scaled_not_clipped(kind: str) -> None:
    samples = np.array([[0, 255, 256, 0x8000, 0xFFFF]], np.uint16)
    picture = decode(pictures.file(Image.fromarray(samples), kind), "deep")
    assert pictures.array(picture.image)[0, :, 0].tolist() == [0, 0, 1, 0x80, 0xFF]
    assert picture.alpha is None


def test_16_bits_of_colour_are_scaled_not_clipped() -> None:
    row = np.array([0x0102, 0x8000, 0xFFFF], ">u2").tobytes()
    data = pictures.png((1, 1), 16, 2, (b"IDAT", zlib.compress(b"\0" + row)))
    assert decode(data, "deep.png").image.getpixel((0, 0)) == (0x01, 0x80, 0xFF)


@pytest.mark.parametrize(
    ("depth", "colour_type", "row", "key", "alphas"),
    [
        (8, 0, "00 4d ff", "004d", [255, 0, 255]),
        (16, 0, "1234 1235 ffff", "1234", [0, 255, 255]),
        (4, 0, "0f 50", "0005", [255, 255, 0]),
        (2, 0, "1b", "0002", [255, 255, 0]),
        (1, 0, "40", "0001", [255, 0, 255]),
        (8, 2, "010203 040506 070809", "000400050006", [255, 0, 255]),
        (16, 2, "010203040506 111213141516 212223242526", "111213141516", [255, 0, 255]),
    ],
)
def test_a_see_through_colour_is_found_at_every_depth(
    depth: int, colour_type: int, row: str, key: str, alphas: list[int]
) -> None:
    packed = zlib.compress(b"\0" + bytes.fromhex(row))
    chunks = ((b"tRNS", bytes.fromhex(key)), (b"IDAT", packed))
    picture = decode(pictures.png((3, 1), depth, colour_type, *chunks), "key.png")
    assert picture.alpha
    assert pictures.array(picture.alpha)[0].tolist() == alphas


def test_the_picture_that_was_given_keeps_its_metadata() -> None:
    image = pictures.flat(5, mode="L")
    image.info["transparency"] = 1
    _, alpha = to_rgb_and_alpha(image, depth=4)
    assert alpha is None
    assert image.info == {"transparency": 1}


@pytest.mark.parametrize(
    ("samples", "levels"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 100.0, 255.0], [0, 100, 255]),
        ([0.0, 500.0, 1000.0], [0, 128, 255]),
        ([np.nan, 1.0, -3.0], [0, 255, 0]),
        ([np.inf, 0.5, -np.inf], [255, 128, 0]),
    ],
)
def test_floats_are_scaled_to_what_white_seems_to_be(
    samples: list[float], levels: list[int]
) -> None:
    image, _ = to_rgb_and_alpha(Image.fromarray(np.array([samples], np.float32)))
    assert pictures.array(image)[0, :, 1].tolist() == levels


@pytest.mark.parametrize(
    ("depth", "sample", "level"), [(16, 0x8000, 0x80), (12, 0x800, 0x80), (10, 0x3FF, 0xFF)]
)
def test_the_files_depth_says_which_bits_count(depth: int, sample: int, level: int) -> None:
    image = Image.fromarray(np.array([[sample]], np.int32))
    assert to_rgb_and_alpha(image, depth)[0].getpixel((0, 0)) == (level,) * 3
