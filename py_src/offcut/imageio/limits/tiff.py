"""How the pixels of a TIFF are cut into strips or tiles (TIFF 6.0, sections 3 and 15)."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from PIL.TiffImagePlugin import (
    ROWSPERSTRIP,
    STRIPBYTECOUNTS,
    TILEBYTECOUNTS,
    TILELENGTH,
    TILEWIDTH,
    TiffImageFile,
)

from offcut.imageio.picture import MAX_PIXELS

_MOST_PIECES: Final = 500_000
_MOST_COVERED: Final = 2 * MAX_PIXELS
"""Pixels of all tiles: those on the right and below reach beyond the picture."""

_SPARE: Final = 64 << 20
"""Bytes that may be read beyond the file's length: equal tiles can be stored once."""


def is_slow(image: TiffImageFile, length: int) -> bool:
    """Whether a TIFF was made to be slow.

    Args:
        image: opened, not yet decoded.
        length: of the file, bytes.
    """
    tags: Any = image.tag_v2
    width, height = image.size
    wide, high = tags.get(TILEWIDTH, width), tags.get(TILELENGTH)
    if high is None:
        high = min(tags.get(ROWSPERSTRIP, height), height)
    if min(wide, high) < 1:
        return False  # the decoder will say so
    pieces = ceil(width / wide) * ceil(height / high)
    read = sum(tags.get(TILEBYTECOUNTS) or tags.get(STRIPBYTECOUNTS) or ())
    return (
        pieces > _MOST_PIECES or pieces * wide * high > _MOST_COVERED or read > 4 * length + _SPARE
    )
