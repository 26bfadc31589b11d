"""Of a file that breaks off what there is is used, and how much is missing is said."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut import UnreadableImageError
from offcut.imageio.decode import decode
from offcut.imageio.picture import Picture
from tests import pictures

SIZE = (120, 96)
IMAGE = pictures.noise(SIZE)


def _missing(picture: Picture) -> float:
    (note,) = [each for each in picture.notes if each.code != "depth"]
    assert note.code == "missing"
    percent = dict(note.params)["percent"]
    assert isinstance(percent, int)
    return percent


def _file(kind: str, mode: str) -> bytes:
    return pictures.file(IMAGE.convert(mode), kind)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGB"), ("PNG", "L"), ("PNG", "RGBA"), ("JPEG", "RGB"), ("JPEG", "L"),
        ("JPEG", "CMYK"), ("GIF", "P"), ("TGA", "RGB"), ("PPM", "RGB"),
        ("DDS", "RGB"), ("TIFF", "RGB"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("share", [0.35, 0.6, 0.95])
def test_the_beginning_is_right_and_the_rest_is_said_to_be_missing(
    kind: str, mode: str, share: float
) -> None:
    data = _file(kind, mode)
    whole = pictures.array(decode(data, "whole").image)
    cut = decode(data[: round(len(data) * share)], "cut")
    assert cut.image.size == SIZE
    missing = _missing(cut)
    # headers and tables take their part of a small file
    assert abs(missing - 100 * (1 - share)) < 13
    lines = max(0, int(SIZE[1] * (1 - missing / 100)) // 16 * 16 - 16)
    if kind not in ("TGA", "GIF"):  # which begins at the bottom; which is interlaced
        assert (pictures.array(cut.image)[:lines] == whole[:lines]).all()


@pytest.mark.parametrize("less", [1, 2])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": "4:4:4"}])
def test_a_jpeg_that_lacks_its_end_marker_alone_is_whole(
    less: int, options: dict[str, Any]
) -> None:
    data = pictures.file(IMAGE, "JPEG", **options)
    picture = decode(data[:-less], "a picture")
    assert picture.image.tobytes() == decode(data, "a picture").image.tobytes()
    assert picture.notes == ()


def test_a_progressive_jpeg_without_its_last_scans_lacks_detail() -> None:
    data = pictures.file(IMAGE, "JPEG", progressive=True)
    picture = decode(data[: len(data) * 3 // 4], "a picture")
    assert [note.code for note in picture.notes] == ["missing-detail"]
    assert picture.image.size == SIZE


def test_a_wrong_byte_among_the_pixels_of_a_png_is_told() -> None:
    data = bytearray(pictures.file(pictures.noise((200, 200))))
    data[len(data) // 2] ^= 4
    picture = decode(bytes(data), "a picture")
    assert picture.image.size == (200, 200)
    assert picture.notes[0].code in ("maybe-wrong", "missing")


@pytest.mark.parametrize("kind", ["WEBP", "ICO"])
def test_what_no_decoder_shows_in_part_is_refused_in_a_sentence(kind: str) -> None:
    data = pictures.file(IMAGE, kind)
    with pytest.raises(UnreadableImageError, match=r"^half\.webp "):
        decode(data[: len(data) // 2], "half.webp")


def test_a_file_without_any_pixels_is_refused() -> None:
    with pytest.raises(UnreadableImageError, match="breaks off before its picture begins"):
        decode(pictures.file(IMAGE)[:60], "a picture")
    file = io.BytesIO()
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(file, "JPEG")
    scan = file.getvalue().index(b"\xff\xda")
    with pytest.raises(UnreadableImageError, match="a part of the picture is missing"):
        decode(file.getvalue()[: scan - 4], "a picture")
