"""The frames of an animated WebP (RFC 9649, 2.7.1)."""

from __future__ import annotations

import struct
from typing import Final

from offcut.imageio.animations.frames import Part, Split
from offcut.imageio.headers import webp

_CLEARS: Final = 1
_REPLACES: Final = 2
_THOUSANDTHS: Final = 1000
_PADDING: Final = 1  # byte, which some writers count but do not write


def split(data: bytes) -> Split:
    """Find the frames that are whole.

    Raises:
        struct.error, webp.DamagedError: if a chunk is not what it must be.
    """
    size, plays = (0, 0), 0
    profile = None
    parts: list[Part] = []
    is_cut = len(data) + _PADDING < 8 + struct.unpack_from("<L", data, 4)[0]
    for kind, body in webp.chunks_of(memoryview(data)[12:]):
        if kind == b"VP8X":
            size = webp.canvas_of(body)
        elif kind == b"ICCP":
            profile = bytes(body)
        elif kind == b"ANIM":
            (plays,) = struct.unpack_from("<H", body, 4)
        elif kind == b"ANMF":
            parts.append(_part(body))
    return Split(size, tuple(parts), plays, is_cut, profile)


def _part(frame: memoryview) -> Part:
    left, upper = webp.frame_place(frame)
    width, height = webp.frame_size(frame)
    delay, flags = webp.frame_timing(frame)
    return Part(
        (left, upper, left + width, upper + height),
        (delay, _THOUSANDTHS),
        "clear" if flags & _CLEARS else "keep",
        blends=not flags & _REPLACES,
        file=lambda: webp.frame_header(frame).bare,
        header=lambda: webp.frame_header(frame),
    )
