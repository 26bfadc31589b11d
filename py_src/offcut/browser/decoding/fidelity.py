"""Which ways to read a bitmap's pixels give the pixels, in this browser.

Found out once, with small pictures: an opaque one, the same with a colour profile that has red and
blue the other way round, and one with all degrees of transparency.
"""

from __future__ import annotations

import asyncio
import struct
from typing import Final, NamedTuple

import js
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.browser.decoding import readback
from offcut.browser.ffi import js_blob, js_object
from offcut.imageio.png import write_png

_SIDE: Final = 16
_ROUNDING: Final = 2
"""Levels; where protection against fingerprinting only adds noise, it is no more."""


class Fidelity(NamedTuple):
    """What a way to read pixels is good for.

    Attributes:
        way: of ``readback.WAYS``.
        keeps_alpha: whether see-through pixels keep their colours.
        keeps_colours: whether the pixels of a picture with a colour profile stay as they are,
            where that is asked for.
    """

    way: readback.Way
    keeps_alpha: bool
    keeps_colours: bool


_lock: Final = asyncio.Lock()
_found: list[Fidelity] = []


async def faithful_ways() -> list[Fidelity]:
    """The ways that give opaque pixels as they are, the best first; empty if there is none."""
    async with _lock:
        if not _found:
            _found.extend(await _examined())
        return _found


async def _examined() -> list[Fidelity]:
    opaque = _opaque()
    see_through = _see_through()
    files = (
        (opaque, write_png(Image.fromarray(opaque), None)),
        (see_through, write_png(Image.fromarray(see_through), None)),
        (opaque, write_png(Image.fromarray(opaque), _swapped_profile())),
    )
    found = []
    for way in readback.WAYS:
        is_exact, *more = [await _is_exact(way, png, pixels) for pixels, png in files]
        if is_exact:
            found.append(Fidelity(way, *more))
    return found


async def _is_exact(way: readback.Way, png: bytes, expected: NDArray[np.uint8]) -> bool:
    blob, options = js_blob(png, "image/png"), js_object(readback.OPTIONS)
    bitmap = await js.createImageBitmap(blob, options)
    try:
        found = await readback.read(way, bitmap)
    except readback.UnavailableError:
        return False
    finally:
        bitmap.close()
    apart = np.abs(found[..., : expected.shape[2]].astype(int) - expected)
    return bool(apart[found[..., 3] > 0].max() <= _ROUNDING)


def _opaque() -> NDArray[np.uint8]:
    """uint8 [16, 16, 3]: colours that differ in all channels."""
    levels = np.arange(_SIDE * _SIDE)
    colours = np.stack([levels, levels * 7 % 256, 255 - levels], -1)
    return colours.astype(np.uint8).reshape(_SIDE, _SIDE, 3)


def _see_through() -> NDArray[np.uint8]:
    """uint8 [16, 16, 4]: such colours, and each alpha once."""
    alpha = np.arange(_SIDE * _SIDE, dtype=np.uint8).reshape(_SIDE, _SIDE, 1)
    return np.concatenate([_opaque()[::-1], alpha], -1)


def _swapped_profile() -> bytes:
    """The primaries of sRGB with red and blue the other way round, gamma 2.2 (ICC.1:2001-04)."""
    elements = {
        b"rXYZ": _xyz(0.1431, 0.0606, 0.7141),
        b"gXYZ": _xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": _xyz(0.4361, 0.2225, 0.0139),
        b"wtpt": _xyz(0.9642, 1, 0.8249),
        **dict.fromkeys(
            (b"rTRC", b"gTRC", b"bTRC"), struct.pack(">4s4xLH2x", b"curv", 1, round(2.2 * 256))
        ),
        b"desc": struct.pack(">4s4xL2s78x", b"desc", 2, b"s"),
        b"cprt": b"text\0\0\0\0-\0\0\0",
    }
    start = 128 + 4 + 12 * len(elements)
    table, body = struct.pack(">L", len(elements)), b""
    for tag, element in elements.items():
        table += struct.pack(">4sLL", tag, start + len(body), len(element))
        body += element + bytes(-len(element) % 4)
    header = struct.pack(">L4xBB2x12s6H4s", start + len(body), 2, 0x40, b"mntrRGB XYZ ",
                         2000, 1, 1, 0, 0, 0, b"acsp")  # fmt: skip
    white = _xyz(0.9642, 1, 0.8249)[8:]
    return (header.ljust(68, b"\0") + white).ljust(128, b"\0") + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3l", *(round(value * 65536) for value in values))
