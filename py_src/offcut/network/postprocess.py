"""Step 4: the network's mask to a mask of the picture's size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.errors import InferenceError


def usable(mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Check a mask, and bring it into range.

    Args:
        mask: float32, height x width values after any leading axes of length 1.

    Returns:
        float32 [height, width], 0 to 1.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    if not np.isfinite(mask).all():
        raise unusable()
    return np.clip(mask.reshape(mask.shape[-2:]), 0, 1)


def unusable() -> InferenceError:
    """What to raise where the network gave no mask that anything can be made of."""
    return InferenceError(
        "The network gave no usable mask: try again, or choose another model.",
        code="mask-unusable",
    )


def enlarged(mask: NDArray[np.float32], size: tuple[int, int]) -> Image.Image:
    """Scale a mask to a picture's size.

    Args:
        mask: float32 [height, width], 0 to 1.
        size: width and height, pixels.

    Returns:
        Mode L: 0 background, 255 foreground.
    """
    levels = np.rint(mask * np.float32(255)).astype(np.uint8)
    return Image.fromarray(levels).resize(size, Image.Resampling.BICUBIC)
