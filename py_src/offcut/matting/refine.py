"""Step 4b: edges at the picture's own resolution, by its colours.

The network says where the subject is, not which of the pixels along its edge are hair and which
are sky. There the colours tell: with foreground and background taken as a Gaussian each, which
vary over the picture, alpha is the place of a pixel's colour between the two. It is measured
along the line that tells them apart best (Fisher's linear discriminant), which makes it an affine
function of the colour: the function's four coefficients vary slowly, so they are fitted on a
coarse grid and applied to each pixel at full size, much as with a guided filter.

How far to trust it is the same measure: the squared distance of the two means, in standard
deviations (Mahalanobis), is the precision of that alpha, and it's weighed against a precision of
the network's. So where colours don't tell, the network's alpha stays.

Each layer has two Gaussians in the end, for subjects of several colours. That makes four pairs;
each is weighed by how well it explains the pixel's colour and the network's alpha (Bayes' rule).

Sources: He, Sun and Tang, "Guided Image Filtering", TPAMI 2013 (alpha as a local affine function of
colour); Ruzon and Tomasi, "Alpha Estimation in Natural Images", CVPR 2000, and Chuang et al., "A
Bayesian Approach to Digital Matting", CVPR 2001 (local Gaussians for both layers, and the place
between them); Fisher, "The Use of Multiple Measurements in Taxonomic Problems", 1936. The weighing
against the network's mask is our own; what was tried beside it: docs/matting.md.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from offcut.matting.linear_discriminant import linear_discriminant
from offcut.matting.local_statistics import LocalStatistics, local_statistics
from offcut.matting.mixture import Prior, mixture
from offcut.matting.refine_parameters import PARAMETERS, RefineParameters
from offcut.matting.unknown_region import UnknownRegion
from offcut.numeric.gaussian import gaussian
from offcut.numeric.kmeans import two_means
from offcut.numeric.planes import (
    Aspect,
    Flags,
    Plane,
    Planes,
    Sigmas,
    Values,
    cell_means,
    cells_to_pixels,
    sigmas,
)
from offcut.numeric.tiles import Map, nonzero_box, tile_boxes, to_array, to_image

FIT_CELL: Final = 4
"""Pixels of the working size (see ``fit``) a side of a cell of the grid."""


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
    offset: Plane
    trust: Plane
    alpha: Plane


def fit(
    small: Planes,
    mask: Plane,
    aspect: Aspect,
    unpainted: Plane | None = None,
    parameters: RefineParameters = PARAMETERS,
) -> Refinement:
    """Fit alpha as a function of colour, and how far to trust it.

    A red subject on blue, of which the network saw a blurred edge:

    >>> import numpy as np
    >>> alpha = np.repeat([[1.0] * 64 + [0.0] * 64], 128, axis=0)
    >>> red, blue = np.array([0.9, 0.1, 0.1]), np.array([0.1, 0.2, 0.9])
    >>> picture = red[:, None, None] * alpha + blue[:, None, None] * (1 - alpha)
    >>> mask = np.repeat([np.clip((68 - np.arange(128)) / 8, 0, 1)], 128, axis=0)
    >>> refinement = fit(picture.astype(np.float32), mask.astype(np.float32), (1.0, 1.0))
    >>> mask[0, [60, 62, 63, 64, 66, 68]].tolist()
    [1.0, 0.75, 0.625, 0.5, 0.25, 0.0]
    >>> refinement.alpha[0, [60, 62, 63, 64, 66, 68]].round(1).tolist()
    [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]

    Args:
        small: float32 [3, height, width], 0 to 1; the picture at the working size, whose
            sides are multiples of ``FIT_CELL``.
        mask: float32 [height, width], 0 to 1; the network's alpha.
        aspect: of the picture.
        unpainted: float32 [height, width], 0 to 1: the mask before anything was painted on it; None
            if nothing was. The whole picture's colours are taken from it, so that a stroke leaves
            edges far from it alone.
        parameters: what to tune it by.
    """
    rows, columns = mask.shape
    own = mask if unpainted is None else unpainted

    def cells(share: float) -> Sigmas:
        return sigmas(share, (rows // FIT_CELL, columns // FIT_CELL), aspect)

    scales = (
        (cells(parameters.near), 1.0),
        (cells(parameters.far), parameters.far_weight),
    )
    spread, wide = cells(parameters.edge_spread), cells(parameters.blur_spread)
    precision, edge = _precision(mask, spread, wide, parameters)
    unknown = UnknownRegion.of(edge > parameters.quiet, FIT_CELL)
    colours, given = unknown.of_pixels(small), unknown.of_pixels(mask)
    prior = unknown.of_pixels(precision)
    fore_side = two_means(small, own > parameters.foreground)
    back_side = two_means(small, own < parameters.background)
    alpha = mask
    for number in range(parameters.passes):
        doubt = parameters.later_doubt if number else parameters.first_doubt
        limit = parameters.later_doubt_limit if number else parameters.first_doubt_limit
        known = _known(alpha, cells(doubt), limit)
        paired = number >= parameters.passes - parameters.paired_passes
        fore, back = (
            [
                local_statistics(small, part.astype(np.float32), FIT_CELL, scales)
                for part in ((layer & side, layer & ~side) if paired else (layer,))
            ]
            for layer, side in (
                (known & (alpha > parameters.foreground), fore_side),
                (known & (alpha < parameters.background), back_side),
            )
        )
        pairs = [
            linear_discriminant(colours, one, other, unknown) for one in fore for other in back
        ]
        shares = [one * other for one in _shares(fore, unknown) for other in _shares(back, unknown)]
        strict = number == parameters.passes - 1
        found = mixture(pairs, shares, Prior(given, prior, strict), parameters)
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


def _uncertainty(alpha: Plane) -> Plane:
    """4 a (1 - a): float32 [height, width], 1 where alpha is a half, 0 where it is certain."""
    return np.float32(4) * alpha * (1 - alpha)


def _precision(
    mask: Plane, spread: Sigmas, wide: Sigmas, parameters: RefineParameters
) -> tuple[Plane, Plane]:
    """Of the network's alpha: float32 [height, width]; and how uncertain it is around each cell.

    It is low along edges, the more so where alpha is a half, and high where either all around is
    certain, or a wide area isn't. The second is float32 [rows, columns].
    """
    unsure = _uncertainty(mask)
    uncertain = cell_means(unsure, FIT_CELL)
    edge = gaussian(uncertain, spread) + np.float32(1e-3)
    precision = 1 + (np.float32(parameters.edge_uncertainty) / edge) ** parameters.edge_power
    blur = gaussian(uncertain, wide) - np.float32(parameters.blur_uncertainty)
    precision *= 1 + np.float32(parameters.blur_penalty) * np.maximum(blur, 0)
    least, most = parameters.sure_variance, parameters.unsure_variance
    variance = np.float32(most - least) * unsure + np.float32(least)
    return cells_to_pixels(precision, FIT_CELL) / variance, edge


def _known(alpha: Plane, doubt: Sigmas, limit: float) -> Flags:
    """Pixels whose surroundings are certain: bool [height, width]."""
    around = gaussian(cell_means(_uncertainty(alpha), FIT_CELL), doubt)
    known: Flags = cells_to_pixels(around, FIT_CELL) <= limit
    return known


def _shares(layer: list[LocalStatistics], unknown: UnknownRegion) -> list[Values]:
    """The share of each of a layer's Gaussians at n pixels: float32 [n] each; they add up to 1."""
    weight = np.add.reduce([each.weight for each in layer]) + np.float32(1e-12)
    return [unknown.of_cells(each.weight / weight) for each in layer]
