"""The first bits of a JPEG XL file (ISO/IEC 18181-1, Annex D; 18181-2 for the container)."""

from __future__ import annotations

import struct
from contextlib import suppress
from fractions import Fraction
from typing import Final

from offcut.imageio.colour import code_points
from offcut.imageio.colour.code_points import SRGB, Space
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
_ENOUGH: Final = 4096  # bytes
_RGB: Final = 0
_GREY: Final = 1
_SRGB: Final = 1
_D65: Final = 1
_ALPHA: Final = 0
_PLAIN_CHANNELS: Final = range(2)
"""Alpha and depth: others have more fields."""

_PRIMARIES: Final = {11: 12}
"""Of P3, whose number in H.273 goes by its white too; others are the same."""


class _DamagedError(Exception):
    """The file ends too early."""


class _UnknownError(Exception):
    """There is something that is not read here."""


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
        said = _Metadata(bits)
    except (_DamagedError, struct.error) as error:
        raise damaged(name, NAME) from error
    size = size[::-1] if said.is_sideways else size
    is_srgb = said.space == SRGB
    space = None if is_srgb else said.space
    return Header(NAME, "image/jxl", size, data, is_srgb=is_srgb, space=space, depth=said.depth)


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

    def one_of(self, *ways: int | tuple[int, int]) -> int:
        """A number in one of four ways: itself, or so many bits and what is added to them."""
        way = ways[self.take(2)]
        return way if isinstance(way, int) else self.take(way[0]) + way[1]

    def number(self) -> int:
        """Of a list in the standard."""
        return self.one_of(0, 1, (4, 2), (6, 18))


class _Metadata:
    """What matters of ImageMetadata (18181-1, table A.16, and those below it).

    Attributes:
        is_sideways: whether width and height change places.
        depth: bits of a sample.
        space: the colour space; None if it isn't known here, or a profile says it.
    """

    def __init__(self, bits: _Bits) -> None:
        self.is_sideways, self.depth = False, 8
        self.space: Space | None = SRGB
        if bits.take(1):
            return
        has_more = bits.take(1)
        if has_more:
            self.is_sideways = bits.take(3) >= _FIRST_SIDEWAYS
        self.space = None
        with suppress(_UnknownError):
            self._read_on(bits, has_more=bool(has_more))

    def _read_on(self, bits: _Bits, *, has_more: bool) -> None:
        if has_more:
            self._skip_previews(bits)
        self.depth = self._depth(bits)
        bits.take(1)
        for _ in range(bits.one_of(0, 1, (4, 2), (12, 1))):
            self._skip_channel(bits)
        bits.take(1)  # whether samples are of the space XYB, which is the decoder's matter
        self.space = SRGB if bits.take(1) else self._space(bits)

    @staticmethod
    def _skip_previews(bits: _Bits) -> None:
        if bits.take(1):
            _size(bits)
        if bits.take(1):
            raise _UnknownError  # a preview: nothing writes it
        if bits.take(1):
            bits.one_of(100, 1000, (10, 1), (30, 1))
            bits.one_of(1, 1001, (8, 1), (10, 1))
            bits.one_of(0, (3, 0), (16, 0), (32, 0))
            bits.take(1)

    @staticmethod
    def _depth(bits: _Bits) -> int:
        if bits.take(1):
            depth = bits.one_of(32, 16, 24, (6, 1))
            bits.take(4)
            return depth
        return bits.one_of(8, 10, 12, (6, 1))

    def _skip_channel(self, bits: _Bits) -> None:
        if bits.take(1):
            return
        kind = bits.number()
        self._depth(bits)
        bits.one_of(0, 3, 4, (3, 1))
        bits.take(8 * bits.one_of(0, (4, 0), (5, 16), (10, 48)))
        if kind not in _PLAIN_CHANNELS:
            raise _UnknownError
        if kind == _ALPHA:
            bits.take(1)

    @staticmethod
    def _space(bits: _Bits) -> Space | None:
        has_profile, kind = bits.take(1), bits.number()
        if has_profile or kind not in (_RGB, _GREY) or bits.number() != _D65:
            return None
        primaries = bits.number() if kind == _RGB else _SRGB
        if bits.take(1):
            return None  # a curve by a power
        return code_points.space(_PRIMARIES.get(primaries, primaries), bits.number(), 0, 1)


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
