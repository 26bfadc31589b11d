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


class DamagedError(Exception):
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
    except (DamagedError, struct.error) as error:
        raise damaged(name, _NAME) from error


def canvas_of(extended: memoryview) -> tuple[int, int]:
    """Width and height that a VP8X chunk says.

    Raises:
        DamagedError: if it is too short.
    """
    return _minus_one(extended, 4), _minus_one(extended, 7)


def frame_size(frame: memoryview) -> tuple[int, int]:
    """Width and height of the picture in an ANMF chunk.

    Raises:
        struct.error, DamagedError: if it is not what it must be.
    """
    return _frame_bits(frame).size


def frame_header(frame: memoryview) -> Header:
    """The picture in an ANMF chunk, of which nothing but the pixels is said.

    Raises:
        struct.error, DamagedError: if it is not what it must be.
    """
    bits = _frame_bits(frame)
    opaque = None if bits.alpha is None else _bare(bits._replace(alpha=None))
    return Header(
        _NAME, _MEDIA, bits.size, _bare(bits), opaque, is_opaque=not bits.has_alpha, is_bare=True
    )


def frame_place(frame: memoryview) -> tuple[int, int]:
    """Where the picture in an ANMF chunk lies on the canvas.

    Raises:
        struct.error: if it is too short.
    """
    return 2 * _24_bits(frame, 0), 2 * _24_bits(frame, 3)


def frame_timing(frame: memoryview) -> tuple[int, int]:
    """Milliseconds and flags of an ANMF chunk.

    Raises:
        struct.error: if it is too short.
    """
    low, high, flags = struct.unpack_from("<HBB", frame, 12)
    return low | high << 16, flags


def exif_of(data: bytes) -> bytes | None:
    """What the EXIF chunk of a file holds."""
    chunks = dict(chunks_of(memoryview(data)[12:]))
    return bytes(chunks[b"EXIF"]) if b"EXIF" in chunks else None


def _header(data: bytes, name: str) -> Header:
    chunks: dict[bytes, memoryview] = {}
    for kind, body in chunks_of(memoryview(data)[12:]):
        chunks.setdefault(kind, body)  # of several, such as frames, the first
    canvas, offset = None, (0, 0)
    if (extended := chunks.get(b"VP8X")) is not None:
        canvas = canvas_of(extended)
    if (frame := chunks.get(b"ANMF")) is not None:
        offset = frame_place(frame)
        bits = _frame_bits(frame)
    else:
        bits = _bitstream(chunks)
    if canvas is None or (canvas, offset) == (bits.size, (0, 0)):
        canvas = None
    elif any(o + s > c for o, s, c in zip(offset, bits.size, canvas, strict=True)):
        raise DamagedError
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


def chunks_of(rest: memoryview) -> Iterator[tuple[bytes, memoryview]]:
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
            raise DamagedError
        width, height = struct.unpack_from("<2H", data, 6)
        size = width & _14_BITS, height & _14_BITS  # above these bits is how to scale it
        if not all(size):
            raise DamagedError
        return _Bitstream(b"VP8 ", data, alpha, size, alpha is not None)
    if (data := chunks.get(b"VP8L")) is not None:
        start, bits = struct.unpack_from("<BL", data)
        if start != _LOSSLESS_START:
            raise DamagedError
        size = (bits & _14_BITS) + 1, (bits >> 14 & _14_BITS) + 1
        return _Bitstream(b"VP8L", data, None, size, bool(bits >> 28 & 1))
    raise DamagedError


def _frame_bits(frame: memoryview) -> _Bitstream:
    return _bitstream(dict(chunks_of(frame[_FRAME:])))


def _bare(bits: _Bitstream) -> bytes:
    body = chunk(bits.kind, bits.data)
    if bits.alpha is not None:
        width, height = (length - 1 for length in bits.size)
        canvas = width.to_bytes(3, "little") + height.to_bytes(3, "little")
        extended = struct.pack("<L", _ALPHA_FLAG) + canvas
        body = chunk(b"VP8X", extended) + chunk(b"ALPH", bits.alpha) + body
    return b"".join((b"RIFF", struct.pack("<L", 4 + len(body)), b"WEBP", body))


def chunk(kind: bytes, body: bytes | memoryview) -> bytes:
    """A chunk's bytes."""
    return b"".join((kind, struct.pack("<L", len(body)), body, bytes(len(body) % 2)))


def _24_bits(data: memoryview, start: int) -> int:
    low, high = struct.unpack_from("<HB", data, start)
    return int(low) | int(high) << 16


def _minus_one(data: memoryview, start: int) -> int:
    if len(data) < _EXTENDED:
        raise DamagedError
    return _24_bits(data, start) + 1
