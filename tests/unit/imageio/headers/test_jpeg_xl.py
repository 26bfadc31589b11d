"""What the first bits of a JPEG XL file say."""

from __future__ import annotations

from contextlib import suppress

import pytest

from offcut.errors import UnreadableImageError
from offcut.imageio.colour.code_points import SRGB, space
from offcut.imageio.headers.jpeg_xl import is_jpeg_xl, read_header
from offcut.native import plugins
from tests import pictures
from tests.conftest import ROOT

plugins.register()  # lets Pillow write such files

P3 = space(12, 13, 0, 1)
PQ = space(9, 16, 0, 1)
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
    fields = [(1, 1), (1, 5), (0, 3), (2, 5), (0, 1), (1, 1), (5, 3), (0, 64)]
    assert read_header(_of_bits(fields), "a").size == (16, 24)


def _of_bits(fields: list[tuple[int, int]]) -> bytes:
    """A file of numbers, each with its count of bits."""
    value = shift = 0
    for field, bits in fields:
        value |= field << shift
        shift += bits
    return b"\xff\x0a" + value.to_bytes(shift // 8 + 1, "little")


SIZE = [(1, 1), (1, 5), (0, 3), (2, 5)]
DEPTH_10 = [(0, 1), (1, 2)]
ALPHA = [(0, 1), (0, 2), (0, 1), (0, 2), (0, 2), (1, 2), (4, 4), *[(ord(c), 8) for c in "mask"]]
TWO_CHANNELS = [(2, 2), (0, 4), (1, 1), *ALPHA, (0, 1)]
SPACES = {
    "sRGB": ([(1, 1)], SRGB),
    "P3": ([(0, 1), (0, 1), (0, 2), (1, 2), (2, 2), (9, 4), (0, 1), (2, 2), (11, 4)], P3),
    "PQ": ([(0, 1), (0, 1), (0, 2), (1, 2), (2, 2), (7, 4), (0, 1), (2, 2), (14, 4)], PQ),
    "grey": ([(0, 1), (0, 1), (1, 2), (1, 2), (0, 1), (2, 2), (11, 4)], SRGB),
    "a profile": ([(0, 1), (1, 1), (0, 2)], None),
    "a power": ([(0, 1), (0, 1), (0, 2), (1, 2), (1, 2), (1, 1), (4_545_455, 24)], None),
}


@pytest.mark.parametrize("name", SPACES)
@pytest.mark.parametrize("channels", [[(0, 2)], TWO_CHANNELS])
@pytest.mark.parametrize("more", [[(0, 1)], [(1, 1), (0, 3), (0, 1), (0, 1), (0, 1)]])
def test_depth_and_colour_space_stand_behind_the_channels(
    name: str, channels: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    said, expected = SPACES[name]
    fields = [*SIZE, (0, 1), *more, *DEPTH_10, (1, 1), *channels, (0, 1), *said, (0, 8)]
    header = read_header(_of_bits(fields), "a")
    assert header.depth == 10
    assert header.is_srgb == (expected == SRGB)
    assert header.space == (None if expected == SRGB else expected)


def test_colours_of_an_unusual_file_are_not_guessed() -> None:
    preview = [(1, 1), (0, 3), (0, 1), (1, 1)]
    header = read_header(_of_bits([*SIZE, (0, 1), *preview, (0, 64)]), "a")
    assert (header.size, header.is_srgb, header.space) == ((24, 16), False, None)


@pytest.mark.parametrize("data", [b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n", _FILE[:3]])
def test_damaged_file_is_named(data: bytes) -> None:
    assert is_jpeg_xl(data)
    with pytest.raises(UnreadableImageError, match=r"^cat is a damaged JPEG XL file"):
        read_header(data, "cat")


def test_file_that_ends_anywhere_is_read_or_refused() -> None:
    for end in range(len(_FILE)):
        with suppress(UnreadableImageError):
            read_header(_FILE[:end], "a")
