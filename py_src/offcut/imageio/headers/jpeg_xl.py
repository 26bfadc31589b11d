"""The first bits of a JPEG XL file (ISO/IEC 18181-1, Annex D; 18181-2 for the container)."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import Final

from offcut.imageio.headers.header import Header, damaged

NAME: Final = "JPEG XL"
_CODESTREAM: Final = b"\xff\x0a"
_CONTAINER: Final = b"\0\0\0\x0cJXL \r\n\x87\n"
_LENGTHS: Final = (9, 13, 18, 30)
"""Bits of a width or height, by the two bits before it."""

_RATIOS: Final = tuple(
    Fraction(*pair) for pair in ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
)
"""Of width to height, by three bits, from 1."""

_FIRST_SIDEWAYS: Final = 4  # of the three bits that say the orientation, from 0
_ENOUGH: Final = 64  # bytes


class _DamagedError(Exception):
    """The file ends too early."""


def is_jpeg_xl(data: bytes) -> bool:
    """Whether a file is JPEG XL, by its first bytes."""
    return data.startswith((_CODESTREAM, _CONTAINER))


def read_header(data: bytes, name: str) -> Header:
    """What a JPEG XL file says of its picture; its colour profile is packed among the pixels.

    Args:
        data: the whole file.
        name: what to call it in an error.

    Raises:
        UnreadableImageError: if it is damaged.
    """
    try:
        bits = _Bits(_codestream(data))
        size = _size(bits)
        is_default = bits.take(1)
        if not is_default and bits.take(1) and bits.take(3) >= _FIRST_SIDEWAYS:
            size = size[::-1]
    except (_DamagedError, struct.error) as error:
        raise damaged(name, NAME) from error
    return Header(NAME, "image/jxl", size, data, is_srgb=False)


class _Bits:
    """Bits from the lowest of the first byte on."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "little")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._left:
            raise _DamagedError
        value = self._value & ((1 << count) - 1)
        self._value >>= count
        self._left -= count
        return value


def _codestream(data: bytes) -> bytes:
    """Its first bytes, after the signature."""
    if data.startswith(_CODESTREAM):
        return data[2:_ENOUGH]
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        if kind == b"jxlp":
            start += 4  # the part's number
        if kind in {b"jxlc", b"jxlp"} and data.startswith(_CODESTREAM, start):
            return data[start + 2 : start + _ENOUGH]
        if length < 8:
            break
        at += length
    raise _DamagedError


def _size(bits: _Bits) -> tuple[int, int]:
    is_small = bits.take(1)

    def length() -> int:
        return 8 * (bits.take(5) + 1) if is_small else bits.take(_LENGTHS[bits.take(2)]) + 1

    height = length()
    ratio = bits.take(3)
    width = int(height * _RATIOS[ratio - 1]) if ratio else length()
    return width, height
