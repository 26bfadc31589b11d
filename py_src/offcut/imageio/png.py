"""A finished picture to a PNG (RFC 2083), in half the time that Pillow's writer takes.

Pillow tries five filters on each line and keeps the most promising. One filter, "up", at once on
many lines leaves photos that deflate to as little (12 megapixels: 0.93 and 1.01 of the bytes), and
all of the time goes into deflating.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.deflate import compressor

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES: Final = {"L": 0, "RGB": 2, "RGBA": 6}
_UP: Final = 2
_METRES_AN_INCH: Final = 0.0254
_PER_METRE: Final = 1
_LEVEL: Final = 1
_STRIP: Final = 1 << 22
"""Bytes that are filtered at once: little beside the picture, much beside a call."""


def write_png(
    image: Image.Image,
    icc_profile: bytes | None,
    level: int = _LEVEL,
    *,
    density: tuple[float, float] | None = None,
) -> bytes:
    """Write a picture of 8 bits per sample.

    Args:
        image: mode L, RGB or RGBA.
        icc_profile: written along, if there is one.
        level: 0 (stored) to 9, of deflate. 6 takes about six times as long as 1 for 14 % fewer
            bytes.
        density: pixels an inch, across and down, if they are known.

    Raises:
        KeyError: if the picture is of another mode.
    """
    chunks = [_SIGNATURE, *header_chunks(image, icc_profile, density)]
    chunks += [_chunk(b"IDAT", piece) for piece in deflated(image, level)]
    chunks.append(_chunk(b"IEND", b""))
    return b"".join(chunks)


def header_chunks(
    image: Image.Image, icc_profile: bytes | None, density: tuple[float, float] | None
) -> list[bytes]:
    """What stands ahead of the pixels; see ``write_png``."""
    header = struct.pack(">2I5B", *image.size, 8, _COLOUR_TYPES[image.mode], 0, 0, 0)
    chunks = [_chunk(b"IHDR", header)]
    if icc_profile is not None:
        chunks.append(_chunk(b"iCCP", b"ICC Profile\0\0" + zlib.compress(icc_profile)))
    if density is not None:
        across, down = (round(each / _METRES_AN_INCH) for each in density)
        chunks.append(_chunk(b"pHYs", struct.pack(">2IB", across, down, _PER_METRE)))
    return chunks


def deflated(image: Image.Image, level: int = _LEVEL) -> Iterator[bytes]:
    """The pixels as they stand in a file, in pieces; see ``write_png``."""
    deflate = compressor(level)
    for strip in _filtered_strips(image):
        yield deflate.compress(strip.data)
    yield deflate.flush()


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(data, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(data)), kind, data, struct.pack(">I", check)))


def _filtered_strips(image: Image.Image) -> Iterator[NDArray[np.uint8]]:
    """uint8 [lines, 1 + width * bands]: each line's filter, and its difference to the one above."""
    width, height = image.size
    length = width * len(image.getbands())
    lines = max(1, _STRIP // length)
    above = np.zeros(length, np.uint8)
    for top in range(0, height, lines):
        bottom = min(height, top + lines)
        pixels = np.asarray(image.crop((0, top, width, bottom))).reshape(bottom - top, length)
        strip = np.empty((bottom - top, 1 + length), np.uint8)
        strip[:, 0] = _UP
        np.subtract(pixels[0], above, out=strip[0, 1:])
        np.subtract(pixels[1:], pixels[:-1], out=strip[1:, 1:])
        above = pixels[-1]
        yield strip
