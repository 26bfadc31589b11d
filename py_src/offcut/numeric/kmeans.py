"""A layer in two parts, by colour: many subjects are red and black rather than a dark red."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from offcut.numeric.planes import Flags, Planes

_STEPS: Final = 6
_SAMPLES: Final = 5_000


def two_means(small: Planes, layer: Flags) -> Flags:
    """Split all colours by 2-means of a layer's (Lloyd 1982), started along their main axis.

    Args:
        small: float32 [3, height, width], 0 to 1.
        layer: bool [height, width]: whether a pixel belongs to it.

    Returns:
        bool [height, width]: on which side of the plane between the two means a pixel's colour is.
    """
    normal, middle = _plane(_samples(small, layer))
    side: Flags = np.tensordot(normal.astype(np.float32), small, 1) > middle
    return side


def _samples(small: Planes, layer: Flags) -> NDArray[np.float64]:
    """Colours of a layer [3, n], as many as are enough."""
    places = np.flatnonzero(layer)
    places = places[:: 1 + places.size // _SAMPLES]
    return small.reshape(3, -1)[:, places].astype(np.float64)


def _plane(colours: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """What lies between the two means: its normal, and where it is along that."""
    if colours.shape[1] < 2:
        return np.zeros(3), 0.0
    mean = colours.mean(1)
    centred = colours - mean[:, None]
    normal, middle = np.linalg.eigh(centred @ centred.T)[1][:, -1], 0.0
    for _ in range(_STEPS):
        side = normal @ centred > middle
        if side.all() or not side.any():
            break
        one, other = centred[:, side].mean(1), centred[:, ~side].mean(1)
        normal, middle = one - other, float((one - other) @ (one + other)) / 2
    return normal, middle + float(normal @ mean)
