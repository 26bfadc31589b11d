"""How large the pictures inside an ICO or ICNS are, which their directories may state wrongly."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from offcut.imageio.limits.blocks import PNG

_ICO: Final = b"\0\0\1\0"
_ICNS: Final = b"icns"
_JPEG_2000: Final = (b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP  ")


def inner_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Width and height of each picture inside, as its own header states them.

    Args:
        data: the file; of what is no icon, there are none.
    """
    if data.startswith(_ICO):
        offsets = _ico_offsets(data)
    elif data.startswith(_ICNS):
        offsets = _icns_offsets(data)
    else:
        return
    try:
        for offset in offsets:
            size = _size(data, offset)
            if size is not None:
                yield size
    except struct.error:  # it breaks off: the decoder will say so
        return


def _ico_offsets(data: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from("<H", data, len(_ICO))
    for entry in range(count):
        yield struct.unpack_from("<L", data, 6 + 16 * entry + 12)[0]


def _icns_offsets(data: bytes) -> Iterator[int]:
    at = 8
    while at + 8 <= len(data):
        yield at + 8
        at += max(8, struct.unpack_from(">L", data, at + 4)[0])


def _size(data: bytes, at: int) -> tuple[int, int] | None:
    if data.startswith(PNG, at):
        width, height = struct.unpack_from(">II", data, at + 16)  # of IHDR
    elif data.startswith(_JPEG_2000[0], at):
        # SIZ, which must come first: how far the grid reaches, and where the picture begins
        right, bottom, left, top = struct.unpack_from(">4I", data, at + 8)
        width, height = right - left, bottom - top
    elif data.startswith(_JPEG_2000[1], at):
        box = data.find(b"ihdr", at, at + 256)
        if box < 0:
            return None
        height, width = struct.unpack_from(">II", data, box + 4)
    elif data[at : at + 4] == b"\x28\0\0\0":  # a BMP's, with twice the height: a mask follows
        width, height = struct.unpack_from("<ii", data, at + 4)
        width, height = abs(width), abs(height) // 2
    else:
        return None
    return width, height
