"""A TIFF that is packed by deflate, put together anew with nothing packed.

Pyodide's libtiff can't unpack it. All else stays as it was, so that the decoder reads it as usual.
"""

from __future__ import annotations

import struct
from typing import Final

import numpy as np

from offcut.imageio.containers.directories import Directory, pages
from offcut.imageio.containers.tiff_pieces import (
    COMPRESSION,
    DEFLATE,
    NONE,
    PREDICTOR,
    Layout,
    unpacked_pieces,
)

_LONG: Final = 4
_ENTRY: Final = 12


def unpacked(data: bytes) -> bytes | None:
    """Unpack the first page.

    Args:
        data: a TIFF file.

    Returns:
        A whole file; None if it is not packed by deflate, or in a way that is not known here.

    Raises:
        zlib.error: if it is damaged.
    """
    found = pages(data)
    if not found or data[2:4] not in (b"*\0", b"\0*") or found[0].value(COMPRESSION) not in DEFLATE:
        return None
    layout = Layout.of(data, found[0])
    pieces = None if layout is None else unpacked_pieces(data, found[0], layout)
    if layout is None or pieces is None:
        return None
    return _assembled(data, found[0], layout.tags, pieces)


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
        elif tag in (COMPRESSION, PREDICTOR):
            struct.pack_into(order + "HIHH", changed, place + 2, 3, 1, NONE, 0)
    changed += bytes(table - len(data))
    changed += struct.pack(f"{order}{2 * len(pieces)}I", *offsets, *lengths)
    return b"".join((changed, *pieces))
