"""Step 5a: a finished picture to no more pixels than were asked for."""

from __future__ import annotations

from typing import Final

from PIL import Image

# Lanczos is a little sharper, but it rings more than once at an edge: around the subject a rim of
# alpha is left, and inside of it one that is see-through. This rings once, beyond 0 and 255.
_FILTER: Final = Image.Resampling.BICUBIC
_REDUCING_GAP: Final = 3.0  # Pillow's: average in whole steps first, for speed; none sees it


def shrink_to(image: Image.Image, side: int) -> Image.Image:
    """Scale a picture down, in proportion, to at most so many pixels on its longer side.

    Args:
        image: mode L, RGB, or RGBA with straight alpha.
        side: pixels, at least 1.

    Returns:
        The same mode; the picture itself if it is small enough. What is left of the colour of a
        pixel whose alpha has become 0 means nothing.
    """
    longer = max(image.size)
    if longer <= side:
        return image
    width, height = (max(1, round(length * side / longer)) for length in image.size)
    # premultiplied, so that a colour counts for as much as there is to be seen of it
    weighed = image.convert("RGBa") if image.mode == "RGBA" else image
    scaled = weighed.resize((width, height), _FILTER, reducing_gap=_REDUCING_GAP)
    return scaled.convert(image.mode)
