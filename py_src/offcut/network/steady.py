"""Masks of an animation's frames that don't flicker where nothing moves.

From one frame to the next, the network's opinion of a place that has not changed differs by a few
levels, because something else in the picture has. Seen in motion, edges would shimmer.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_AGREES: Final = 32
"""Levels: a place of which the network thinks otherwise by more follows it, so that an error of one
frame isn't carried into all others."""


class Steady:
    """Holds the frame before."""

    def __init__(self) -> None:
        """No frame yet."""
        self._before: tuple[NDArray[np.float32], NDArray[np.uint8]] | None = None

    def mask(self, tensor: NDArray[np.float32], levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The next frame's mask, as before wherever the picture is and the network all but agrees.

        Args:
            tensor: float32 [1, 3, height, width], what the network was given.
            levels: uint8 [height, width], what it gave.
        """
        if self._before is not None:
            picture, mask = self._before
            same = (picture == tensor).all((0, 1))
            apart = np.abs(levels.astype(np.int16) - mask)
            levels = np.where(same & (apart <= _AGREES), mask, levels)
        self._before = tensor, levels
        return levels
