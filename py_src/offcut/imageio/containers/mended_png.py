"""A PNG whose pixels' data breaks off or is damaged: what can be unpacked, in a sound file."""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

import numpy as np

from offcut.imageio.containers.chunks import SIGNATURE, walk, written
from offcut.imageio.picture import MAX_PIXELS

_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES: Final = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
)  # fmt: skip
"""Of Adam7 (PNG specification, 8): first column and line, and the steps between them."""

_LAST_FILTER: Final = 4
_PIECE: Final = 1 << 14
"""Bytes that are unpacked at once. Those of the piece with the damage are tried one by one."""


class Mended(NamedTuple):
    """What could be had.

    Attributes:
        data: a whole file; what is missing is zero.
        missing: 0 to 1, the share of the pixels' data that is not there.
        is_interlaced: then all of the picture is there, but in less detail.
        is_damaged: whether what is there may be wrong.
    """

    data: bytes
    missing: float
    is_interlaced: bool
    is_damaged: bool


def mended(file: bytes) -> Mended | None:
    """Unpack as much as there is.

    Args:
        file: as ``chunks.cleaned`` returns it.

    Returns:
        None if nothing can be had.
    """
    if len(file) < 33 or file[12:16] != b"IHDR":
        return None
    width, height, depth, colour_type, _, _, interlace = struct.unpack_from(">2I5B", file, 16)
    if colour_type not in _CHANNELS or not 0 < width * height <= MAX_PIXELS:
        return None
    bits = depth * _CHANNELS[colour_type]
    if interlace:
        length = sum(_pass_length(width, height, bits, each) for each in _PASSES)
    else:
        length = height * _line(width, bits)
    kept = [(chunk.kind, file[chunk.data : chunk.end]) for chunk in walk(file)]
    stream = b"".join(data for kind, data in kept if kind == b"IDAT")
    pixels, is_damaged = _unpacked(stream, length)
    if not pixels:
        return None
    missing = 1 - len(pixels) / length
    lines = np.zeros(length, np.uint8)
    lines[: len(pixels)] = np.frombuffer(pixels, np.uint8)
    if not interlace:
        filters = lines.reshape(height, -1)[:, 0]
        filters[filters > _LAST_FILTER] = 0
    before = [written(*each) for each in kept if each[0] in (b"IHDR", b"PLTE", b"tRNS")]
    others = (b"iCCP", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"pHYs", b"eXIf")
    side = [written(*each) for each in kept if each[0] in others]
    body = [written(b"IDAT", zlib.compress(lines.tobytes(), 1)), written(b"IEND", b"")]
    return Mended(
        b"".join([SIGNATURE, before[0], *side, *before[1:], *body]),
        missing,
        bool(interlace),
        is_damaged,
    )


def _line(width: int, bits: int) -> int:
    """Bytes of a line, its filter too."""
    return 1 + (width * bits + 7) // 8


def _pass_length(width: int, height: int, bits: int, each: tuple[int, int, int, int]) -> int:
    left, top, right_step, down_step = each
    columns, lines = -(-(width - left) // right_step), -(-(height - top) // down_step)
    return lines * _line(columns, bits) if columns > 0 and lines > 0 else 0


def _unpacked(stream: bytes, length: int) -> tuple[bytes, bool]:
    """At most so many bytes, and whether the stream is damaged rather than cut off."""
    inflate = zlib.decompressobj()
    pieces, count = list[bytes](), 0
    for start in range(0, len(stream), _PIECE):
        if count >= length or inflate.eof:
            break
        before = inflate.copy()
        try:
            piece = inflate.decompress(stream[start : start + _PIECE], length - count)
        except zlib.error:
            pieces.append(_until_damage(before, stream[start : start + _PIECE], length - count))
            return b"".join(pieces)[:length], True
        pieces.append(piece)
        count += len(piece)
        while inflate.unconsumed_tail and count < length:
            piece = inflate.decompress(inflate.unconsumed_tail, length - count)
            pieces.append(piece)
            count += len(piece)
    return b"".join(pieces)[:length], False


def _until_damage(inflate: zlib._Decompress, data: bytes, length: int) -> bytes:
    out = bytearray()
    for at in range(len(data)):
        if len(out) >= length:
            break
        try:
            out += inflate.decompress(data[at : at + 1])
        except zlib.error:
            break
    return bytes(out)
