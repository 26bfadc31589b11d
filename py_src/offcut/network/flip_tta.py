"""Step 3, twice: the picture and its mirror image, for a better mask in double the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from offcut.network.postprocess import usable


def mirrored(tensor: NDArray[np.float32]) -> NDArray[np.float32]:
    """The tensor of the mirror image: float32 [1, 3, height, width], left for right."""
    return np.ascontiguousarray(tensor[..., ::-1])


def merged(mask: NDArray[np.float32], mirror: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring two views' masks together.

    By the root of the mean of squares: what one of them takes for the subject, and the other
    doesn't, more often is the subject (62 pictures: mean IoU with the truth .921, by the mean
    .918, by the larger .920, from one view .910).

    Args:
        mask: float32 [..., height, width], 0 to 1.
        mirror: the same, of the mirror image.

    Returns:
        float32 [height, width], 0 to 1.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    both = usable(mask) ** 2 + usable(mirror)[:, ::-1] ** 2
    rms: NDArray[np.float32] = np.sqrt(both * np.float32(0.5))
    return rms
