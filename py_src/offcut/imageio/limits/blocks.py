"""How many blocks a PNG or a GIF is cut into: Pillow reads each of them by itself, in Python."""

from __future__ import annotations

import struct
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
GIF: Final = b"GIF8"

_MOST_CHUNKS: Final = 100_000
_MOST_SUB_BLOCKS: Final = 4_000
"""Before the first picture: 1 MB. Pillow copies a comment again for each of its sub-blocks."""

_GIF_HEADER: Final = 13  # bytes
_EXTENSION: Final = 0x21
_PICTURE: Final = (0x2C, 0x3B)  # or the end of the file


def is_slow_png(data: bytes) -> bool:
    """Whether a PNG has too many chunks (PNG specification, 5.3) before its end."""
    at = len(PNG)
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            return False
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IEND":  # what follows is not read
            return False
        at += 12 + length
    return True


def is_slow_gif(data: bytes) -> bool:
    """Whether there are too many blocks before a GIF's first picture (GIF89a, 15 and 24)."""
    flags = data[10] if len(data) > _GIF_HEADER else 0
    at = _GIF_HEADER + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    blocks = 0
    while blocks <= _MOST_SUB_BLOCKS:
        if at >= len(data) or data[at] in _PICTURE:
            return False
        is_extension = data[at] == _EXTENSION
        at += 2 if is_extension else 1
        blocks += 1
        while is_extension and at < len(data) and data[at] and blocks <= _MOST_SUB_BLOCKS:
            at += 1 + data[at]
            blocks += 1
        at += is_extension
    return True
