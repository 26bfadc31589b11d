"""Colour profiles as files: header, table of tags, elements (ICC.1:2022, 7)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final, NamedTuple

LARGEST: Final = 4 << 20
"""Bytes of a profile that is read; those with large tables have 1 to 2 MB."""

_HEADER: Final = 128
_TABLE_ENTRY: Final = 12
_SIGNATURE: Final = b"acsp"
_D50: Final = bytes.fromhex("0000f6d6000100000000d32d")  # of each profile's header, 7.2.16
_DATE: Final = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)  # there must be one


class DamagedProfileError(Exception):
    """A profile is not what the specification says."""


class Header(NamedTuple):
    """What a profile's header says of its colours (7.2).

    Attributes:
        version: two bytes, the major one first.
        kind: the class: ``mntr``, ``prtr``, ...
        space: that it describes: ``RGB ``, ``CMYK``, ...
        connection: that it leads to: ``XYZ `` or ``Lab ``.
        intent: 0 to 3.
    """

    version: bytes
    kind: bytes
    space: bytes
    connection: bytes
    intent: int = 0


def header(profile: bytes) -> Header:
    """Read a profile's header.

    Raises:
        DamagedProfileError: if it is none, or larger than ``LARGEST``.
    """
    if not _HEADER < len(profile) <= LARGEST or profile[36:40] != _SIGNATURE:
        raise DamagedProfileError
    return Header(profile[8:10], profile[12:16], profile[16:20], profile[20:24], profile[67] & 3)


def elements(profile: bytes) -> dict[bytes, bytes]:
    """Each tag's element, by the table after the header (7.3).

    Raises:
        DamagedProfileError: if the table has more entries than there is room for.
        struct.error: if there is no table.
    """
    (count,) = struct.unpack_from(">L", profile, _HEADER)
    if count > (len(profile) - _HEADER) // _TABLE_ENTRY:
        raise DamagedProfileError
    found = {}
    for entry in range(count):
        tag, start, length = struct.unpack_from(
            ">4sLL", profile, _HEADER + 4 + entry * _TABLE_ENTRY
        )
        element = profile[start : start + length]
        if len(element) == length:
            found[tag] = element
    return found


def assembled(head: Header, tags: Mapping[bytes, bytes]) -> bytes:
    """Header, table, and elements that begin at multiples of 4; equal ones are there once."""
    start = _HEADER + 4 + _TABLE_ENTRY * len(tags)
    places: dict[bytes, int] = {}
    body = b""
    for element in tags.values():
        if element not in places:
            places[element] = start + len(body)
            body += element + bytes(-len(element) % 4)
    table = b"".join(
        struct.pack(">4sLL", tag, places[element], len(element))
        for tag, element in sorted(tags.items())
    )
    parts = (
        struct.pack(">L", start + len(body)),
        bytes(4),  # whose colour engine is preferred
        head.version + bytes(2),
        head.kind + head.space + head.connection,
        _DATE,
        _SIGNATURE,
        bytes(24),  # platform, flags, maker, model, attributes
        struct.pack(">L", head.intent),
        _D50,
    )
    return b"".join(parts).ljust(_HEADER, b"\0") + struct.pack(">L", len(tags)) + table + body


def named(name: str, tags: Mapping[bytes, bytes], *, is_v4: bool) -> dict[bytes, bytes]:
    """The tags, and the two with words that each profile must have (8.2)."""
    words = {b"desc": name, b"cprt": "None"}
    if is_v4:
        return {**tags, **{tag: _multilingual(text) for tag, text in words.items()}}
    return {**tags, b"desc": _description(name), b"cprt": _text(words[b"cprt"])}


def fixed(*values: float) -> bytes:
    """The values as s15Fixed16Number (4.6)."""
    return struct.pack(f">{len(values)}l", *(round(value * 65536) for value in values))


def _description(text: str) -> bytes:
    """Version 2's textDescriptionType: ASCII, and no text in the two other scripts."""
    ascii_text = text.encode("ascii") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">L", len(ascii_text)) + ascii_text + bytes(78)


def _text(text: str) -> bytes:
    return b"text" + bytes(4) + text.encode("ascii") + b"\0"


def _multilingual(text: str) -> bytes:
    """Version 4's multiLocalizedUnicodeType (10.15), in one language."""
    words = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">LL4sLL", 1, 12, b"enUS", len(words), 28) + words
