"""A file of a simple format that breaks off: what it shows of the picture, found by filling it up.

Zeros stand in for what is missing. Where other values in their place make another picture, it was
missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from PIL import Image

_FORMATS: Final = ("BMP", "DIB", "TGA", "PPM", "PCX", "SGI", "QOI", "DDS", "PSD", "TIFF")
"""Those that Pillow itself decodes, line by line."""

_OTHER: Final = 0x5A
_SPARE: Final = 1 << 16
_DEEPEST: Final = 8
"""Bytes a pixel."""

_MOST: Final = 1 << 29

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
        shown = reopen(data + bytes(length))
        shown.load()
        other = reopen(data + bytes([_OTHER]) * length)
        other.load()
    except Exception:  # noqa: BLE001 - a decoder raises anything; what it said at first is told
        return None
    if shown.size != image.size or other.size != image.size:
        return None
    first, second = (np.asarray(each).reshape(height, width, -1) for each in (shown, other))
    missing = float((first != second).any(axis=-1).mean())
    return (shown, missing) if missing < 1 else None
