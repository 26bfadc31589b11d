"""The see-through colour of a PNG with 16 bits per channel: all 16 count (PNG, 11.3.1.1)."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from PIL import Image
from PIL.ImageFile import ImageFile

_BIG_ENDIAN: Final = "RGB;16B"
_LOWER_BYTES: Final = "RGB;16L"
"""Pillow takes the upper byte of each sample; with the order turned round, that is the lower."""


def alpha_by_key(image: Image.Image, data: bytes) -> Image.Image | None:
    """Compare all bits of each sample with the key.

    Args:
        image: an RGB PNG of 16 bits per channel with a see-through colour, loaded.
        data: the file's bytes.

    Returns:
        Mode L; None if the file has no such colour.
    """
    key = image.info.get("transparency")
    if image.mode != "RGB" or not isinstance(key, tuple):
        return None
    again = Image.open(io.BytesIO(data), formats=("PNG",))
    if not isinstance(again, ImageFile) or again.tile[0][3] != _BIG_ENDIAN:
        return None
    again.tile = [again.tile[0]._replace(args=_LOWER_BYTES)]
    again.load()
    lower, upper = np.asarray(again), np.asarray(image)
    is_key = np.ones(upper.shape[:2], bool)
    for channel, value in enumerate(key):
        is_key &= (upper[..., channel] == value >> 8) & (lower[..., channel] == value & 0xFF)
    return Image.fromarray(np.where(is_key, 0, 255).astype(np.uint8))
