"""The frames of an animated PNG (PNG specification, third edition, 11.3.6)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from offcut.imageio.animations.frames import Disposal, Part, Split
from offcut.imageio.containers.chunks import SIGNATURE, Chunk, walk, written
from offcut.imageio.picture import MAX_PIXELS

_CONTROL: Final = struct.Struct(">5I2H2B")
_HEADER: Final = struct.Struct(">2I5B")
_SEQUENCE: Final = 4  # bytes of a number ahead of a frame's pixels
_HUNDREDTHS: Final = 100
_DISPOSALS: Final[dict[int, Disposal]] = {1: "clear", 2: "restore"}
_COLOURS: Final = (b"PLTE", b"tRNS")
_MOST_BYTES: Final = 8
"""A pixel has at most."""

_AT_ONCE: Final = 1 << 20
"""Bytes that are unpacked, to be thrown away."""


@dataclass(slots=True)
class _Frame:
    """A control chunk, and where the pixels that follow it are."""

    control: tuple[int, ...]
    pixels: list[tuple[int, int]] = field(default_factory=list)
    is_cut: bool = False


def split(data: bytes) -> Split:
    """Find the frames that are whole.

    A picture ahead of the first control chunk is for those who can't play the file: no frame.

    Raises:
        struct.error: if not even the header is there.
    """
    header = _HEADER.unpack_from(data, len(SIGNATURE) + 8)
    found: list[_Frame] = []
    shared: list[bytes] = []
    announced, plays, has_end = 0, 0, False
    for chunk in walk(data):
        body = data[chunk.data : chunk.end]
        if chunk.kind == b"acTL" and len(body) >= 8:
            announced, plays = struct.unpack_from(">2I", body)
        elif chunk.kind == b"fcTL" and len(body) >= _CONTROL.size:
            found.append(_Frame(_CONTROL.unpack_from(body)))
        elif chunk.kind in _COLOURS and not chunk.is_cut:
            shared.append(written(chunk.kind, body))
        elif chunk.kind in (b"IDAT", b"fdAT") and found:
            _add(found[-1], chunk)
        has_end = has_end or chunk.kind == b"IEND"
    whole = [frame for frame in found if frame.pixels and not frame.is_cut]
    if not has_end and whole and whole[-1] is found[-1] and not _is_complete(data, whole[-1]):
        whole.pop()
    parts = tuple(_part(data, header[2:], shared, frame) for frame in whole)
    return Split(header[:2], parts, plays, len(parts) < announced)


def _add(frame: _Frame, chunk: Chunk) -> None:
    start = chunk.data if chunk.kind == b"IDAT" else chunk.data + _SEQUENCE
    frame.pixels.append((start, chunk.end))
    frame.is_cut = frame.is_cut or chunk.is_cut


def _part(data: bytes, kind: tuple[int, ...], shared: list[bytes], frame: _Frame) -> Part:
    _, width, height, left, upper, number, parts, disposal, blend = frame.control
    return Part(
        (left, upper, left + width, upper + height),
        (number, parts or _HUNDREDTHS),
        _DISPOSALS.get(disposal, "keep"),
        blends=blend == 1,
        file=partial(_file, data, (width, height, *kind), shared, frame.pixels),
    )


def _file(
    data: bytes, header: tuple[int, ...], shared: list[bytes], pixels: list[tuple[int, int]]
) -> bytes:
    body = b"".join(data[start:end] for start, end in pixels)
    chunks = [written(b"IHDR", _HEADER.pack(*header)), *shared]
    return b"".join([SIGNATURE, *chunks, written(b"IDAT", body), written(b"IEND", b"")])


def _is_complete(data: bytes, frame: _Frame) -> bool:
    """Whether no chunk of the last frame's pixels is missing."""
    _, width, height, *_ = frame.control
    if width * height > MAX_PIXELS:
        return False
    stream = zlib.decompressobj()
    rest = b"".join(data[start:end] for start, end in frame.pixels)
    steps = (width * _MOST_BYTES + 8) * height // _AT_ONCE + 2
    try:
        while rest and steps and not stream.eof:
            stream.decompress(rest, _AT_ONCE)
            rest, steps = stream.unconsumed_tail, steps - 1
    except zlib.error:
        return False
    return stream.eof
