"""A TIFF that is packed by deflate (Adobe's TIFF technical notes), unpacked by zlib.

Pyodide's libtiff can't do that. The file is put together anew with its strips or tiles as they are
when nothing packs them, so that the decoder sees all else as it was.
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

import numpy as np

from offcut.imageio.containers.directories import LENGTH, WIDTH, Directory, pages
from offcut.imageio.picture import MAX_PIXELS

_COMPRESSION: Final = 259
_BITS: Final = 258
_SAMPLES: Final = 277
_ROWS_PER_STRIP: Final = 278
_PLANAR: Final = 284
_PREDICTOR: Final = 317
_STRIPS: Final = (273, 279)  # offsets, lengths
_TILES: Final = (324, 325)
_TILE_WIDTH: Final = 322
_TILE_LENGTH: Final = 323

_DEFLATE: Final = (8, 32946)
_NONE: Final = 1
_HORIZONTAL: Final = 2
_APART: Final = 2
_LONG: Final = 4
_ENTRY: Final = 12
_MOST: Final = 1 << 30
"""Bytes of all pieces together."""


def unpacked(data: bytes) -> bytes | None:
    """Unpack the first page.

    Args:
        data: a TIFF file.

    Returns:
        A whole file; None if it is not packed by deflate, or in a way that is not known here.
    """
    found = pages(data)
    if not found or data[2:4] not in (b"*\0", b"\0*"):
        return None
    page = found[0]
    predictor = page.value(_PREDICTOR, _NONE)
    if page.value(_COMPRESSION) not in _DEFLATE or predictor not in (_NONE, _HORIZONTAL):
        return None
    offsets_tag, lengths_tag = _TILES if _TILES[0] in page.values else _STRIPS
    offsets, lengths = page.all(data, offsets_tag), page.all(data, lengths_tag)
    layout = _Layout(page, is_tiled=offsets_tag == _TILES[0])
    if not offsets or len(offsets) != len(lengths) or len(offsets) * layout.piece > _MOST:
        return None
    pieces = []
    for start, length in zip(offsets, lengths, strict=True):
        piece = _inflated(data[start : start + length], layout.piece)
        pieces.append(layout.undo(piece, data[:2]) if predictor == _HORIZONTAL else piece)
    return _assembled(data, page, (offsets_tag, lengths_tag), pieces)


class _Layout:
    """How large a piece is, and a line in it."""

    def __init__(self, page: Directory, *, is_tiled: bool) -> None:
        self.bits = page.value(_BITS, 1)
        self.samples = 1 if page.value(_PLANAR) == _APART else page.value(_SAMPLES, 1)
        height = page.value(LENGTH)
        self.width = page.value(_TILE_WIDTH) if is_tiled else page.value(WIDTH)
        lines = page.value(_TILE_LENGTH) if is_tiled else page.value(_ROWS_PER_STRIP, height)
        lines = lines if is_tiled else min(lines, height)
        is_sane = 0 < self.width * lines <= MAX_PIXELS
        self.line = (self.width * self.samples * self.bits + 7) // 8
        self.piece = self.line * lines if is_sane else _MOST + 1

    def undo(self, piece: bytes, order: bytes) -> bytes:
        """Add up the differences of neighbours (TIFF 6.0, section 14)."""
        if self.bits not in (8, 16, 32):
            return piece
        kind = f"{'<' if order == b'II' else '>'}u{self.bits // 8}"
        whole = len(piece) // self.line * self.line
        shape = -1, self.width, self.samples
        lines = np.frombuffer(piece[:whole], kind).reshape(shape)
        return np.cumsum(lines, axis=1, dtype=lines.dtype.newbyteorder("=")).astype(kind).tobytes()


def _inflated(data: bytes, length: int) -> bytes:
    """At most so many bytes.

    Raises:
        zlib.error: if it is damaged.
    """
    return zlib.decompressobj().decompress(data, length)


def _assembled(data: bytes, page: Directory, tags: tuple[int, int], pieces: list[bytes]) -> bytes:
    """The file with its pieces behind it, and the first directory pointing there."""
    order = "<" if data.startswith(b"II") else ">"
    lengths = [len(piece) for piece in pieces]
    table = len(data) + len(data) % 2
    start = table + 8 * len(pieces)
    offsets = [start + sum_ for sum_ in np.cumsum([0, *lengths[:-1]]).tolist()]
    changed = bytearray(data)
    (count,) = struct.unpack_from(order + "H", data, page.at)
    for number in range(count):
        place = page.at + 2 + number * _ENTRY
        (tag,) = struct.unpack_from(order + "H", data, place)
        if tag in tags:
            values, at = (offsets, table) if tag == tags[0] else (lengths, table + 4 * len(pieces))
            value = at if len(pieces) > 1 else values[0]
            struct.pack_into(order + "HII", changed, place + 2, _LONG, len(pieces), value)
        elif tag in (_COMPRESSION, _PREDICTOR):
            struct.pack_into(order + "HIHH", changed, place + 2, 3, 1, _NONE, 0)
    changed += bytes(table - len(data))
    changed += struct.pack(f"{order}{2 * len(pieces)}I", *offsets, *lengths)
    return b"".join((changed, *pieces))
