"""Half-precision weights as single-precision ones: the same numbers, so nothing is lost."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_SIGN: Final = np.uint32(0x8000)
_REST: Final = np.uint32(0x7FFF)
_BLOCK: Final = 1 << 15
"""Numbers that are worked on at a time: they stay in the processor's cache."""
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
    halves = data.view("<u2")
    single = np.empty(halves.size, np.uint32)
    for start in range(0, halves.size, _BLOCK):
        part = halves[start : start + _BLOCK].astype(np.uint32)
        bits = single[start : start + _BLOCK]
        np.left_shift(part & _REST, np.uint32(13), out=bits)
        numbers = bits.view(np.float32)
        numbers *= _EXPONENTS_APART
        part &= _SIGN
        part <<= np.uint32(16)
        bits |= part
    return single.view(np.uint8)
