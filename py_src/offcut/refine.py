"""Step 4b: edges at the picture's own resolution, by its colours.

The network says where the subject is, not which of the pixels along its edge are hair and which
are sky. There the colours tell: with foreground and background taken as a Gaussian each, which
vary over the picture, alpha is the place of a pixel's colour between the two. It is measured
along the line that tells them apart best (Fisher's linear discriminant), which makes it an affine
function of the colour: the function's four coefficients vary slowly, so they are fitted on a
coarse grid and applied to each pixel at full size, much as with a guided filter (He et al. 2013).

How far to trust it is the same measure: the squared distance of the two means, in standard
deviations (Mahalanobis), is the precision of that alpha, and it's weighed against a precision of
the network's. So where colours don't tell, the network's alpha stays.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from offcut.local_colours import (
    LocalColours,
    Planes,
    Sigmas,
    cell_means,
    cells_to_pixels,
    local_colours,
    sigmas,
)
from offcut.smooth import gaussian
from offcut.tiles import Map, boxes, levels, values, within

CELL: Final = 4
"""Pixels of the working size (see ``fit``) a side of a cell of the grid."""

# Lengths are shares of the picture's longer side. How they were chosen: docs/matting.md.
_NEAR: Final = 0.008
_FAR: Final = 0.05
_FAR_WEIGHT: Final = 0.01
_SPREAD: Final = 0.0175  # how far an uncertain pixel makes its surroundings uncertain
_WIDE: Final = 0.0625
_KNOWN_SPREADS: Final = (0.01, 0.00375)  # in the first pass, and in those that follow
_KNOWN_LIMITS: Final = (0.2, 0.5)

_PASSES: Final = 4
_CERTAIN: Final = 0.9
_NOISE: Final = 0.012**2  # variance of each colour that is there even in flat surfaces
_ENOUGH: Final = 1e-4  # weight of a layer below which its colours are hearsay
_MASK_VARIANCE: Final = 0.4**2  # of the network's alpha along an edge
_EDGE: Final = 0.16  # uncertainty from which on the network's alpha is in doubt
_EDGE_POWER: Final = 4
_BLUR_LIMIT: Final = 0.22  # wide uncertainty from which on the network doesn't know the subject
_BLUR_PENALTY: Final = 40.0
_RESIDUAL_FREE: Final = 3.0  # the mean of a chi-squared of 3 degrees of freedom
_RESIDUAL_PENALTY: Final = 1.0


class Refinement(NamedTuple):
    """How alpha follows from colour, over the picture.

    Attributes:
        slope: float32 [3, rows, columns], alpha per unit of red, green and blue.
        offset: float32 [rows, columns], alpha of black.
        trust: float32 [height, width], 0 to 1: share of that alpha against the network's.
        alpha: float32 [height, width], 0 to 1: the refined alpha at the working size.
    """

    slope: Planes
    offset: Planes
    trust: Planes
    alpha: Planes


def fit(small: Planes, mask: Planes, aspect: tuple[float, float]) -> Refinement:
    """Fit alpha as a function of colour, and how far to trust it.

    Args:
        small: float32 [3, height, width], 0 to 1; the picture at the working size, whose
            sides are multiples of ``CELL``.
        mask: float32 [height, width], 0 to 1; the network's alpha.
        aspect: the picture's height and width, divided by the longer of them.
    """
    uncertain = cell_means(_uncertainty(mask), CELL)

    def cells(share: float) -> Sigmas:
        return sigmas(share, uncertain.shape, aspect)

    edge = gaussian(uncertain, cells(_SPREAD))
    prior = 1 + (_EDGE / (edge + np.float32(1e-3))) ** _EDGE_POWER
    wide = gaussian(uncertain, cells(_WIDE))
    prior *= 1 + _BLUR_PENALTY * np.maximum(wide - _BLUR_LIMIT, 0)
    prior = cells_to_pixels(prior / np.float32(_MASK_VARIANCE), CELL)

    scales = ((cells(_NEAR), 1.0), (cells(_FAR), _FAR_WEIGHT))
    alpha = mask
    for number in range(_PASSES):
        spread = cells(_KNOWN_SPREADS[min(number, 1)])
        doubt = gaussian(cell_means(_uncertainty(alpha), CELL), spread)
        known = cells_to_pixels(doubt, CELL) <= _KNOWN_LIMITS[min(number, 1)]
        layers = (alpha > _CERTAIN) & known, (alpha < 1 - _CERTAIN) & known
        fore, back = (
            local_colours(small, layer.astype(np.float32), CELL, scales) for layer in layers
        )
        model = _Separation.of(fore, back)
        by_colour = model.alpha(small)
        precision = cells_to_pixels(model.precision, CELL)
        if number == _PASSES - 1:
            precision = precision / model.penalty(small, by_colour)
        trust = precision / (precision + prior)
        alpha = mask + trust * (by_colour - mask)
    return Refinement(model.slope, model.offset, trust, alpha)


def refine(image: Image.Image, alpha: Image.Image, refinement: Refinement) -> Image.Image:
    """Apply a refinement at full size, where it has something to say.

    Args:
        image: mode RGB.
        alpha: mode L, the same size: the network's mask, scaled up.
        refinement: from ``fit``.

    Returns:
        Mode L.
    """
    slopes = [Map.over(plane, image.size) for plane in refinement.slope]
    offset = Map.over(refinement.offset, image.size)
    trusts = Map.of(levels(refinement.trust), image.size)
    result = alpha.copy()
    for tile in boxes(image.size):
        box = within(tile, trusts.part(tile))
        if box is None:
            continue
        by_colour = offset.tile(box)
        for plane, slope in zip(values(image.crop(box)), slopes, strict=True):
            by_colour = by_colour + plane * slope.tile(box)
        given, trust = values(alpha.crop(box)), values(trusts.part(box))
        result.paste(levels(given + trust * (np.clip(by_colour, 0, 1) - given)), box)
    return result


def _uncertainty(alpha: Planes) -> Planes:
    """4 a (1 - a): 1 where alpha is a half, 0 where it is certain."""
    return np.float32(4) * alpha * (1 - alpha)


class _Separation(NamedTuple):
    slope: Planes
    offset: Planes
    precision: Planes
    fore: Planes
    back: Planes
    inverse: Planes

    @classmethod
    def of(cls, fore: LocalColours, back: LocalColours) -> _Separation:
        spread = (fore.covariance + back.covariance) * np.float32(0.5)
        for diagonal in (0, 3, 5):
            spread[diagonal] += np.float32(_NOISE)
        inverse = _inverse(spread)
        apart = fore.mean - back.mean
        direction = _times(inverse, apart)
        distance = (direction * apart).sum(0)
        slope = direction / np.maximum(distance, np.float32(1e-6))
        offset = -(slope * back.mean).sum(0)
        weight = np.minimum(fore.weight, back.weight)
        precision = distance * weight / (weight + np.float32(_ENOUGH))
        return cls(slope, offset, precision, fore.mean, back.mean, inverse)

    def alpha(self, small: Planes) -> Planes:
        """Alpha by colour: float32 [height, width], 0 to 1."""
        by_colour = cells_to_pixels(self.offset, CELL)
        for slope, plane in zip(self.slope, small, strict=True):
            by_colour = by_colour + cells_to_pixels(slope, CELL) * plane
        alpha: Planes = np.clip(by_colour, 0, 1)
        return alpha

    def penalty(self, small: Planes, by_colour: Planes) -> Planes:
        """How much less precise it is for colours that lie off the line between the layers."""
        fore, back, inverse = (
            np.stack([cells_to_pixels(plane, CELL) for plane in planes])
            for planes in (self.fore, self.back, self.inverse)
        )
        rest = small - back - by_colour * (fore - back)
        off_line = (rest * _times(inverse, rest)).sum(0)
        penalty: Planes = 1 + _RESIDUAL_PENALTY * np.maximum(off_line - _RESIDUAL_FREE, 0)
        return penalty


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


def _times(matrix: Planes, vector: Planes) -> Planes:
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
