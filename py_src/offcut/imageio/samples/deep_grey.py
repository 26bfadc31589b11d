"""Grey samples of more than 8 bits in a TIFF: what is black, and what is white.

1. If the file says so (MinSampleValue and MaxSampleValue, or those of SampleFormat), that counts.
2. Else whole numbers from 0 up have their type's range, unless none of them reaches 1/16 of it:
   then the camera had fewer bits, and the smallest of 8, 10, 12 or 16 bits counts that holds all.
3. Else, with numbers below 0, the range that the samples have.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL.TiffImagePlugin import TiffImageFile

from offcut.notes import Note

_BITS_PER_SAMPLE: Final = 258
_PHOTOMETRIC: Final = 262
_LOWEST: Final = (280, 340)  # MinSampleValue, SMinSampleValue
_HIGHEST: Final = (281, 341)
_SAMPLE_FORMAT: Final = 339
_SIGNED: Final = 2
_WHITE_IS_ZERO: Final = 0
_FEWER_BITS: Final = (8, 10, 12, 16)
_STRIP: Final = 1 << 22
"""Samples that are converted at once."""


def to_grey(image: TiffImageFile) -> tuple[NDArray[np.uint8], tuple[Note, ...]] | None:
    """Convert the samples of a grey TIFF.

    Args:
        image: loaded.

    Returns:
        uint8 [height, width], and what to say of it. None if they are no whole numbers of more than
        8 bits.
    """
    tags: Any = image.tag_v2
    bits = int((tags.get(_BITS_PER_SAMPLE) or (8,))[0])
    if bits <= 8 or not (image.mode == "I" or image.mode.startswith("I;16")):
        return None
    samples: NDArray[Any] = np.asarray(image)
    is_signed = (tags.get(_SAMPLE_FORMAT) or (1,))[0] == _SIGNED
    if bits == 32 and not is_signed:
        samples = samples.view(np.uint32)  # Pillow takes them for signed
    low, high, is_usual = _range(samples, tags, bits, is_signed=is_signed)
    grey = _scaled(samples, low, high)
    if tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO:
        grey = 255 - grey
    if is_usual:
        return grey, ()
    note = Note.of(
        "Its samples go from {low} to {high}: they are shown as black to white.",
        code="grey-range",
        low=low,
        high=high,
    )
    return grey, (note,)


def _range(
    samples: NDArray[Any], tags: Any, bits: int, *, is_signed: bool
) -> tuple[int, int, bool]:
    """What is black and what is white, and whether that is the type's own range."""
    least, most = int(samples.min()), int(samples.max())
    full = 2 ** (bits - is_signed) - 1
    stated = _stated(tags)
    if stated is not None and stated[0] <= most and stated[1] >= least:
        return (*stated, stated == (0, full))
    if least < 0:
        return least, max(most, least + 1), False
    if most <= full >> 4:
        fewer = next((2**each - 1 for each in _FEWER_BITS if most < 2**each), full)
        if most > 0 and fewer < full:
            return 0, fewer, False
    return 0, full, True


def _stated(tags: Any) -> tuple[int, int] | None:
    low, high = (
        next((tags[tag] for tag in each if tag in tags), None) for each in (_LOWEST, _HIGHEST)
    )
    if high is None:
        return None
    low, high = (each[0] if isinstance(each, tuple) else each for each in (low or 0, high))
    try:
        return (int(low), int(high)) if int(low) < int(high) else None
    except (TypeError, ValueError, OverflowError):
        return None


def _scaled(samples: NDArray[Any], low: int, high: int) -> NDArray[np.uint8]:
    """The upper 8 bits of a range that is a power of two, as elsewhere; else in proportion."""
    grey = np.empty(samples.shape, np.uint8)
    lines = max(1, _STRIP // samples.shape[1])
    for top in range(0, len(samples), lines):
        strip = np.clip(samples[top : top + lines].astype(np.int64), low, high) - low
        span = high - low + 1
        levels = (strip << 8) // span if span & (span - 1) == 0 else strip * 255 // (span - 1)
        grey[top : top + lines] = levels
    return grey
