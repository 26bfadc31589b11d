"""What the first bits of a JPEG XL file say."""

from __future__ import annotations

from contextlib import suppress

import pillow_jxl  # noqa: F401 - lets Pillow write such files
import pytest

from offcut.errors import UnreadableImageError
from offcut.imageio.headers.jpeg_xl import is_jpeg_xl, read_header
from tests import pictures
from tests.conftest import ROOT

_FILE = (ROOT / "tests" / "files" / "gradient.jxl").read_bytes()


@pytest.mark.parametrize(
    "size", [(8, 8), (256, 256), (300, 200), (1920, 1080), (513, 700), (2000, 20), (20_000, 3)]
)
@pytest.mark.parametrize("in_container", [False, True])
def test_size_stands_in_the_header(size: tuple[int, int], in_container: bool) -> None:
    exif = b"Exif\0\0II*\0\x08\0\0\0\0\0" if in_container else b""
    data = pictures.file(pictures.flat("red", size), "JXL", exif=exif)
    assert is_jpeg_xl(data)
    assert data.startswith(b"\xff\x0a") != in_container
    assert read_header(data, "a").size == size


def test_sideways_picture_is_turned_by_its_decoder() -> None:
    # height 8 * 2, width 8 * 3, orientation 6 (5, counted from 0)
    fields = [(1, 1), (1, 5), (0, 3), (2, 5), (0, 1), (1, 1), (5, 3)]
    value = shift = 0
    for field, bits in fields:
        value |= field << shift
        shift += bits
    assert read_header(b"\xff\x0a" + value.to_bytes(4, "little"), "a").size == (16, 24)


@pytest.mark.parametrize("data", [b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n", _FILE[:3]])
def test_damaged_file_is_named(data: bytes) -> None:
    assert is_jpeg_xl(data)
    with pytest.raises(UnreadableImageError, match=r"^cat is a damaged JPEG XL file"):
        read_header(data, "cat")


def test_file_that_ends_anywhere_is_read_or_refused() -> None:
    for end in range(len(_FILE)):
        with suppress(UnreadableImageError):
            read_header(_FILE[:end], "a")
