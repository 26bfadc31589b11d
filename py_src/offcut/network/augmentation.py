"""Test-time augmentation: a second look at the picture, for a better mask (``effort: 'best'``).

The first look sees the picture as a square, the second one its mirror image with the aspect ratio
kept. They fail on different pictures, and the second takes less time than the first (docs/best.md).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.network.postprocess import usable
from offcut.network.preprocess import INPUT_SIDE, Size

_STEP: Final = 64
"""The network halves height and width six times."""
_LEAST: Final = 256
"""Pixels of a side: on fewer than four of the coarsest cells, the network sees no shape."""


def second_size(size: Size) -> Size:
    """The size at which the second look sees a picture.

    The longer side is 1024 pixels, the shorter one in proportion, to the nearest multiple of 64 and
    256 at least. What is nearly square stays a square.

    Args:
        size: the picture's.
    """
    width, height = size
    longer = max(size)
    return _side(width / longer), _side(height / longer)


def mirrored(tensor: NDArray[np.float32]) -> NDArray[np.float32]:
    """The tensor of the mirror image: float32 [1, 3, height, width], left for right."""
    return np.ascontiguousarray(tensor[..., ::-1])


def merged(mask: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring the masks of both looks together: at each pixel the larger value.

    What one of them takes for the subject, and the other doesn't, more often is the subject. Any
    mean would leave it half transparent, and fitting the edges would make holes of that.

    Args:
        mask: float32 [..., height, width], 0 to 1, of the first look.
        second: the same, of the mirror image, and of another size maybe.

    Returns:
        float32 [height, width] of the first, 0 to 1.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    first, other = usable(mask), usable(second)[:, ::-1]
    if other.shape != first.shape:
        size = first.shape[1], first.shape[0]
        other = np.asarray(Image.fromarray(other).resize(size, Image.Resampling.BILINEAR))
    return np.maximum(first, other)


def _side(share: float) -> int:
    return max(_LEAST, round(INPUT_SIDE * share / _STEP) * _STEP)
