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

Each layer has two Gaussians in the end, for subjects of several colours. That makes four pairs;
each is weighed by how well it explains the pixel's colour and the network's alpha (Bayes' rule).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from offcut.matting.kmeans import two_means
from offcut.matting.linear_discriminant import LinearDiscriminant, linear_discriminant
from offcut.matting.local_statistics import LocalStatistics, local_statistics
from offcut.matting.unknown_region import UnknownRegion
from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Planes, Sigmas, cell_means, cells_to_pixels, sigmas
from offcut.numeric.tiles import Map, nonzero_box, tile_boxes, to_array, to_image

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
_PAIRED: Final = 2  # passes, of those, with two colours a layer
_FORE: Final = 0.85  # alpha of foreground; less than certain, so that a patch of it isn't lost
_BACK: Final = 0.2
_LEAST_SHARE: Final = 1e-6
_SURE_VARIANCE: Final = 0.07  # of the network's alpha along an edge, where that is 0 or 1
_UNSURE_VARIANCE: Final = 0.57  # and where it is a half
_EDGE: Final = 0.16  # uncertainty from which on the network's alpha is in doubt
_EDGE_POWER: Final = 4
_QUIET: Final = 0.025  # below which colours would change alpha by no level of 255
_BLUR_LIMIT: Final = 0.22  # wide uncertainty from which on the network doesn't know the subject
_BLUR_PENALTY: Final = 40.0
_RESIDUAL_FREE: Final = 3.0  # the mean of a chi-squared of 3 degrees of freedom
_RESIDUAL_PENALTY: Final = 1.0
_RESIDUAL_MOST: Final = 60.0


class Refinement(NamedTuple):
    """How alpha follows from colour, over the picture.

    Attributes:
        slope: float32 [3, height, width], alpha per unit of red, green and blue; 0 where alpha is
            certain, as all below.
        offset: float32 [height, width], alpha of black.
        trust: float32 [height, width], 0 to 1: share of that alpha against the network's.
        alpha: float32 [height, width], 0 to 1: the refined alpha at the working size.
    """

    slope: Planes
    offset: Planes
    trust: Planes
    alpha: Planes


def fit(
    small: Planes, mask: Planes, aspect: tuple[float, float], unpainted: Planes | None = None
) -> Refinement:
    """Fit alpha as a function of colour, and how far to trust it.

    Args:
        small: float32 [3, height, width], 0 to 1; the picture at the working size, whose
            sides are multiples of ``CELL``.
        mask: float32 [height, width], 0 to 1; the network's alpha.
        aspect: the picture's height and width, divided by the longer of them.
        unpainted: the mask before anything was painted on it; None if nothing was. The whole
            picture's colours are taken from it, so that a stroke leaves edges far from it alone.
    """
    rows, columns = mask.shape
    own = mask if unpainted is None else unpainted

    def cells(share: float) -> Sigmas:
        return sigmas(share, (rows // CELL, columns // CELL), aspect)

    precision, edge = _precision(mask, cells(_SPREAD), cells(_WIDE))
    unknown = UnknownRegion.of(edge > _QUIET, CELL)
    colours, given = unknown.of_pixels(small), unknown.of_pixels(mask)
    prior = unknown.of_pixels(precision)
    scales = ((cells(_NEAR), 1.0), (cells(_FAR), _FAR_WEIGHT))
    fore_side, back_side = two_means(small, own > _FORE), two_means(small, own < _BACK)
    alpha = mask
    for number in range(_PASSES):
        spread = cells(_KNOWN_SPREADS[min(number, 1)])
        doubt = gaussian(cell_means(_uncertainty(alpha), CELL), spread)
        known = cells_to_pixels(doubt, CELL) <= _KNOWN_LIMITS[min(number, 1)]
        paired = number >= _PASSES - _PAIRED
        fore, back = (
            [
                local_statistics(small, part.astype(np.float32), CELL, scales)
                for part in ((layer & side, layer & ~side) if paired else (layer,))
            ]
            for layer, side in (
                (known & (alpha > _FORE), fore_side),
                (known & (alpha < _BACK), back_side),
            )
        )
        pairs = [
            linear_discriminant(colours, one, other, unknown) for one in fore for other in back
        ]
        shares = [one * other for one in _shares(fore, unknown) for other in _shares(back, unknown)]
        found = _Mixture.of(pairs, shares, _Known(given, prior, strict=number == _PASSES - 1))
        alpha = unknown.spread(given + found.trust * (found.alpha - given), mask)
    nothing = np.zeros_like(mask)
    return Refinement(
        unknown.spread(found.slope, np.zeros_like(small)),
        unknown.spread(found.offset, nothing),
        unknown.spread(found.trust, nothing),
        alpha,
    )


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
    trusts = Map.of(to_image(refinement.trust), image.size)
    result = alpha.copy()
    for tile in tile_boxes(image.size):
        box = nonzero_box(tile, trusts.part(tile))
        if box is None:
            continue
        by_colour = offset.tile(box)
        for plane, slope in zip(to_array(image.crop(box)), slopes, strict=True):
            by_colour = by_colour + plane * slope.tile(box)
        given, trust = to_array(alpha.crop(box)), to_array(trusts.part(box))
        result.paste(to_image(given + trust * (np.clip(by_colour, 0, 1) - given)), box)
    return result


def _uncertainty(alpha: Planes) -> Planes:
    """4 a (1 - a): 1 where alpha is a half, 0 where it is certain."""
    return np.float32(4) * alpha * (1 - alpha)


def _precision(mask: Planes, spread: Sigmas, wide: Sigmas) -> tuple[Planes, Planes]:
    """Of the network's alpha: float32 [height, width]; and how uncertain it is around each cell.

    It is low along edges, the more so where alpha is a half, and high where either all around is
    certain, or a wide area isn't.
    """
    unsure = _uncertainty(mask)
    uncertain = cell_means(unsure, CELL)
    edge = gaussian(uncertain, spread) + np.float32(1e-3)
    precision = 1 + (np.float32(_EDGE) / edge) ** _EDGE_POWER
    blur = np.maximum(gaussian(uncertain, wide) - np.float32(_BLUR_LIMIT), 0)
    precision *= 1 + np.float32(_BLUR_PENALTY) * blur
    variance = np.float32(_UNSURE_VARIANCE - _SURE_VARIANCE) * unsure + np.float32(_SURE_VARIANCE)
    return cells_to_pixels(precision, CELL) / variance, edge


class _Known(NamedTuple):
    """The network's alpha, its precision, and whether colours off the line are trusted less."""

    mask: Planes
    precision: Planes
    strict: bool


class _Mixture(NamedTuple):
    slope: Planes
    offset: Planes
    alpha: Planes
    trust: Planes

    @classmethod
    def of(cls, pairs: list[LinearDiscriminant], shares: list[Planes], known: _Known) -> _Mixture:
        """The mean of what each pair of colours says, weighed by how well it explains the pixel."""
        trusts = [_trust(pair, known) for pair in pairs]
        evidence = [
            np.log(share + np.float32(_LEAST_SHARE)) + _likelihood(pair, known)
            for pair, share in zip(pairs, shares, strict=True)
        ]
        most = np.maximum.reduce(evidence)
        likely = [np.exp(each - most) for each in evidence]
        total = np.add.reduce(likely)
        sums = np.zeros((6, *most.shape), np.float32)
        for pair, trust, each in zip(pairs, trusts, likely, strict=True):
            part = each / total * trust
            sums[:3] += part * pair.slope
            sums[3] += part * pair.offset
            sums[4] += part * pair.alpha
            sums[5] += part
        sums[:5] /= np.maximum(sums[5], np.float32(1e-12))
        return cls(sums[:3], sums[3], sums[4], sums[5])


def _shares(layer: list[LocalStatistics], unknown: UnknownRegion) -> list[Planes]:
    """The share of each of a layer's Gaussians at n pixels: float32 [n] each; they add up to 1."""
    weight = np.add.reduce([each.weight for each in layer]) + np.float32(1e-12)
    return [unknown.of_cells(each.weight / weight) for each in layer]


def _trust(pair: LinearDiscriminant, known: _Known) -> Planes:
    """The weight of the pair's alpha against the network's: float32 [n], 0 to 1."""
    precision: Planes = pair.precision
    if known.strict:
        excess = np.maximum(pair.off_line - np.float32(_RESIDUAL_FREE), 0)
        precision = precision / (1 + np.float32(_RESIDUAL_PENALTY) * excess)
    trust: Planes = precision / (precision + known.precision)
    return trust


def _likelihood(pair: LinearDiscriminant, known: _Known) -> Planes:
    """Logarithm of the likelihood of one pair of Gaussians at each of n pixels: float32 [n].

    It falls with the colour's distance from the line between them, and with the difference between
    the alpha on that line and the network's.
    """
    variance: Planes = np.reciprocal(np.maximum(pair.precision, np.float32(1e-3)))
    variance += np.reciprocal(known.precision)
    off_line = np.minimum(pair.off_line, np.float32(_RESIDUAL_MOST))
    off: Planes = pair.alpha - known.mask
    likelihood: Planes = np.float32(-0.5) * (off_line + off * off / variance + np.log(variance))
    return likelihood
