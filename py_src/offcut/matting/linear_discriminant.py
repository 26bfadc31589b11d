"""Two colour distributions, and the line through colour space that tells them apart best."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from offcut.matting.local_statistics import LocalStatistics
from offcut.matting.unknown_region import UnknownRegion
from offcut.numeric.planes import Planes, Values

_NOISE: Final = 0.012**2  # variance of each colour that is there even in flat surfaces
_ENOUGH: Final = 1e-4  # below this weight of a layer its statistics are unreliable
_DIAGONAL: Final = (0, 3, 5)


class LinearDiscriminant(NamedTuple):
    """Alpha between a foreground and a background colour, at each of n pixels.

    Attributes:
        slope: float32 [3, n], alpha per unit of red, green and blue.
        offset: float32 [n], alpha of black.
        alpha: float32 [n], 0 to 1: that of the pixel's own colour.
        precision: float32 [n], of alpha: one over its variance.
        off_line: float32 [n], squared distance (Mahalanobis) of the pixel's colour from the
            nearest mixture of the two.
    """

    slope: Values
    offset: Values
    alpha: Values
    precision: Values
    off_line: Values


def linear_discriminant(
    colours: Values, fore: LocalStatistics, back: LocalStatistics, unknown: UnknownRegion
) -> LinearDiscriminant:
    """Fisher's linear discriminant, scaled to 0 at the background's mean and 1 at the other's.

    Args:
        colours: float32 [3, n], 0 to 1: those of the pixels.
        fore: the foreground's colours around each cell.
        back: the background's.
        unknown: where the pixels are.
    """
    spread = (fore.covariance + back.covariance) * np.float32(0.5)
    for entry in _DIAGONAL:
        spread[entry] = np.maximum(spread[entry], 0) + np.float32(_NOISE)
    inverse = _inverse(spread)
    apart = fore.mean - back.mean
    direction = _times(inverse, apart)
    distance = (direction * apart).sum(0)
    slope = direction / np.maximum(distance, np.float32(1e-6))
    offset = -(slope * back.mean).sum(0)
    weight = np.minimum(fore.weight, back.weight)
    precision = distance * weight / (weight + np.float32(_ENOUGH))
    planes = [slope, offset[None], precision[None], back.mean, apart, inverse]
    at_pixels = unknown.of_cells(np.concatenate(planes))
    slope, offset, precision = at_pixels[:3], at_pixels[3], at_pixels[4]
    mean, apart, inverse = at_pixels[5:8], at_pixels[8:11], at_pixels[11:]
    alpha = np.clip((slope * colours).sum(0) + offset, 0, 1)
    rest = colours - mean - alpha * apart
    off_line = (rest * _times(inverse, rest)).sum(0)
    return LinearDiscriminant(slope, offset, alpha, precision, off_line)


def _inverse(matrix: Planes) -> Planes:
    """The inverses of symmetric, positive definite 3x3 matrices, in the order of ``PAIRS``."""
    rr, rg, rb, gg, gb, bb = matrix
    adjugate = np.stack(
        [
            gg * bb - gb * gb,
            rb * gb - rg * bb,
            rg * gb - rb * gg,
            rr * bb - rb * rb,
            rg * rb - rr * gb,
            rr * gg - rg * rg,
        ]
    )
    determinant = rr * adjugate[0] + rg * adjugate[1] + rb * adjugate[2]
    inverse: Planes = adjugate / determinant
    return inverse


def _times(matrix: Planes | Values, vector: Planes | Values) -> Planes | Values:
    """Symmetric matrices [6, ...] times vectors [3, ...]."""
    rr, rg, rb, gg, gb, bb = matrix
    red, green, blue = vector
    return np.stack(
        [
            rr * red + rg * green + rb * blue,
            rg * red + gg * green + gb * blue,
            rb * red + gb * green + bb * blue,
        ]
    )
