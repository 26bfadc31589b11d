"""The size at which edges are fitted: half the network's, since their colours vary slowly."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.matting.refine import fit, refine
from offcut.numeric.planes import Aspect, Plane, Planes, cell_means

_HALF: Final = 2


class WorkingCopy(NamedTuple):
    """A picture and its mask at that size.

    Attributes:
        picture: float32 [3, 512, 512], 0 to 1: red, green and blue.
        mask: float32 [512, 512], 0 to 1: the network's alpha.
        aspect: of the picture.
        found: whether the network found a subject.
    """

    picture: Planes
    mask: Plane
    aspect: Aspect
    found: bool

    @classmethod
    def of(
        cls, tensor: NDArray[np.float32], mask: Plane, size: tuple[int, int], *, found: bool
    ) -> WorkingCopy:
        """Halve what the network saw and what it gave.

        Args:
            tensor: float32 [1, 3, 1024, 1024], see ``preprocess.to_tensor``.
            mask: float32 [1024, 1024], 0 to 1.
            size: the picture's width and height, pixels.
            found: whether the network found a subject.
        """
        width, height = size
        halved = np.stack([cell_means(plane, _HALF) for plane in tensor[0]])
        colours = halved * np.float32(256 / 255) + np.float32(128 / 255)
        longer = max(size)
        return cls(colours, cell_means(mask, _HALF), (height / longer, width / longer), found)


class Edges(NamedTuple):
    """Alpha with its edges.

    Attributes:
        alpha: mode L, the picture's size.
        coarse: float32 [512, 512], 0 to 1: the same at the working size.
    """

    alpha: Image.Image
    coarse: Plane


def edges_of(image: Image.Image, alpha: Image.Image, copy: WorkingCopy) -> Edges:
    """Refine a mask's edges by the picture's colours.

    Args:
        image: mode RGB.
        alpha: mode L, the same size: the network's mask, scaled up.
        copy: both at the working size.
    """
    refinement = fit(copy.picture, copy.mask, copy.aspect)
    return Edges(refine(image, alpha, refinement), refinement.alpha)
