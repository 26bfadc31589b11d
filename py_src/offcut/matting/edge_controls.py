"""Step 4d: the subject's edge moved, softened or sharpened, as it was asked for.

Alpha is a height over the picture. Moving its edge outwards is a dilation, inwards an erosion, by
an octagon, which is a disc to 8 % and is made of steps of one pixel (alternately to four neighbours
and to eight). Between two whole numbers of steps both results are mixed.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from offcut.imageio.picture import Picture
from offcut.numeric.planes import Box
from offcut.options import Edge

_TILE: Final = 512
"""Pixels a side: larger than those of other steps, since each is worked out with what is around."""

_TO_EIGHT: Final = math.sqrt(2) - 1
"""Share of steps to all eight neighbours, by which diagonals grow as fast as rows."""

_SIGMAS: Final = 3.0  # Pillow's Gaussian, of three box filters, ends there
_MORE: Final = 4  # pixels, for what is rounded up
_SEEN: Final = [0] + [255] * 255

Levels = NDArray[np.uint8]


def edged(alpha: Image.Image, edge: Edge, picture: Picture) -> Image.Image:
    """Apply the controls, in this order: shift, feather, contrast.

    Args:
        alpha: mode L, of the picture's size.
        edge: lengths are in pixels of the original.
        picture: the original, or a reduced one. What was transparent in its file stays so.

    Returns:
        Mode L; the same image if there is nothing to do.
    """
    if edge == Edge():
        return alpha
    scale = picture.image.width / (picture.full_size or picture.image.size)[0]
    shift, sigma = edge.shift * scale, edge.feather * scale
    result = alpha
    if shift or sigma:
        result = _by_tiles(alpha, shift, sigma)
    if edge.contrast:
        result = result.point(_curve(edge.contrast))
    if picture.alpha is not None:
        result = ImageChops.darker(result, picture.alpha.point(_SEEN))
    return result


def _by_tiles(alpha: Image.Image, shift: float, sigma: float) -> Image.Image:
    margin = math.ceil(abs(shift)) + math.ceil(_SIGMAS * sigma) + _MORE
    result = alpha.copy()
    for top in range(0, alpha.height, _TILE):
        for left in range(0, alpha.width, _TILE):
            right, bottom = min(left + _TILE, alpha.width), min(top + _TILE, alpha.height)
            around = _clipped(
                (left - margin, top - margin, right + margin, bottom + margin), alpha.size
            )
            part = alpha.crop(around)
            least, most = part.getextrema()
            if least == most:
                continue
            if shift:
                part = Image.fromarray(_shifted(np.asarray(part), shift))
            if sigma:
                part = part.filter(ImageFilter.GaussianBlur(sigma))
            inner = (left - around[0], top - around[1], right - around[0], bottom - around[1])
            result.paste(part.crop(inner), (left, top))
    return result


def _clipped(box: Box, size: tuple[int, int]) -> Box:
    left, top, right, bottom = box
    return max(left, 0), max(top, 0), min(right, size[0]), min(bottom, size[1])


def _shifted(levels: Levels, shift: float) -> Levels:
    if shift < 0:
        return ~_dilated(~levels, -shift)
    return _dilated(levels, shift)


def _dilated(levels: Levels, radius: float) -> Levels:
    whole = int(radius)
    part = radius - whole
    for step in range(whole):
        levels = _stepped(levels, step)
    if not part:
        return levels
    farther = _stepped(levels, whole).astype(np.float32)
    mixed = levels + (farther - levels) * np.float32(part)
    rounded: Levels = np.rint(mixed).astype(np.uint8)
    return rounded


def _stepped(levels: Levels, step: int) -> Levels:
    """The largest of each pixel and its neighbours; beyond the picture there are none."""
    result = levels.copy()
    np.maximum(result[1:], levels[:-1], out=result[1:])
    np.maximum(result[:-1], levels[1:], out=result[:-1])
    to_eight = int((step + 1) * _TO_EIGHT) > int(step * _TO_EIGHT)
    rows = result.copy() if to_eight else levels
    np.maximum(result[:, 1:], rows[:, :-1], out=result[:, 1:])
    np.maximum(result[:, :-1], rows[:, 1:], out=result[:, :-1])
    return result


def _curve(contrast: float) -> list[int]:
    """What becomes of each level: 0, a half and 1 stay, and the curve is steeper or less between.

    Below a half it is a power of alpha, whose exponent goes from 0 to infinity.
    """
    if contrast == 1:
        return [255 * (level > 127) for level in range(256)]
    power = (1 + contrast) / (1 - contrast)
    shares = [level / 255 for level in range(256)]
    return [
        round(255 * ((2 * a) ** power / 2 if a < 0.5 else 1 - (2 - 2 * a) ** power / 2))
        if 0 < a < 1
        else round(255 * a)
        for a in shares
    ]
