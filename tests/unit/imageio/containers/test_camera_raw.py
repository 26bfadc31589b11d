"""A camera's raw file: refused, or the large JPEG in it."""

from __future__ import annotations

import struct

import pytest

from offcut import UnreadableImageError, prepare
from offcut.imageio.decode import decode, open_image
from tests import pictures

LARGE = pictures.file(pictures.gradient((1200, 800)), "JPEG")
SMALL = pictures.file(pictures.gradient((160, 120)), "JPEG")
SENSOR = 32803


def _tiff(*tags: tuple[int, int], rest: bytes = b"", magic: bytes = b"II*\0") -> bytes:
    """A directory with these tags, and then anything."""
    entries = b"".join(struct.pack("<HHIHH", tag, 3, 1, value, 0) for tag, value in tags)
    return b"".join((magic, b"\x08\0\0\0", struct.pack("<H", len(tags)), entries, bytes(4), rest))


RAW = {
    "DNG": _tiff((256, 80), (257, 60), (50706, 1)),
    "NEF": _tiff((256, 80), (257, 60), (262, SENSOR)),
    "CR2": b"II*\0\x10\0\0\0CR\2\0" + bytes(40),
    "CR3": b"\0\0\0\x18ftypcrx " + bytes(40),
    "RAF": b"FUJIFILMCCD-RAW 0201" + bytes(80),
    "ORF": _tiff((256, 80), magic=b"IIRO"),
    "RW2": _tiff((256, 80), magic=b"IIU\0"),
}


@pytest.mark.parametrize("kind", RAW)
@pytest.mark.parametrize("preview", [b"", SMALL], ids=["none", "small"])
def test_a_raw_file_is_refused_by_its_content(kind: str, preview: bytes) -> None:
    with pytest.raises(UnreadableImageError) as caught:
        decode(RAW[kind] + preview, "holiday.tif")
    assert str(caught.value) == (
        "holiday.tif is a camera's raw file: export it as JPEG or TIFF first."
    )


@pytest.mark.parametrize("kind", RAW)
def test_the_largest_jpeg_in_it_is_used_and_said(kind: str) -> None:
    data = RAW[kind] + SMALL + LARGE + bytes(50) + SMALL
    picture = decode(data, "holiday.nef")
    assert picture.image.tobytes() == decode(LARGE, "large").image.tobytes()
    (note,) = picture.notes
    assert (note.code, dict(note.params)) == ("raw-preview", {"width": 1200, "height": 800})
    assert open_image(data, "holiday.nef").size == (1200, 800)
    assert prepare(data, "a").tensor.tobytes() == prepare(LARGE, "a").tensor.tobytes()


def test_it_is_turned_as_the_raw_file_says_unless_the_jpeg_says_it_itself() -> None:
    on_its_side = _tiff((256, 80), (274, 6), (50706, 1))
    assert decode(on_its_side + LARGE, "a").image.size == (800, 1200)
    own = pictures.file(pictures.gradient((1200, 800)), "JPEG", exif=pictures.turned(3))
    assert decode(on_its_side + own, "a").image.size == (1200, 800)


def test_a_lossless_jpeg_is_the_sensors_and_no_preview() -> None:
    lossless = LARGE.replace(b"\xff\xc0", b"\xff\xc3")
    with pytest.raises(UnreadableImageError, match="raw file"):
        decode(RAW["CR2"] + lossless, "a")
