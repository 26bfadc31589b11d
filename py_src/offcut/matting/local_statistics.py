"""Local mean and covariance of the colours of one layer, the foreground or the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Plane, Planes, Sigmas, cell_means

PAIRS: Final = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
"""The entries of a symmetric 3x3 matrix that are kept, in this order."""

_NOTHING: Final = 1e-12


class LocalStatistics(NamedTuple):
    """The colours of a layer around each cell of a coarse grid.

    Attributes:
        weight: float32 [rows, columns], how much of the layer is near, 0 to 1.
        mean: float32 [3, rows, columns], red, green, blue.
        covariance: float32 [6, rows, columns], in the order of ``PAIRS``.
    """

    weight: Plane
    mean: Planes
    covariance: Planes


def means(
    colours: Planes, weights: Plane, cell: int, scales: Sequence[tuple[Sigmas, float]]
) -> Planes:
    """Mean colours alone: float32 [3, rows, columns]; see ``local_statistics``."""
    moments = _moments(colours, weights, cell, scales, ())
    return moments[1:4] / (moments[:1] + np.float32(_NOTHING))


def local_statistics(
    colours: Planes, weights: Plane, cell: int, scales: Sequence[tuple[Sigmas, float]]
) -> LocalStatistics:
    """Describe a layer's colours around each cell.

    Scales are added, the wide ones with little weight: they count where the layer is far.

    Args:
        colours: float32 [3, height, width], whose sides are multiples of ``cell``.
        weights: float32 [height, width], 0 to 1: how far a pixel belongs to the layer.
        cell: pixels a side of a cell of the grid.
        scales: Gaussians' sigmas (down, across; in cells) and their weights.
    """
    moments = _moments(colours, weights, cell, scales, PAIRS)
    total = moments[0] + np.float32(_NOTHING)
    moments[1:] /= total
    mean, covariance = moments[1:4], moments[4:]
    for number, (i, j) in enumerate(PAIRS):
        covariance[number] -= mean[i] * mean[j]
    return LocalStatistics(moments[0], mean, covariance)


def _moments(
    colours: Planes,
    weights: Plane,
    cell: int,
    scales: Sequence[tuple[Sigmas, float]],
    pairs: Sequence[tuple[int, int]],
) -> Planes:
    height, width = weights.shape
    planes = np.empty((4 + len(pairs), height // cell, width // cell), np.float32)
    planes[0] = cell_means(weights, cell)
    weighted = colours * weights
    for band in range(3):
        planes[1 + band] = cell_means(weighted[band], cell)
    for number, (i, j) in enumerate(pairs):
        planes[4 + number] = cell_means(weighted[i] * colours[j], cell)
    moments = np.zeros_like(planes)
    for sigmas, weight in scales:
        moments += gaussian(planes, sigmas) * np.float32(weight)
    return moments
