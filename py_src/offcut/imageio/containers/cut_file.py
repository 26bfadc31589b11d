"""A file of a simple format that breaks off: what it shows of the picture, found by filling it up.

Zeros stand in for what is missing. Where other values in their place make another picture, it was
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from PIL import Image

from offcut.imageio.containers.animation import gif_pixels_at

_FORMATS: Final = ("BMP", "DIB", "TGA", "PPM", "PCX", "SGI", "QOI", "DDS", "PSD", "TIFF", "GIF")
"""Those that Pillow itself decodes, line by line."""

FILLED_BY_DECODER: Final = ("DDS",)
"""Those whose decoder says nothing of what is missing."""

_OTHER: Final = 0x5A
_SPARE: Final = 1 << 16
_DEEPEST: Final = 8
"""Bytes a pixel."""

_MOST: Final = 1 << 29

_ONE_PASS: Final = (slice(None),)
_PASSES: Final = (slice(0, None, 8), slice(4, None, 8), slice(2, None, 4), slice(1, None, 2))
"""Lines of an interlaced GIF (GIF89a, appendix E)."""

Open = Callable[[bytes], Image.Image]


def filled_up(image: Image.Image, data: bytes, reopen: Open) -> tuple[Image.Image, float] | None:
    """Decode what there is.

    Args:
        image: opened, but its pixels can't be read.
        data: the file's bytes.
        reopen: opens such bytes.

    Returns:
        The picture, loaded, with black or the like where it is missing; and which share that is, 0
        to 1. None if nothing can be had.
    """
    width, height = image.size
    length = width * height * _DEEPEST + _SPARE
    if image.format not in _FORMATS or length > _MOST:
        return None
    try:
        if image.format == "GIF":
            at, is_interlaced = gif_pixels_at(data)
            shown = reopen(_gif_filled_up(data, at, width * height))
            shown.load()
            missing = _same_at_the_end(shown, _PASSES if is_interlaced else _ONE_PASS)
        else:
            shown, other = (reopen(data + bytes([each]) * length) for each in (0, _OTHER))
            missing = _difference(shown, other)
    except Exception:  # noqa: BLE001 - a decoder raises anything; what it said at first is told
        return None
    return (shown, missing) if shown.size == image.size and missing < 1 else None


def _difference(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels in which two pictures differ."""
    pixels = [np.asarray(each).reshape(each.height, each.width, -1) for each in (one, other)]
    return float((pixels[0] != pixels[1]).any(axis=-1).mean())


def _same_at_the_end(image: Image.Image, passes: Sequence[slice]) -> float:
    """The share of pixels, from the last one that is stored back, that are like it."""
    lines = np.asarray(image)
    pixels = np.concatenate([lines[each] for each in passes])
    pixels = pixels.reshape(image.height * image.width, -1)
    others = np.flatnonzero((pixels != pixels[-1]).any(axis=-1))
    return 1 - float(others[-1] + 1) / len(pixels) if others.size else 1.0


def _gif_filled_up(data: bytes, at: int, pixels: int) -> bytes:
    """A GIF that ends within its first picture, with code 0 for each pixel that it lacks.

    Its blocks begin ``at`` a place. Each code has at most 12 bits; blocks have at most 255 bytes
    (GIF89a, 22).
    """
    while at < len(data) and at + 1 + data[at] <= len(data):
        at += 1 + data[at]
    rest = data[at + 1 :]
    last = bytes([len(rest)]) + rest if rest else b""
    block = b"\xff" + bytes(255)
    return b"".join((data[:at], last, block * (pixels * 3 // 2 // 255 + 1), b"\0;"))
