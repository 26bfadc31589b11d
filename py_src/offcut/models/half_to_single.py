"""Half-precision weights as single-precision ones: the same numbers, so nothing is lost."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_SIGN: Final = np.uint32(0x8000)
_REST: Final = np.uint32(0x7FFF)
_EXPONENTS_APART: Final = np.float32(2.0**112)  # the formats' biases are 15 and 127


def widen(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Little-endian float16 to float32.

    The fraction and exponent bits are moved to where float32 has them, and a multiplication by a
    power of two makes up for the other bias, also of subnormal numbers: four operations on whole
    arrays, where NumPy's own conversion goes number by number without the processor's help. There
    are no infinities and no NaNs among weights, and they are not treated rightly.

    Args:
        data: uint8 [2n].

    Returns:
        uint8 [4n].
    """
    halves = data.view("<u2").astype(np.uint32)
    bits = (halves & _REST) << np.uint32(13)
    numbers = bits.view(np.float32)
    numbers *= _EXPONENTS_APART
    bits |= (halves & _SIGN) << np.uint32(16)
    return bits.view(np.uint8)
