"""A camera's EXIF orientation: seen the right way up, by the network and in the result."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut import OutputOptions, finish, prepare
from offcut.imageio.decode import decode, orientation, turn_upright
from offcut.pipeline import prepare_image
from tests import pictures

SIZE = (96, 64)
CORNERS = {"A": (255, 0, 0), "B": (0, 255, 0), "C": (0, 0, 255), "D": (255, 255, 255)}

# What the file stores in rows as "AB" over "CD" is seen as this. EXIF 2.32, 4.6.4.A: of 6, say,
# "the 0th row is the visual right-hand side, the 0th column is the visual top".
SEEN = {
    1: ("AB", "CD"), 2: ("BA", "DC"), 3: ("DC", "BA"), 4: ("CD", "AB"),
    5: ("AC", "BD"), 6: ("CA", "DB"), 7: ("DB", "CA"), 8: ("BD", "AC"),
}  # fmt: skip

FILES: dict[str, dict[str, Any]] = {
    "4:2:0.jpg": {"kind": "JPEG", "quality": 95, "subsampling": "4:2:0"},
    "4:4:4.jpg": {"kind": "JPEG", "quality": 95, "subsampling": "4:4:4"},
    "4:2:2.jpg": {"kind": "JPEG", "quality": 95, "subsampling": "4:2:2"},
    "picture.png": {"kind": "PNG"},
    "picture.webp": {"kind": "WEBP", "lossless": True},
    "picture.tiff": {"kind": "TIFF"},
}


def _quarters() -> Image.Image:
    width, height = SIZE[0] // 2, SIZE[1] // 2
    image = Image.new("RGB", SIZE)
    for place, colour in zip(
        [(0, 0), (width, 0), (0, height), (width, height)], CORNERS.values(), strict=True
    ):
        image.paste(colour, (*place, place[0] + width, place[1] + height))
    return image


def _seen(pixels: NDArray[np.float64]) -> tuple[str, str]:
    """Which of the colours is in the middle of each quarter of [height, width, 3], 0 to 255."""
    height, width = pixels.shape[:2]
    rows = []
    for y in (height // 4, height * 3 // 4):
        row = ""
        for x in (width // 4, width * 3 // 4):
            distances = {k: np.abs(pixels[y, x] - v).max() for k, v in CORNERS.items()}
            row += min(distances, key=lambda key: distances[key])
            assert min(distances.values()) < 12
        rows.append(row)
    return rows[0], rows[1]


@pytest.mark.parametrize("value", SEEN)
@pytest.mark.parametrize("name", FILES)
def test_pixels_end_where_a_viewer_puts_them(name: str, value: int) -> None:
    data = pictures.file(_quarters(), **FILES[name], exif=pictures.turned(value))
    prepared = prepare(data, name)
    result = pictures.read(finish(prepared, pictures.mask(), OutputOptions()))
    assert result.size == (SIZE if value <= 4 else SIZE[::-1])
    assert _seen(pictures.array(result)[..., :3].astype(float)) == SEEN[value]
    assert _seen(prepared.tensor[0].transpose(1, 2, 0) * 256.0 + 128) == SEEN[value]


@pytest.mark.parametrize("value", SEEN)
def test_a_mask_lies_on_the_picture_as_it_is_seen(value: int) -> None:
    data = pictures.file(_quarters(), exif=pictures.turned(value))
    left = pictures.mask(0)
    left[..., :512] = 1
    result = pictures.read(finish(prepare(data, "a picture"), left, OutputOptions()))
    alpha = pictures.array(result)[..., 3]
    middle = result.width // 2
    assert (alpha[:, : middle - 3] == 255).all()
    assert (alpha[:, middle + 3 :] == 0).all()


@pytest.mark.parametrize("value", SEEN)
def test_transparency_is_turned_with_the_picture(value: int) -> None:
    image = _quarters()
    image.putalpha(image.convert("L").point(lambda level: 255 if level > 200 else 0))
    upright = turn_upright(image, value)
    picture = prepare(pictures.file(image, exif=pictures.turned(value)), "a picture").picture()
    assert picture.alpha
    assert picture.alpha.tobytes() == upright.getchannel("A").tobytes()


@pytest.mark.parametrize("value", SEEN)
def test_an_opened_picture_is_seen_the_same(value: int) -> None:
    image = pictures.read(pictures.file(_quarters(), exif=pictures.turned(value)))
    picture = prepare_image(image, "a picture").picture()
    assert _seen(pictures.array(picture.image).astype(float)) == SEEN[value]


@pytest.mark.parametrize("value", [0, 9, 255])
def test_an_orientation_that_does_not_exist_means_upright(value: int) -> None:
    image = pictures.read(pictures.file(_quarters(), exif=pictures.turned(value)))
    assert orientation(image) == 1
    assert turn_upright(image, value) is image


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_exif_does_not_cost_the_picture(exif: bytes, kind: str) -> None:
    data = pictures.file(_quarters(), kind, exif=exif)
    assert prepare(data, "a picture").picture().image.size == SIZE


def test_xmp_data_of_avif_turns_nothing() -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a tiff:Orientation="3"/></x:xmpmeta>'
    picture = pictures.gradient((40, 20))
    plain = decode(pictures.file(picture, "AVIF"), "a").image
    assert decode(pictures.file(picture, "AVIF", xmp=xmp), "a").image.tobytes() == plain.tobytes()
