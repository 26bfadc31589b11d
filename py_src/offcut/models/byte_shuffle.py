"""Weights laid out so that gzip finds more to save.

In a half-precision number the high byte (sign, exponent, first bits of the mantissa) repeats much,
the low byte hardly: kept apart, IS-Net's weights deflate to 7 % less than interleaved. The same
idea is HDF5's shuffle filter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shuffle(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Put the low bytes of little-endian 16-bit values first, then the high bytes.

    Args:
        data: uint8 [2n].

    Returns:
        uint8 [2n].
    """
    return np.ascontiguousarray(data.reshape(-1, 2).T).reshape(-1)


def unshuffle(planes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Undo ``shuffle``."""
    return np.ascontiguousarray(planes.reshape(2, -1).T).reshape(-1)
