"""A mask as it is kept: 256 levels, and a PNG outside of Python.

With it a picture is cut out again, with other options or after a touch-up, without the network.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.errors import InvalidOptionError, UnreadableImageError
from offcut.imageio.decode import decode
from offcut.imageio.png import write_png
from offcut.network.postprocess import usable
from offcut.network.preprocess import INPUT_SIDE

_NAME: Final = "The mask"


def to_uint8(mask: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Round a mask to what is kept of it.

    Args:
        mask: float32, height x width values after any leading axes of length 1, 0 to 1.

    Returns:
        uint8 [height, width]; 255 is 1.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    levels: NDArray[np.uint8] = np.rint(usable(mask) * np.float32(255)).astype(np.uint8)
    return levels


def from_uint8(levels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The way back: float32 of the same shape, 0 to 1."""
    return levels * np.float32(1 / 255)


def write_mask(levels: NDArray[np.uint8]) -> bytes:
    """A mask, uint8 [height, width], as a grey PNG."""
    return write_png(Image.fromarray(levels), None)


def read_mask(data: bytes) -> NDArray[np.float32]:
    """Read a mask: what ``write_mask`` wrote, or any picture, whose grey is then the mask.

    Returns:
        float32 [1024, 1024], 0 to 1.

    Raises:
        InvalidOptionError: if it is no picture that can be read.
        PictureTooLargeError: if it has too many pixels.
    """
    try:
        image = decode(data, _NAME).image
    except UnreadableImageError as error:
        raise InvalidOptionError(
            "{reason} Give a mask that cutOut returned.", code="mask-unreadable", reason=str(error)
        ) from error
    grey = image.convert("L")
    if grey.size != (INPUT_SIDE, INPUT_SIDE):
        grey = grey.resize((INPUT_SIDE, INPUT_SIDE), Image.Resampling.BILINEAR)
    return from_uint8(np.asarray(grey))
