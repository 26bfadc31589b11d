"""Whether a second picture in a file says what is brighter on an HDR screen."""

from __future__ import annotations

from typing import Final

from offcut.notes import Note

NOTE: Final = Note.of(
    "This picture has a gain map for HDR screens. The result has none, so it looks as on an "
    "ordinary screen.",
    code="picture-gain-map",
)

_JPEG: Final = b"\xff\xd8"
_NAMES: Final = (
    b"http://ns.adobe.com/hdr-gain-map/1.0/",
    b"urn:com:apple:photo:2020:aux:hdrgainmap",
    b"urn:iso:std:iso:ts:21496:-1",
)
"""How the picture is named (ISO 21496-1, and before)."""

_TONE_MAPPED: Final = b"tmap"
"""The type of an item that is made of a picture and its gain map (ISO/IEC 23008-12)."""

_HEAD: Final = 1 << 16
"""Bytes of an AVIF or HEIC file in which its items are listed, as far as they are looked at."""


def has_gain_map(data: bytes) -> bool:
    """Look for one.

    Args:
        data: the whole file: a JPEG, AVIF or HEIC; others have none.
    """
    if data.startswith(_JPEG):
        return any(name in data for name in _NAMES)
    if data[4:8] != b"ftyp":
        return False
    head = data[:_HEAD]
    return _TONE_MAPPED in head or any(name in head for name in _NAMES)
