"""A large HEIC without an encoder: a grid of which each tile is the same small picture.

ISO/IEC 23008-12: 6.6.2.3 (grids) and 9.3 (their items); the boxes are those of ISO/IEC 14496-12.
"""

from __future__ import annotations

import struct


def heic_grid(tile: bytes, inner: tuple[int, int], outer: tuple[int, int]) -> bytes:
    """Repeat a picture in a grid of grids: decoders limit how many items a file has.

    Args:
        tile: a HEIC file whose one item is coded, its properties hvcC, colr, ispe and pixi.
        inner: columns and rows of the small grids, 1 to 256.
        outer: columns and rows of the one that is made of them, 1 to 256.

    Returns:
        A HEIC file.
    """
    meta = dict(_boxes(dict(_boxes(tile))[b"meta"][4:]))
    properties = list(_boxes(dict(_boxes(meta[b"iprp"]))[b"ipco"]))
    coded = dict(_boxes(tile))[b"mdat"]
    width, height = struct.unpack_from(">2L", dict(properties)[b"ispe"], 4)
    middle = width * inner[0], height * inner[1]
    whole = middle[0] * outer[0], middle[1] * outer[1]
    sizes = [_box(b"ispe", bytes(4), struct.pack(">2L", *size)) for size in (middle, whole)]
    ipco = _box(b"ipco", *(_box(kind, body) for kind, body in properties), *sizes)
    count = len(properties)
    colours = [kind for kind, _ in properties].index(b"colr") + 1

    # a grid may name an item once only, so there are many, of the same bytes
    tiles = range(2, 2 + inner[0] * inner[1])
    grids = range(tiles.stop, tiles.stop + outer[0] * outer[1])
    kinds = {1: b"grid"} | dict.fromkeys(tiles, b"hvc1") | dict.fromkeys(grids, b"grid")
    has = {1: (count + 2, colours)} | dict.fromkeys(tiles, tuple(range(1, count + 1)))
    has |= dict.fromkeys(grids, (count + 1, colours))
    made_of = {1: grids} | dict.fromkeys(grids, tiles)
    contents = {1: _grid(outer, whole), 2: coded, grids.start: _grid(inner, middle)}
    data = b"".join(contents.values())
    places = {1: (0, len(contents[1]))}
    places |= dict.fromkeys(tiles, (len(contents[1]), len(coded)))
    places |= dict.fromkeys(grids, (len(contents[1]) + len(coded), len(contents[grids.start])))

    fixed = (
        _box(b"hdlr", meta[b"hdlr"]),
        _box(b"pitm", bytes(4), struct.pack(">H", 1)),
        _box(b"iinf", bytes(4), struct.pack(">H", len(kinds)), *map(_item, kinds, kinds.values())),
        _box(b"iref", bytes(4), *map(_references, made_of, made_of.values())),
        _box(b"iprp", ipco, _associations(has)),
    )
    ftyp = _box(b"ftyp", dict(_boxes(tile))[b"ftyp"])

    def head(start: int) -> bytes:
        """All before the data, which starts there."""
        return ftyp + _box(b"meta", bytes(4), *fixed, _locations(places, start))

    return head(len(head(0)) + 8) + _box(b"mdat", data)


def _grid(cells: tuple[int, int], size: tuple[int, int]) -> bytes:
    columns, rows = cells
    return struct.pack(">4B2L", 0, 1, rows - 1, columns - 1, *size)


def _references(item: int, to: range) -> bytes:
    return _box(b"dimg", struct.pack(f">HH{len(to)}H", item, len(to), *to))


def _associations(has: dict[int, tuple[int, ...]]) -> bytes:
    entries = (
        struct.pack(">HB", item, len(all_)) + bytes(all_) for item, all_ in sorted(has.items())
    )
    return _box(b"ipma", bytes(4), struct.pack(">L", len(has)), *entries)


def _locations(places: dict[int, tuple[int, int]], start: int) -> bytes:
    entries = (
        struct.pack(">HHHLL", item, 0, 1, start + at, length)
        for item, (at, length) in places.items()
    )
    return _box(b"iloc", bytes(4), struct.pack(">BBH", 0x44, 0, len(places)), *entries)


def _boxes(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 0
    while at < len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        found.append((kind, data[at + 8 : at + length]))
        at += length
    return found


def _box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">L4s", 8 + len(body), kind) + body


def _item(number: int, kind: bytes) -> bytes:
    return _box(b"infe", struct.pack(">LHH4sx", 2 << 24, number, 0, kind))
