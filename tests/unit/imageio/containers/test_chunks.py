"""A PNG with text, profiles and mistakes beside its pixels is read as browsers read it."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

from offcut.imageio.containers.chunks import cleaned, written
from offcut.imageio.decode import decode, open_image
from tests import pictures

IMAGE = pictures.noise((40, 30))
PNG = pictures.file(IMAGE)
AFTER_HEADER = 33
"""Where the first chunk behind IHDR begins."""

TEXT = b"workflow\0" + b"\0\0\0\0"
LONG = np.random.default_rng(1).integers(32, 127, 1_500_000, np.uint8).tobytes()


def _with(*chunks: bytes) -> bytes:
    return PNG[:AFTER_HEADER] + b"".join(chunks) + PNG[AFTER_HEADER:]


def _broken(kind: bytes, data: bytes) -> bytes:
    chunk = written(kind, data)
    return chunk[:-1] + bytes([chunk[-1] ^ 1])


@pytest.mark.parametrize(
    "chunk",
    [
        written(b"iTXt", b"workflow\0\1\0\0\0" + zlib.compress(LONG)),
        written(b"zTXt", b"workflow\0\0" + zlib.compress(bytes(50_000_000))),
        written(b"zTXt", b"workflow\0\0no deflate"),
        written(b"tEXt", b"workflow\0" + LONG * 2),
        written(b"iCCP", b"profile\0\0" + zlib.compress(bytes(50_000_000))),
        written(b"prVt", b"anything"),
        written(b"pHYs", b"short"),
        written(b"gAMA", b""),
        _broken(b"tEXt", b"workflow\0text"),
        _broken(b"pHYs", struct.pack(">2IB", 1, 1, 1)),
    ],
    ids=[
        "iTXt", "zTXt", "no deflate", "tEXt", "iCCP", "private", "short", "empty", "checksum",
        "checksum of what is read",
    ],
)  # fmt: skip
def test_what_stands_beside_the_pixels_does_no_harm(chunk: bytes) -> None:
    picture = decode(_with(chunk), "a picture")
    assert picture.image.tobytes() == IMAGE.tobytes()
    assert picture.notes == ()
    assert picture.density is None


def test_a_file_with_nothing_to_leave_out_is_not_copied() -> None:
    assert cleaned(PNG).data is PNG
    assert cleaned(_with(written(b"tEXt", b"a\0b"))).data == PNG


def test_a_large_profile_is_unpacked_and_kept() -> None:
    profile = pictures.RGB_PROFILE + LONG
    packed = written(b"iCCP", b"profile\0\0" + zlib.compress(profile))
    assert open_image(_with(packed), "a picture").info["icc_profile"] == profile


def test_a_wrong_checksum_of_right_pixels_costs_nothing() -> None:
    at = PNG.index(b"IDAT")
    end = at + 4 + int.from_bytes(PNG[at - 4 : at], "big")
    picture = decode(PNG[:end] + b"none" + PNG[end + 4 :], "a picture")
    assert picture.image.tobytes() == IMAGE.tobytes()
    assert picture.notes == ()
