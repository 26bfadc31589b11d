"""The size at which edges are fitted: half the network's, since their colours vary slowly."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from offcut.network.preprocess import small_picture
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
        cls, tensor: NDArray[np.float32], mask: Plane, aspect: Aspect, *, found: bool
    ) -> WorkingCopy:
        """Halve what the network saw and what it gave.

        Args:
            tensor: float32 [1, 3, 1024, 1024], see ``preprocess.to_tensor``.
            mask: float32 [1024, 1024], 0 to 1.
            aspect: of the picture.
            found: whether the network found a subject.
        """
        return cls(small_picture(tensor), cell_means(mask, _HALF), aspect, found)
