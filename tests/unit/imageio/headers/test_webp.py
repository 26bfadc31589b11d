"""What a WebP file says of its picture, and what the browser gets of it."""

from __future__ import annotations

import struct
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from offcut.errors import UnreadableImageError
from offcut.imageio.headers.finished import shown_size, to_picture
from offcut.imageio.headers.webp import is_webp, read_header
from tests import pictures
from tests.unit.imageio.limits import bombs

_SIZE = (37, 20)
_EXIF = Image.Exif()
_EXIF[pictures.ORIENTATION] = 6


def _file(mode: str = "RGB", **options: object) -> bytes:
    return pictures.file(pictures.noise(_SIZE, mode), "WEBP", **options)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<L", len(body)) + body + bytes(len(body) % 2)


def _riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _24(*values: int) -> bytes:
    return b"".join(value.to_bytes(3, "little") for value in values)


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("extended", [False, True])
def test_size_and_alpha_stand_in_the_header(lossless: bool, mode: str, extended: bool) -> None:
    profile = pictures.RGB_PROFILE if extended else None
    header = read_header(_file(mode, lossless=lossless, icc_profile=profile), "a")
    assert (header.size, header.is_opaque) == (_SIZE, mode == "RGB")
    assert header.icc_profile == profile


@pytest.mark.parametrize("lossless", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_browser_gets_the_pixels_alone(lossless: bool, mode: str) -> None:
    file = _file(mode, lossless=lossless, icc_profile=pictures.RGB_PROFILE, exif=_EXIF)
    header = read_header(file, "a")
    assert is_webp(header.bare)
    bare = pictures.read(header.bare)
    assert {"icc_profile", "exif", "xmp"}.isdisjoint(bare.info)
    assert bare.tobytes() == pictures.read(file).tobytes()


def test_orientation_of_exif_data_is_left_to_do() -> None:
    header = read_header(_file(exif=_EXIF), "a")
    assert (header.orientation, header.size, shown_size(header)) == (6, _SIZE, _SIZE[::-1])
    picture = to_picture(header, np.zeros((*_SIZE[::-1], 4), np.uint8))
    assert picture.image.size == _SIZE[::-1]


def test_damaged_exif_data_costs_no_picture() -> None:
    header = read_header(_file(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"), "a")
    assert header.orientation == 1


def test_first_frame_of_an_animation_lies_in_its_place() -> None:
    frame = pictures.read(_file("RGBA", lossless=True, exact=True))
    inner = _file("RGBA", lossless=True, exact=True)[12:]
    animated = _riff(
        _chunk(b"VP8X", struct.pack("<L", 0x12) + _24(59, 49)),
        _chunk(b"ANIM", bytes(6)),
        _chunk(b"ANMF", _24(5, 3, _SIZE[0] - 1, _SIZE[1] - 1, 100) + b"\0" + inner),
        _chunk(b"ANMF", _24(0, 0, 1, 1, 100) + b"\0" + inner),
    )
    header = read_header(animated, "a")
    assert (header.size, header.canvas, header.offset) == (_SIZE, (60, 50), (10, 6))
    picture = to_picture(header, np.asarray(pictures.read(header.bare)))
    expected = Image.new("RGBA", (60, 50))
    expected.paste(frame, (10, 6))
    assert picture.alpha is not None
    assert picture.alpha.tobytes() == expected.getchannel("A").tobytes()
    assert picture.image.tobytes() == expected.convert("RGB").tobytes()


@pytest.mark.parametrize(
    "data",
    [
        _riff(),
        _riff(_chunk(b"VP8X", bytes(3)), _file()[12:]),
        _riff(_chunk(b"VP8 ", b"\0\0\0\x9d\x01\x2a")),
        _riff(_chunk(b"VP8 ", bytes(40))),
        _riff(_chunk(b"ALPH", bytes(9)), _chunk(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + bytes(9))),
        _riff(_chunk(b"VP8L", b"\x2e" + bytes(20))),
        _file()[:-9],
        _riff(_chunk(b"VP8X", struct.pack("<L", 2) + _24(9, 9)), _chunk(b"ANMF", bytes(9))),
        _riff(_chunk(b"VP8X", struct.pack("<L", 0) + _24(9, 9)), _file()[12:]),
    ],
)
def test_damaged_file_is_named(data: bytes) -> None:
    with pytest.raises(UnreadableImageError, match=r"^cat is a damaged WebP file"):
        read_header(data, "cat")


def test_file_that_ends_anywhere_is_read_or_refused() -> None:
    file = _file("RGBA", icc_profile=pictures.RGB_PROFILE, exif=_EXIF)
    for end in range(12, len(file)):
        with suppress(UnreadableImageError):
            read_header(file[:end], "a")


def test_exif_data_that_is_made_to_be_slow_is_refused() -> None:
    with pytest.raises(UnreadableImageError) as refused:
        read_header(_file(exif=b"Exif\0\0" + bombs.directory(5000)), "a")
    assert refused.value.code == "picture-slow"
