"""The strips or tiles of a TIFF's page, unpacked to the bytes of its samples.

Deflate is unpacked by zlib: Pyodide's libtiff can't. LZW and PackBits are left to Pillow, which
gets each piece as a grey picture of its own. So samples of kinds that Pillow doesn't know are
unpacked too. TIFF 6.0, sections 3 (strips), 9 (PackBits), 13 (LZW), 14 (differences) and 15
(tiles); Adobe's TIFF Technical Notes of 2002 (deflate) and 3 of 2005 (differences of floats).
"""

from __future__ import annotations

import io
import itertools
import struct
import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from offcut.imageio.containers.directories import LENGTH, PHOTOMETRIC, WIDTH, Directory
from offcut.imageio.picture import MAX_PIXELS

BITS: Final = 258
COMPRESSION: Final = 259
SAMPLES: Final = 277
PLANAR: Final = 284
PREDICTOR: Final = 317
DEFLATE: Final = (8, 32946)
NONE: Final = 1

_LZW: Final = 5
_PACKBITS: Final = 32773
_ROWS_PER_STRIP: Final = 278
_STRIPS: Final = (273, 279)  # offsets, lengths
_TILES: Final = (324, 325)
_TILE_WIDTH: Final = 322
_TILE_LENGTH: Final = 323
_HORIZONTAL: Final = 2
_FLOATING: Final = 3
_APART: Final = 2
_MOST: Final = 1 << 31
"""Bytes of all pieces together: a picture of ``MAX_PIXELS`` with four floats a pixel."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is cut in pieces.

    Attributes:
        width: of the page, pixels.
        length: likewise, its height.
        samples: of each pixel in a piece: all, or one where each channel has pieces of its own.
        planes: how many times the page's area is covered.
        bits: of a sample.
        piece: width and height of a piece, but for the last strip.
        tags: with the pieces' places, and with their lengths.
        order: struct's sign of the byte order.
    """

    width: int
    length: int
    samples: int
    planes: int
    bits: int
    piece: tuple[int, int]
    tags: tuple[int, int]
    order: str

    @classmethod
    def of(cls, data: bytes, page: Directory) -> Layout | None:
        """Read it; None if it makes no sense, or is larger than any picture may be."""
        width, length = page.value(WIDTH), page.value(LENGTH)
        count, is_apart = page.value(SAMPLES, 1), page.value(PLANAR) == _APART
        is_tiled = _TILES[0] in page.values
        rows = min(page.value(_ROWS_PER_STRIP, length), length)
        piece = (page.value(_TILE_WIDTH), page.value(_TILE_LENGTH)) if is_tiled else (width, rows)
        bits = page.value(BITS, 1)
        is_sane = 0 < width * length <= MAX_PIXELS and 0 < piece[0] * piece[1] <= MAX_PIXELS
        if not is_sane or width * length * count * bits > 8 * _MOST:
            return None
        samples, planes = (1, count) if is_apart else (count, 1)
        order = "<" if data.startswith(b"II") else ">"
        tags = _TILES if is_tiled else _STRIPS
        return cls(width, length, samples, planes, bits, piece, tags, order)

    @property
    def is_tiled(self) -> bool:
        """Whether pieces lie beside each other too."""
        return self.tags == _TILES

    @property
    def line(self) -> int:
        """Bytes of a line of a piece."""
        return (self.piece[0] * self.samples * self.bits + 7) // 8

    @property
    def across(self) -> int:
        """Pieces beside each other."""
        return -(-self.width // self.piece[0])

    @property
    def down(self) -> int:
        """Pieces below each other."""
        return -(-self.length // self.piece[1])

    @property
    def count(self) -> int:
        """Pieces in all."""
        return self.across * self.down * self.planes

    def lines(self, number: int) -> int:
        """How many lines a piece has: of strips, the last one can have fewer."""
        rows = self.piece[1]
        if self.is_tiled:
            return rows
        return min(rows, self.length - number % self.down * rows)


def unpacked_pieces(data: bytes, page: Directory, layout: Layout) -> list[bytes] | None:
    """Unpack all pieces of a page.

    Returns:
        Each as it would stand in a file without compression; None if they are packed in a way that
        is not known here.

    Raises:
        zlib.error, OSError: if one is damaged.
    """
    packing, predictor = page.value(COMPRESSION, NONE), page.value(PREDICTOR, NONE)
    offsets, lengths = (page.all(data, tag) for tag in layout.tags)
    stored = [data[start : start + size] for start, size in zip(offsets, lengths, strict=False)]
    if packing == NONE and not layout.is_tiled:
        return _cut(b"".join(stored), layout)  # some writers take all channels for one strip
    is_known = packing in (NONE, *DEFLATE, _LZW, _PACKBITS) and predictor in range(1, 4)
    if not is_known or len(stored) != layout.count:
        return None
    pieces = []
    for number, packed in enumerate(stored):
        lines = layout.lines(number)
        if packing == NONE:
            piece = packed
        elif packing in DEFLATE:
            piece = zlib.decompressobj().decompress(packed, layout.line * lines)
        else:
            piece = _by_pillow(packed, packing, (layout.line, lines))
        pieces.append(piece if packing == NONE else _undone(piece, predictor, layout))
    return pieces


def _cut(stored: bytes, layout: Layout) -> list[bytes]:
    lengths = [layout.line * layout.lines(number) for number in range(layout.count)]
    ends = list(itertools.accumulate(lengths))
    return [stored[end - size : end] for end, size in zip(ends, lengths, strict=True)]


def _by_pillow(packed: bytes, packing: int, size: tuple[int, int]) -> bytes:
    """Unpack bytes as if they were a grey picture.

    Raises:
        OSError: if they are damaged.
    """
    tags = {
        WIDTH: size[0], LENGTH: size[1], BITS: 8, COMPRESSION: packing, PHOTOMETRIC: 1,
        _STRIPS[0]: 8, SAMPLES: 1, _ROWS_PER_STRIP: size[1], _STRIPS[1]: len(packed),
    }  # fmt: skip
    padding = bytes(len(packed) % 2)
    head = struct.pack("<2sHI", b"II", 42, 8 + len(packed) + len(padding))
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    with Image.open(io.BytesIO(head + packed + padding + directory), formats=["TIFF"]) as image:
        return image.tobytes()


def _undone(piece: bytes, predictor: int, layout: Layout) -> bytes:
    """Add up the differences of neighbours."""
    if predictor == NONE or layout.bits % 8:
        return piece
    size = layout.bits // 8
    whole = len(piece) // layout.line * layout.line
    if predictor == _HORIZONTAL:
        if size not in (1, 2, 4, 8):
            return piece
        kind = f"{layout.order}u{size}"
        lines = np.frombuffer(piece[:whole], kind).reshape(-1, layout.piece[0], layout.samples)
        summed = np.cumsum(lines, axis=1, dtype=lines.dtype.newbyteorder("="))
        return summed.astype(kind).tobytes()
    # the lines' bytes by weight, the heaviest first, each less the one of a pixel before
    differences = np.frombuffer(piece[:whole], np.uint8)
    by_pixel = differences.reshape(-1, layout.piece[0] * size, layout.samples)
    weights = np.cumsum(by_pixel, axis=1, dtype=np.uint8).reshape(len(by_pixel), size, -1)
    values = weights.transpose(0, 2, 1)
    return (values if layout.order == ">" else values[..., ::-1]).tobytes()
