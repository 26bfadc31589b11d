"""The directories of a TIFF (TIFF 6.0, section 2), and of raw files that are built like one."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NEW_SUBFILE_TYPE: Final = 254
WIDTH: Final = 256
LENGTH: Final = 257
PHOTOMETRIC: Final = 262
ORIENTATION: Final = 274
SUB_IFDS: Final = 330
DNG_VERSION: Final = 50706

_CLASSIC: Final = 42
_BIG: Final = 43
_RAW: Final = (0x4F52, 0x5352, 0x0055)  # Olympus and Panasonic have other numbers in this place
_SIZES: Final = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8}
_LETTERS: Final = {1: "B", 2: "H", 4: "I", 8: "Q"}
_MOST: Final = 1000
_MOST_TAGS: Final = 512
"""Of one directory; TIFF/EP, EXIF and GPS together have fewer."""

_MOST_OF_ALL: Final = 1 << 16
_MOST_VALUES: Final = 16


@dataclass(frozen=True, slots=True)
class Directory:
    """One directory: of a page, or of what belongs to a page.

    Attributes:
        at: where it stands in the file.
        values: of each tag with whole numbers, its first ones.
        places: of the same tags, struct's letter with its byte order, how many values there are,
            and where.
    """

    at: int
    values: dict[int, tuple[int, ...]]
    places: dict[int, tuple[str, int, int]]

    def value(self, tag: int, otherwise: int = 0) -> int:
        """The tag's first value."""
        return (self.values.get(tag) or (otherwise,))[0]

    def all(self, data: bytes, tag: int) -> tuple[int, ...]:
        """All values of a tag; none if it isn't there, or the file ends before."""
        order, count, at = self.places.get(tag, ("<B", 0, 0))
        if at + count * struct.calcsize(order) > len(data):
            return ()
        return struct.unpack_from(f"{order[0]}{count}{order[1]}", data, at)

    @property
    def pixels(self) -> int:
        """How many it has."""
        return self.value(WIDTH) * self.value(LENGTH)


@dataclass(frozen=True, slots=True)
class _Layout:
    order: str
    is_big: bool

    @property
    def place(self) -> str:
        return self.order + ("Q" if self.is_big else "I")


def pages(data: bytes) -> list[Directory]:
    """The directories that follow each other; none if this is no TIFF."""
    layout = _layout(data)
    if layout is None:
        return []
    found = dict[int, Directory]()
    try:
        (at,) = struct.unpack_from(layout.place, data, 8 if layout.is_big else 4)
        tags = 0
        while at and at not in found and len(found) < _MOST and tags < _MOST_OF_ALL:
            page, following = _read(data, at, layout)
            tags += len(page.values)
            found[at], at = page, following
    except struct.error:  # it breaks off
        pass
    return list(found.values())


def inner(data: bytes, page: Directory) -> Iterator[Directory]:
    """The directories that a page names as its own."""
    layout = _layout(data)
    for at in page.values.get(SUB_IFDS, ()):
        if layout is None:
            return
        try:
            yield _read(data, at, layout)[0]
        except struct.error:
            return


def beginning_with(data: bytes, page: Directory) -> bytes:
    """The same file, but with this page as its first."""
    layout = _layout(data)
    if layout is None:
        return data
    start = 8 if layout.is_big else 4
    place = struct.pack(layout.place, page.at)
    return b"".join((data[:start], place, memoryview(data)[start + len(place) :]))


def _layout(data: bytes) -> _Layout | None:
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return None
    (number,) = struct.unpack_from(order + "H", data, 2)
    if number not in (_CLASSIC, _BIG, *_RAW):
        return None
    return _Layout(order, number == _BIG)


def _read(data: bytes, at: int, layout: _Layout) -> tuple[Directory, int]:
    """A directory, and where the next one is.

    Raises:
        struct.error: if the file ends before.
    """
    order, is_big = layout.order, layout.is_big
    (count,) = struct.unpack_from(order + ("Q" if is_big else "H"), data, at)
    entry, size = ("HHQ", 20) if is_big else ("HHI", 12)
    start = at + (8 if is_big else 2)
    values = dict[int, tuple[int, ...]]()
    places = dict[int, tuple[str, int, int]]()
    for number in range(min(count, _MOST_TAGS)):
        place = start + number * size
        tag, kind, length = struct.unpack_from(order + entry, data, place)
        width = _SIZES.get(kind)
        if width is None:
            continue
        inside = place + (12 if is_big else 8)
        if length * width > (8 if is_big else 4):
            (inside,) = struct.unpack_from(layout.place, data, inside)
        shown = min(length, _MOST_VALUES)
        if inside + shown * width <= len(data):
            places[tag] = order + _LETTERS[width], length, inside
            values[tag] = struct.unpack_from(f"{order}{shown}{_LETTERS[width]}", data, inside)
    following = start + count * size
    if following + 4 > len(data):
        return Directory(at, values, places), 0
    (after,) = struct.unpack_from(layout.place, data, following)
    return Directory(at, values, places), int(after)
