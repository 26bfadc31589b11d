"""What a PNG's chunks say of its colours."""

from __future__ import annotations

import struct
import zlib

import pytest

from offcut.imageio.colour.code_points import Space, space
from offcut.imageio.colour.matrix_profile import SRGB_CURVE, SRGB_PRIMARIES, Primaries
from offcut.imageio.colour.png_space import png_space
from tests import pictures

Chunk = tuple[bytes, bytes]
P3 = Primaries((0.3127, 0.329), (0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
SRGB: Chunk = (b"sRGB", b"\0")
ICC: Chunk = (b"iCCP", b"a\0\0" + zlib.compress(pictures.RGB_PROFILE))


def gamma(value: int) -> Chunk:
    """A gAMA chunk."""
    return b"gAMA", struct.pack(">L", value)


def chromaticities(primaries: Primaries) -> Chunk:
    """A cHRM chunk."""
    values = [round(value * 100_000) for pair in primaries for value in pair]
    return b"cHRM", struct.pack(">8L", *values)


def coded(*values: int) -> Chunk:
    """A cICP chunk."""
    return b"cICP", bytes(values)


def png(*chunks: Chunk) -> bytes:
    """A picture with these chunks."""
    pixels = zlib.compress(bytes(1 + 3))
    return pictures.png((1, 1), 8, 2, *chunks, (b"IDAT", pixels))


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ([], None),
        ([gamma(45455)], None),
        ([gamma(45455), chromaticities(SRGB_PRIMARIES)], None),
        ([gamma(100_000)], Space(SRGB_PRIMARIES, (1.0,))),
        ([gamma(50_000), chromaticities(P3)], Space(P3, (2.0,))),
        ([gamma(50_000), chromaticities(SRGB_PRIMARIES)], Space(SRGB_PRIMARIES, (2.0,))),
        ([chromaticities(P3)], None),
        ([gamma(0), chromaticities(P3)], None),
        ([(b"gAMA", b"12"), (b"cHRM", b"1234")], None),
        ([SRGB, gamma(100_000)], None),
        ([ICC, gamma(100_000)], None),
        ([coded(12, 13, 0, 1)], Space(P3, SRGB_CURVE)),
        ([coded(12, 13, 0, 1), ICC, SRGB, gamma(100_000)], Space(P3, SRGB_CURVE)),
        ([coded(1, 13, 0, 1), gamma(100_000)], None),
        ([coded(2, 2, 0, 1), gamma(100_000)], Space(SRGB_PRIMARIES, (1.0,))),
        ([coded(12, 13, 1, 1)], None),
        ([coded(12, 13, 0, 0)], None),
        ([(b"cICP", b"\x0c\x0d")], None),
        ([coded(9, 16, 0, 1)], space(9, 16, 0, 1)),
    ],
    ids=[
        "nothing", "usual gamma", "usual gamma and primaries", "linear", "P3 and gamma",
        "gamma and usual primaries", "primaries alone", "no gamma", "short", "sRGB first",
        "profile first", "cICP", "cICP first", "cICP of sRGB", "cICP that says nothing",
        "cICP of YCbCr", "cICP of less than full range", "half a cICP", "HDR",
    ],
)  # fmt: skip
def test_the_chunk_that_comes_first_is_believed(
    chunks: list[Chunk], expected: Space | None
) -> None:
    assert png_space(png(*chunks)) == expected
    assert png_space(png(*reversed(chunks))) == expected


def test_chunks_behind_the_pixels_say_nothing() -> None:
    pixels = (b"IDAT", zlib.compress(bytes(4)))
    assert png_space(pictures.png((1, 1), 8, 2, pixels, gamma(100_000))) is None


def test_no_other_format_is_looked_into() -> None:
    assert png_space(b"") is None
    assert png_space(png(gamma(100_000))[1:]) is None


def test_a_file_that_ends_early_is_no_failure() -> None:
    whole = png(gamma(100_000))
    assert [png_space(whole[:length]) for length in (8, 20, 33, 40)] == [None] * 4
