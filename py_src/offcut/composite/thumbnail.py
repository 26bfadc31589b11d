"""Step 5a: a small copy of the result, which is there to look at as soon as the file is."""

from __future__ import annotations

from typing import Final

from PIL import Image

SIDE: Final = 256
"""Pixels of the longer side at most."""

_SAMPLES: Final = 4
"""Pixels across that each one of the copy is the mean of: all of a large picture would take as long
as to finish it."""


def thumbnail(image: Image.Image) -> Image.Image:
    """Scale a result down to ``SIDE``; a smaller one stays as it is.

    Args:
        image: mode RGBA, RGB or L.
    """
    small = image
    for side in (SIDE * _SAMPLES, SIDE):
        share = side / max(small.size)
        if share < 1:
            width, height = (max(1, round(length * share)) for length in small.size)
            nearest = side > SIDE
            small = small.resize(
                (width, height), Image.Resampling.NEAREST if nearest else Image.Resampling.BOX
            )
    return small
