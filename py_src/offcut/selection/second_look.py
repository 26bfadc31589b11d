"""A second look of the network, at a part of the picture: there the thing in it stands out."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.network.postprocess import usable
from offcut.network.preprocess import SQUARE, to_tensor
from offcut.numeric.planes import Box, Plane
from offcut.selection.point import Point

SHARE: Final = 0.7
"""Of the picture's width and height: the part that is looked at, around the point."""


def window(point: Point, size: tuple[int, int] = SQUARE) -> Box:
    """The part of the mask around a point that is looked at; it lies within the picture.

    Args:
        point: in its middle, unless an edge of the picture is near.
        size: width and height of the mask, pixels.
    """
    spans = []
    for place, length in zip((point.x, point.y), size, strict=True):
        side = round(SHARE * length)
        start = min(max(round(place * length - side / 2), 0), length - side)
        spans.append((start, start + side))
    (left, right), (top, bottom) = spans
    return left, top, right, bottom


def closer(tensor: NDArray[np.float32], box: Box) -> NDArray[np.float32]:
    """What the network should look at: a part of what it has seen, enlarged.

    Args:
        tensor: float32 [1, 3, 1024, 1024], see ``preprocess.to_tensor``.
        box: the part, pixels.

    Returns:
        The same of that part.
    """
    left, top, right, bottom = box
    # whole numbers from 0 to 255 again: exact in float32
    levels = tensor[0, :, top:bottom, left:right] * np.float32(256) + np.float32(128)
    image = Image.fromarray(np.ascontiguousarray(levels.astype(np.uint8).transpose(1, 2, 0)))
    return to_tensor(image.resize(SQUARE, Image.Resampling.BICUBIC))


def at_its_place(look: NDArray[np.float32], box: Box) -> Plane:
    """What a second look has found, at the scale of the mask.

    Args:
        look: float32, 1024 x 1024 values after any leading axes of length 1, 0 to 1.
        box: the part that was looked at.

    Returns:
        float32 [height, width] of the box.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    left, top, right, bottom = box
    size = right - left, bottom - top
    small: Plane = np.asarray(Image.fromarray(usable(look)).resize(size, Image.Resampling.BILINEAR))
    return small
