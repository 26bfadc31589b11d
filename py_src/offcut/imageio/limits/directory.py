"""How much a directory of TIFF tags makes its reader read (TIFF 6.0, section 2); EXIF has one too.

Each tag says where its values are. If thousands of tags name the same large place, a small file
takes hours.
"""

from __future__ import annotations

import struct
from typing import Final

_EXIF: Final = b"Exif\0\0"
_ORDERS: Final = {b"II": "<", b"MM": ">"}
_BIG: Final = 43
_SIZES: Final = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8,
    17: 8, 18: 8,
}  # fmt: skip
_MOST_TAGS: Final = 1 << 16
_SPARE: Final = 1 << 16  # bytes


def repeats_itself(data: bytes) -> bool:
    """Whether the first directory makes its reader read much more than there is.

    Args:
        data: a TIFF file, or EXIF; of what is neither, and of what breaks off, as much is counted
            as there is.
    """
    while data.startswith(_EXIF):
        data = data[len(_EXIF) :]
    order = _ORDERS.get(data[:2])
    if order is None:
        return False
    try:
        return _read(data, order) > 2 * len(data) + _SPARE
    except struct.error:  # it ends within the directory
        return False


def _read(data: bytes, order: str) -> int:
    """Bytes of all values that lie outside of the directory."""
    is_big = struct.unpack_from(f"{order}H", data, 2)[0] == _BIG
    place, entry, inside = ("Q", "HHQQ", 8) if is_big else ("L", "HHLL", 4)
    (at,) = struct.unpack_from(order + place, data, 8 if is_big else 4)
    (count,) = struct.unpack_from(order + ("Q" if is_big else "H"), data, at)
    at += 8 if is_big else 2
    step = struct.calcsize(order + entry)
    total = 0
    for number in range(min(count, _MOST_TAGS, (len(data) - at) // step)):
        _, kind, length, offset = struct.unpack_from(order + entry, data, at + number * step)
        size = _SIZES.get(kind, 0) * length
        if size > inside:
            total += max(0, min(size, len(data) - offset))
    return total
