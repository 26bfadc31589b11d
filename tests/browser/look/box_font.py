"""A font whose letters are all the same box: text takes the same room on every machine."""

from __future__ import annotations

import base64
import struct
from typing import Final

from playwright.sync_api import Page

_EM: Final = 1000
_ASCENT: Final = 800
_DESCENT: Final = 200
_ADVANCE: Final = 540
"""What the letters of usual fonts take on the average."""
_LEFT, _BOTTOM, _RIGHT, _TOP = 60, 0, 480, 520
_EMPTY, _FULL, _GLYPHS = 1, 2, 3
_MAPPING: Final = (
    *((0x20, 0x20, _EMPTY), (0x21, 0x9F, _FULL)),
    *((0xA0, 0xA0, _EMPTY), (0xA1, 0x10FFFF, _FULL)),
)
"""First and last character, and the glyph of all of them."""

_WEAR = """
async ([bytes, hidden]) => {
  const font = new FontFace('Boxes', Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
  document.fonts.add(await font.load());
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { font-family: Boxes !important; }
    ${hidden} { color: transparent !important; }
  `);
  document.adoptedStyleSheets = [sheet];
}
"""


def wear(page: Page, hidden: str) -> None:
    """Have all of a page's text written in it.

    Args:
        page: any.
        hidden: selects elements whose text is another each time, and is not to be seen.
    """
    page.evaluate(_WEAR, [base64.b64encode(box_font()).decode(), hidden])


def box_font() -> bytes:
    """The font's file: TrueType as of the OpenType specification 1.9, with only what must be.

    Its ``cmap`` has format 13, in which a whole range of characters has one glyph.
    """
    glyph = _glyph()
    return _file(
        {
            "OS/2": _os2(),
            "cmap": _cmap(),
            "glyf": glyph,
            "head": _head(),
            "hhea": struct.pack(
                ">I3hH3h3h4hhH",
                *(0x10000, _ASCENT, -_DESCENT, 0, _ADVANCE, 0, 0, _RIGHT, 1, 0, 0),
                *(0, 0, 0, 0, 0, 1),
            ),
            # one advance for all; of the other glyphs only where they begin
            "hmtx": struct.pack(">H3h", _ADVANCE, 0, 0, _LEFT),
            "loca": struct.pack(">4I", 0, 0, 0, len(glyph)),
            "maxp": struct.pack(">I14H", 0x10000, _GLYPHS, 4, 1, 0, 0, 2, *[0] * 8),
            "name": struct.pack(">3H", 0, 0, 6),
            "post": struct.pack(">2I2h5I", 0x30000, 0, -100, 50, *[0] * 5),
        }
    )


def _glyph() -> bytes:
    """A box: one outline of four points, each given by how far it is from the one before."""
    width, height = _RIGHT - _LEFT, _TOP - _BOTTOM
    head = struct.pack(">5h", 1, _LEFT, _BOTTOM, _RIGHT, _TOP)
    flags = bytes([1, 1, 1, 1])  # all are on the outline
    xs = struct.pack(">4h", _LEFT, 0, width, 0)
    ys = struct.pack(">4h", _BOTTOM, height, 0, -height)
    return head + struct.pack(">2H", 3, 0) + flags + xs + ys + bytes(2)


def _cmap() -> bytes:
    groups = b"".join(struct.pack(">3I", *group) for group in _MAPPING)
    index = struct.pack(">4HI", 0, 1, 3, 10, 12)
    return index + struct.pack(">2H3I", 13, 0, 16 + len(groups), 0, len(_MAPPING)) + groups


def _head() -> bytes:
    return struct.pack(
        ">4I2H2q4h2H3h",
        *(0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0),
        *(_LEFT, _BOTTOM, _RIGHT, _TOP, 0, 8, 2, 1, 0),
    )


def _os2() -> bytes:
    scripts = [_EM // 2, _EM // 2, 0, 0] * 2
    first = struct.pack(">Hh3H8h2hh", 4, _ADVANCE, 400, 5, 0, *scripts, 50, 300, 0)
    middle = bytes(10) + struct.pack(">4I4s3H", 1, 0, 0, 0, b"NONE", 0x40, 0x20, 0xFFFF)
    metrics = (_ASCENT, -_DESCENT, 0, _ASCENT, _DESCENT, 1, 0, _TOP, _ASCENT, 0, 0x20, 0)
    return first + middle + struct.pack(">3h2H2I2h3H", *metrics)


def _file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    search = power * 16, power.bit_length() - 1, (count - power) * 16
    directory = struct.pack(">I4H", 0x10000, count, *search)
    offset = len(directory) + 16 * count
    body = b""
    for tag, table in sorted(tables.items()):
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) % 2**32
        directory += struct.pack(">4s3I", tag.encode(), total, offset + len(body), len(table))
        body += padded
    return directory + body
