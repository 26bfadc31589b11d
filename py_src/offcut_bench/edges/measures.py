"""The errors of a matte: those of Rhemann et al. (CVPR 2009), and that of what a user sees.

All are of arrays float32 [height, width] (alpha) or [height, width, 3] (colours), 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Plane = NDArray[np.float32]
Cells = NDArray[np.bool_]

_SOFT: Final = 0.02
_BAND: Final = 0.006
"""How far the band reaches from soft pixels, of the picture's longer side."""

_GRADIENT_SIGMA: Final = 1.4
_CONNECTIVITY_STEP: Final = 0.1
_CONNECTIVITY_FREE: Final = 0.15


def band(alpha: Plane) -> Cells:
    """Where a true alpha is soft, and a little around it: what a trimap would call unknown."""
    soft = (alpha > _SOFT) & (alpha < 1 - _SOFT)
    reach = max(3, round(_BAND * max(alpha.shape)))
    near: Cells = ndimage.distance_transform_edt(~soft) <= reach
    return near


def sad(alpha: Plane, truth: Plane, where: Cells) -> float:
    """Sum of absolute differences, in thousands of pixels."""
    return float(np.abs(alpha - truth)[where].sum(dtype=np.float64) / 1000)


def mse(alpha: Plane, truth: Plane, where: Cells) -> float:
    """Mean squared error."""
    return float(np.square(alpha - truth)[where].mean(dtype=np.float64))


def gradient(alpha: Plane, truth: Plane, where: Cells) -> float:
    """Squared differences of the gradients' magnitudes, summed, in thousands."""
    one, two = (ndimage.gaussian_gradient_magnitude(a, _GRADIENT_SIGMA) for a in (alpha, truth))
    return float(np.square(one - two)[where].sum(dtype=np.float64) / 1000)


def connectivity(alpha: Plane, truth: Plane, where: Cells) -> float:
    """How far alpha is cut off from what both take for foreground, in thousands of pixels."""
    connected = np.full(alpha.shape, -1.0, np.float32)
    steps = np.arange(0, 1 + _CONNECTIVITY_STEP / 2, _CONNECTIVITY_STEP)
    for before, level in pairwise(steps):
        labels, count = ndimage.label((alpha >= level) & (truth >= level))
        if not count:
            inside = np.zeros(alpha.shape, bool)
        else:
            sizes = np.bincount(labels.ravel())
            sizes[0] = 0
            inside = labels == sizes.argmax()
        connected[(connected < 0) & ~inside] = before
    connected[connected < 0] = 1

    def share(plane: Plane) -> Plane:
        off = plane - connected
        return 1 - off * (off >= _CONNECTIVITY_FREE)

    return float(np.abs(share(alpha) - share(truth))[where].sum(dtype=np.float64) / 1000)


def composite(
    result: tuple[Plane, Plane],
    truth: tuple[Plane, Plane],
    backgrounds: Sequence[Plane],
    where: Cells,
) -> float:
    """Mean absolute error of the subject laid on new backgrounds.

    Args:
        result: alpha and colours.
        truth: the same, true.
        backgrounds: a colour [3] or a picture [height, width, 3] each.
        where: the pixels that count.
    """
    alpha, colours = (plane[where] for plane in result)
    true_alpha, true_colours = (plane[where] for plane in truth)
    errors = []
    for background in backgrounds:
        behind = background[where] if background.ndim == 3 else background
        off = alpha[:, None] * colours - true_alpha[:, None] * true_colours
        off += (true_alpha - alpha)[:, None] * behind
        errors.append(np.abs(off).mean(dtype=np.float64))
    return float(np.mean(errors))
