"""A colour profile with nothing in it but what colours need (ICC.1:2022).

Profiles also say who made them, when and with what; Apple's hold the serial number of a display.
So the profile of a result is put together anew, from the tags that a colour engine computes with.
Their values are copied, so that the colours stay the same.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Final

from offcut.imageio.colour.icc import (
    DamagedProfileError,
    Header,
    assembled,
    elements,
    header,
    named,
)

_CLASSES: Final = (b"scnr", b"mntr", b"prtr", b"spac")
_CONNECTIONS: Final = (b"XYZ ", b"Lab ")
_V4: Final = 4

_MATRIX: Final = (b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
_TABLES: Final = (b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2")
_FLOAT_TABLES: Final = (b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3")
_KEPT: Final = (b"wtpt", b"chad", b"cicp", *_MATRIX, *_TABLES, *_FLOAT_TABLES)

_NAMES: Final = (
    "sRGB IEC61966-2.1", "sRGB", "Display P3", "Adobe RGB (1998)", "ProPhoto RGB",
    "ROMM RGB: ISO 22028-2:2013", "Rec. ITU-R BT.2020-1", "Apple RGB", "ColorMatch RGB",
    "Apple Wide Color Sharing Profile", "Generic RGB Profile", "DCI-P3", "eciRGB v2",
)  # fmt: skip
"""What a profile may go on being called: none of them tells whose it is."""

_OTHER_NAME: Final = "RGB"


def rebuilt(profile: bytes) -> bytes | None:
    """Put an RGB profile together anew.

    Args:
        profile: as it stood in a file.

    Returns:
        The same bytes for all profiles that have the same colours. None if it is damaged, too
        large, or doesn't say how RGB is to be seen.
    """
    try:
        head = header(profile)
        if not _is_for_rgb(head):
            return None
        there = elements(profile)
        tags: dict[bytes, bytes] = {tag: _trimmed(tag, there[tag]) for tag in _KEPT if tag in there}
        name = _name(there.get(b"desc", b""))
    except (struct.error, DamagedProfileError):
        return None
    if not (tags.keys() >= {*_MATRIX} or b"A2B0" in tags):
        return None
    return assembled(head, named(name, tags, is_v4=head.version[0] >= _V4))


def _is_for_rgb(head: Header) -> bool:
    return head.kind in _CLASSES and head.space == b"RGB " and head.connection in _CONNECTIONS


def _trimmed(tag: bytes, element: bytes) -> bytes:
    """The element without what lies behind its values, and with zeros where nothing is defined.

    Raises:
        struct.error, DamagedProfileError: if it is too short, or of a type that the tag can't have.
    """
    kind = element[:4]
    if kind not in _TYPES[tag]:
        raise DamagedProfileError
    length = _LENGTHS[kind](element)
    if length > len(element):
        raise DamagedProfileError
    return kind + bytes(4) + element[8:length]


def _curve_length(element: bytes) -> int:
    (count,) = struct.unpack_from(">L", element, 8)
    return 12 + 2 * int(count)


def _parametric_length(element: bytes) -> int:
    (function,) = struct.unpack_from(">H", element, 8)
    counts = (1, 3, 4, 5, 7)
    if function >= len(counts):
        raise DamagedProfileError
    return 12 + 4 * counts[function]


def _table_8_length(element: bytes) -> int:
    inputs, outputs, points = struct.unpack_from(">3B", element, 8)
    return 48 + 256 * int(inputs + outputs) + int(points**inputs * outputs)


def _table_16_length(element: bytes) -> int:
    inputs, outputs, points = struct.unpack_from(">3B", element, 8)
    before, after = struct.unpack_from(">2H", element, 48)
    return 52 + 2 * int(before * inputs + points**inputs * outputs + after * outputs)


_LENGTHS: Final[Mapping[bytes, Callable[[bytes], int]]] = {
    b"XYZ ": lambda _: 20,
    b"sf32": lambda _: 44,  # a matrix of 3 x 3
    b"cicp": lambda _: 12,
    b"curv": _curve_length,
    b"para": _parametric_length,
    b"mft1": _table_8_length,
    b"mft2": _table_16_length,
    b"mAB ": len,  # these have places inside them, and stay as they are
    b"mBA ": len,
    b"mpet": len,
}
_TYPES: Final[Mapping[bytes, tuple[bytes, ...]]] = {
    b"wtpt": (b"XYZ ",),
    b"chad": (b"sf32",),
    b"cicp": (b"cicp",),
    **dict.fromkeys(_MATRIX[:3], (b"XYZ ",)),
    **dict.fromkeys(_MATRIX[3:], (b"curv", b"para")),
    **dict.fromkeys(_TABLES[:3], (b"mft1", b"mft2", b"mAB ")),
    **dict.fromkeys(_TABLES[3:], (b"mft1", b"mft2", b"mBA ")),
    **dict.fromkeys(_FLOAT_TABLES, (b"mpet",)),
}


def _name(element: bytes) -> str:
    """What the profile is called, if that is one of the names that tell nothing more."""
    if element[:4] == b"desc":
        (length,) = struct.unpack_from(">L", element, 8)
        text = element[12 : 12 + length].decode("latin-1")
    elif element[:4] == b"mluc":
        length, start = struct.unpack_from(">LL", element, 20)  # of the first language
        text = element[start : start + length].decode("utf-16-be", errors="replace")
    else:
        return _OTHER_NAME
    text = text.rstrip("\0").strip()
    return text if text in _NAMES else _OTHER_NAME
