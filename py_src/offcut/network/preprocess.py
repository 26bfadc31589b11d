"""Step 2b: a picture to what IS-Net takes in."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.jpeg_planes import YCbCr
from offcut.imageio.picture import Picture, on_ground
from offcut.numeric.planes import Planes, cell_means

Size = tuple[int, int]
"""Width and height, pixels."""

INPUT_SIDE: Final = 1024
"""Width and height of the network's first look, and of the mask, pixels."""

SQUARE: Final = (INPUT_SIDE, INPUT_SIDE)
_HALF: Final = 2
# Triangle filter, as in training; Pillow widens it when it scales down, so nothing aliases.
_FILTER: Final = Image.Resampling.BILINEAR


def shrink_picture(picture: Picture, size: Size = SQUARE) -> Image.Image:
    """Scale a picture to a size of the network's; RGB.

    Where the picture came with transparency it is laid on one colour, so that colours hidden under
    transparent pixels don't mislead the network; on one that its edges stand out from.
    """
    return on_ground(picture).resize(size, _FILTER)


def shrink_planes(planes: YCbCr, size: Size = SQUARE) -> Image.Image:
    """Scale Y, Cb and Cr, each from the size it has, and join them: RGB, of the size given."""
    width, height = planes[0].size
    # Of an odd size the half is rounded up: what lies beyond the picture's edge stays out.
    half = (0, 0, width / 2, height / 2)
    scaled = [
        plane.resize(size, _FILTER, None if plane.size == (width, height) else half)
        for plane in planes
    ]
    return Image.merge("YCbCr", scaled).convert("RGB")


def to_tensor(image: Image.Image) -> NDArray[np.float32]:
    """Normalise an RGB picture for IS-Net; width and height are multiples of 64.

    Returns:
        float32 [1, 3, height, width], C order, (x - 128) / 256 per channel: -0.5 to 0.49609375.
        The arithmetic is exact in float32, so the result is the same on every machine.
    """
    planes = np.asarray(image).transpose(2, 0, 1)
    tensor = np.empty((1, *planes.shape), np.float32)
    np.subtract(planes, np.float32(128), out=tensor[0])
    tensor *= np.float32(1 / 256)
    return tensor


def small_picture(tensor: NDArray[np.float32]) -> Planes:
    """What the network saw, halved: float32 [3, 512, 512], 0 to 1, red, green and blue.

    Args:
        tensor: float32 [1, 3, 1024, 1024], see ``to_tensor``.
    """
    halved = np.stack([cell_means(plane, _HALF) for plane in tensor[0]])
    return halved * np.float32(256 / 255) + np.float32(128 / 255)
