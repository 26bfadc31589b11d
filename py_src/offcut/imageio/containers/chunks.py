"""The chunks of a PNG (PNG specification, third edition, 5 and 11): those that a decoder needs.

Text, private data and profiles can be of any size, and wrong, without doing harm to the pixels.
Pillow unpacks and checks all of them, and refuses the file for one that it doesn't like.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

_CRITICAL: Final = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_ANIMATION: Final = (b"acTL", b"fcTL", b"fdAT")
_LENGTHS: Final = {
    b"gAMA": (4,), b"cHRM": (32,), b"sRGB": (1,), b"cICP": (4,), b"pHYs": (9,), b"acTL": (8,),
    b"fcTL": (26,),
}  # fmt: skip
_TRANSPARENCY_LENGTHS: Final = {0: (2,), 2: (6,), 3: tuple(range(1, 257))}
"""Of tRNS, by colour type; the others have alpha."""

_KEPT: Final = {*_CRITICAL, *_ANIMATION, *_LENGTHS, b"tRNS", b"iCCP", b"eXIf"}
_MOST_UNPACKED: Final = 1 << 20
"""Bytes of a profile that Pillow takes; a larger one is unpacked here."""

_LARGEST_PROFILE: Final = 4 << 20


class Chunk(NamedTuple):
    """A chunk, and where it stands in the file.

    Attributes:
        kind: four letters.
        start: of the chunk, its length first.
        data: where what it holds begins.
        end: where that ends; beyond it comes the checksum.
        is_cut: whether the file ends within it.
    """

    kind: bytes
    start: int
    data: int
    end: int
    is_cut: bool

    def is_right(self, file: bytes) -> bool:
        """Whether it has its checksum."""
        if self.is_cut:
            return False
        (stated,) = struct.unpack_from(">I", file, self.end)
        return zlib.crc32(memoryview(file)[self.start + 4 : self.end]) == int(stated)


class Cleaned(NamedTuple):
    """A PNG with nothing in it but what its pixels need.

    Attributes:
        data: a whole file.
        profile: the colour profile, if it is too large for Pillow.
    """

    data: bytes
    profile: bytes | None


def cleaned(file: bytes) -> Cleaned:
    """Leave out what a decoder doesn't need, and side chunks that are wrong.

    Args:
        file: one that begins with ``SIGNATURE``. It is not copied if there is nothing to leave out.
    """
    view = memoryview(file)
    pieces: list[bytes | memoryview] = [SIGNATURE]
    profile = None
    is_changed = has_end = False
    colour_type = file[25] if len(file) > 25 else 0
    for chunk in walk(file):
        if chunk.kind == b"IDAT" and not chunk.is_right(file):
            is_changed = True
            pieces.append(written(b"IDAT", file[chunk.data : chunk.end]))
            continue
        if chunk.kind not in _CRITICAL and not _is_usable(file, chunk, colour_type):
            is_changed = True
            continue
        if chunk.kind == b"iCCP":
            unpacked = _unpacked_profile(file[chunk.data : chunk.end])
            if unpacked is None or len(unpacked) > _MOST_UNPACKED:
                profile, is_changed = unpacked, True
                continue
        has_end = has_end or chunk.kind == b"IEND"
        pieces.append(view[chunk.start : chunk.end + 4])
    if not has_end:
        is_changed = True
        pieces.append(written(b"IEND", b""))
    return Cleaned(b"".join(pieces) if is_changed else file, profile)


def walk(file: bytes) -> Iterator[Chunk]:
    """The chunks, until IEND or the end of the file."""
    at = len(SIGNATURE)
    while at + 8 <= len(file):
        length, kind = struct.unpack_from(">I4s", file, at)
        end = at + 8 + length
        is_cut = end + 4 > len(file)
        yield Chunk(kind, at, at + 8, min(end, len(file)), is_cut)
        if is_cut or kind == b"IEND":
            return
        at = end + 4


def written(kind: bytes, data: bytes) -> bytes:
    """A chunk's bytes."""
    check = zlib.crc32(data, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(data)), kind, data, struct.pack(">I", check)))


def _is_usable(file: bytes, chunk: Chunk, colour_type: int) -> bool:
    if chunk.kind not in _KEPT or not chunk.is_right(file):
        return False
    length = chunk.end - chunk.data
    if chunk.kind == b"tRNS":
        return length in _TRANSPARENCY_LENGTHS.get(colour_type, ())
    return length in _LENGTHS.get(chunk.kind, (length,))


def _unpacked_profile(chunk: bytes) -> bytes | None:
    """The profile of an iCCP chunk (11.3.2.3); None if it is damaged or too large."""
    _, _, packed = chunk.partition(b"\0")
    if not packed:
        return None
    stream = zlib.decompressobj()
    try:
        profile = stream.decompress(packed[1:], _LARGEST_PROFILE)
    except zlib.error:
        return None
    return profile if stream.eof else None
