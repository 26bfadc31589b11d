"""WebP's container (RFC 9649).

The browser gets only the pixels' own chunks. So none can turn the picture by its EXIF data or
convert its colours, which browsers do differently, and each gives the same pixels.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from offcut.imageio.headers.header import Header, damaged, exif_orientation

_MEDIA: Final = "image/webp"
_NAME: Final = "WebP"
_CHUNK: Final = 8  # bytes of a chunk's name and length
_FRAME: Final = 16  # bytes of an animation's frame before its chunks
_EXTENDED: Final = 10
_ALPHA_FLAG: Final = 0x10
_LOSSY_START: Final = b"\x9d\x01\x2a"
_LOSSLESS_START: Final = 0x2F
_14_BITS: Final = 0x3FFF


class _Bitstream(NamedTuple):
    """The chunks of one picture, and what its first bytes say."""

    kind: bytes
    data: memoryview
    alpha: memoryview | None
    size: tuple[int, int]
    has_alpha: bool


class _DamagedError(Exception):
    """A chunk is not what it must be."""


def is_webp(data: bytes) -> bool:
    """Whether a file is WebP, by its first bytes."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read_header(data: bytes, name: str) -> Header:
    """What a WebP file says of its picture; of an animation, of its first frame.

    Args:
        data: the whole file.
        name: what to call it in an error.

    Raises:
        UnreadableImageError: if it is damaged, or was made to be slow.
    """
    try:
        return _header(data, name)
    except (_DamagedError, struct.error) as error:
        raise damaged(name, _NAME) from error


def _header(data: bytes, name: str) -> Header:
    chunks: dict[bytes, memoryview] = {}
    for kind, body in _chunks(memoryview(data)[12:]):
        chunks.setdefault(kind, body)  # of several, such as frames, the first
    canvas, offset = None, (0, 0)
    if (extended := chunks.get(b"VP8X")) is not None:
        canvas = _minus_one(extended, 4), _minus_one(extended, 7)
    if (frame := chunks.get(b"ANMF")) is not None:
        offset = 2 * _24_bits(frame, 0), 2 * _24_bits(frame, 3)
        inner = dict(_chunks(frame[_FRAME:]))
    else:
        inner = chunks
    bits = _bitstream(inner)
    if canvas is None or (canvas, offset) == (bits.size, (0, 0)):
        canvas = None
    elif any(o + s > c for o, s, c in zip(offset, bits.size, canvas, strict=True)):
        raise _DamagedError
    profile, exif = chunks.get(b"ICCP"), chunks.get(b"EXIF")
    return Header(
        _NAME,
        _MEDIA,
        bits.size,
        _bare(bits),
        None if bits.alpha is None else _bare(bits._replace(alpha=None)),
        None if profile is None else bytes(profile),
        is_srgb=profile is None,
        orientation=1 if exif is None else exif_orientation(bytes(exif), name),
        canvas=canvas,
        offset=offset,
        is_opaque=not bits.has_alpha,
        is_bare=True,
    )


def _chunks(rest: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Each chunk's name and content; one that is cut off is left out."""
    while len(rest) >= _CHUNK:
        kind, length = struct.unpack_from("<4sL", rest)
        body = rest[_CHUNK : _CHUNK + length]
        if len(body) < length:
            return
        yield kind, body
        rest = rest[_CHUNK + length + length % 2 :]


def _bitstream(chunks: dict[bytes, memoryview]) -> _Bitstream:
    if (data := chunks.get(b"VP8 ")) is not None:
        alpha = chunks.get(b"ALPH")
        if bytes(data[3:6]) != _LOSSY_START:
            raise _DamagedError
        width, height = struct.unpack_from("<2H", data, 6)
        size = width & _14_BITS, height & _14_BITS  # above these bits is how to scale it
        if not all(size):
            raise _DamagedError
        return _Bitstream(b"VP8 ", data, alpha, size, alpha is not None)
    if (data := chunks.get(b"VP8L")) is not None:
        start, bits = struct.unpack_from("<BL", data)
        if start != _LOSSLESS_START:
            raise _DamagedError
        size = (bits & _14_BITS) + 1, (bits >> 14 & _14_BITS) + 1
        return _Bitstream(b"VP8L", data, None, size, bool(bits >> 28 & 1))
    raise _DamagedError


def _bare(bits: _Bitstream) -> bytes:
    body = _chunk(bits.kind, bits.data)
    if bits.alpha is not None:
        width, height = (length - 1 for length in bits.size)
        canvas = width.to_bytes(3, "little") + height.to_bytes(3, "little")
        extended = struct.pack("<L", _ALPHA_FLAG) + canvas
        body = _chunk(b"VP8X", extended) + _chunk(b"ALPH", bits.alpha) + body
    return b"".join((b"RIFF", struct.pack("<L", 4 + len(body)), b"WEBP", body))


def _chunk(kind: bytes, body: bytes | memoryview) -> bytes:
    return b"".join((kind, struct.pack("<L", len(body)), body, bytes(len(body) % 2)))


def _24_bits(data: memoryview, start: int) -> int:
    low, high = struct.unpack_from("<HB", data, start)
    return int(low) | int(high) << 16


def _minus_one(data: memoryview, start: int) -> int:
    if len(data) < _EXTENDED:
        raise _DamagedError
    return _24_bits(data, start) + 1
