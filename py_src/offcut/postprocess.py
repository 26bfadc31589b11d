"""Step 4: the network's mask to the picture's alpha."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from offcut.decode import Picture
from offcut.errors import InferenceError


def to_alpha(mask: NDArray[np.float32], picture: Picture) -> Image.Image:
    """Scale the network's mask to the picture's size.

    Args:
        mask: float32, 1024x1024 values after any leading axes of length 1, range 0 to 1.
        picture: what the mask was made from.

    Returns:
        Mode L, the picture's size: 0 background, 255 foreground. Where the picture was
        transparent to begin with it stays so.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    if not np.isfinite(mask).all():
        raise InferenceError("The network gave no usable mask: try again, or choose another model.")
    levels = np.rint(np.clip(mask.reshape(mask.shape[-2:]), 0, 1) * 255).astype(np.uint8)
    alpha = Image.fromarray(levels).resize(picture.image.size, Image.Resampling.BICUBIC)
    return alpha if picture.alpha is None else ImageChops.multiply(alpha, picture.alpha)
