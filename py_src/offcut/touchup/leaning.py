"""Whose a colour is in the rest of the picture: the subject's, or the background's.

Two histograms of colours, of what the mask takes for the subject and for the rest (as GrabCut does
by mixtures of Gaussians; Rother, Kolmogorov and Blake, SIGGRAPH 2004). A mistake of the mask is a
small part of either, so it hardly changes them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from offcut.numeric.planes import Plane, Planes

_BINS: Final = 16  # along each of three axes
_LOW: Final = (0.0, -1.2, -1.2)  # of opponent colours, see ``smart_brush``
_HIGH: Final = (0.7, 1.2, 1.2)
_TRACE: Final = 1e-5  # share of a side: a colour that is rarer tells nothing
_LEAST: Final = 0.01  # of the picture: of a smaller side too little is known

_Histogram = NDArray[np.float64]


def leaning(colours: Planes, mask: Plane) -> Plane:
    """How much each pixel's colour is the subject's elsewhere.

    Args:
        colours: float32 [3, height, width], opponent colours.
        mask: float32 [height, width], 0 to 1.

    Returns:
        float32 [height, width]: 1 where the colour is the subject's alone, 0 where it is the
        background's, a half where it is neither's or as much of both.
    """
    share = float(mask.mean())
    if min(share, 1 - share) < _LEAST:
        return np.full_like(mask, 0.5)
    bins = _bins(colours)
    ours, theirs = (_smooth(_counted(bins, side)) for side in (mask, 1 - mask))
    ratio = (ours + _TRACE) / (ours + theirs + 2 * _TRACE)
    leans: Plane = ratio.ravel()[bins].astype(np.float32)
    return leans


def _bins(colours: Planes) -> NDArray[np.intp]:
    """The number of each pixel's bin: intp [height, width]."""
    low, high = (np.array(ends, np.float32)[:, None, None] for ends in (_LOW, _HIGH))
    places = ((colours - low) * (_BINS / (high - low))).astype(np.intp)
    first, second, third = np.clip(places, 0, _BINS - 1)
    number: NDArray[np.intp] = (first * _BINS + second) * _BINS + third
    return number


def _counted(bins: NDArray[np.intp], weights: Plane) -> _Histogram:
    """A histogram whose sum is 1."""
    counts = np.bincount(bins.ravel(), weights.ravel(), _BINS**3)
    histogram: _Histogram = (counts / counts.sum()).reshape(_BINS, _BINS, _BINS)
    return histogram


def _smooth(histogram: _Histogram) -> _Histogram:
    """Each bin with a quarter of its neighbours along each axis."""
    for axis in range(histogram.ndim):
        padded = np.pad(histogram, [(int(axis == each),) * 2 for each in range(histogram.ndim)])
        before, after = (padded.take(range(start, start + _BINS), axis) for start in (0, 2))
        histogram = 0.5 * histogram + 0.25 * (before + after)
    return histogram
