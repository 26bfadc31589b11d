"""Geodesic distances: the cost of the cheapest path from pixel to pixel.

Along a row the cheapest path from any of its pixels is a running minimum, and so it is along a
column. So sweeps back and forth, over rows and columns in turn, take the place of a queue of
pixels. The more often paths turn, the more sweeps are needed.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from offcut.numeric.planes import Flags, Plane

LIMIT: Final = 1.0
"""Distances above this are not computed."""

_UNREACHED: Final = np.float32(4 * LIMIT)
_SWEEPS: Final = 60  # only a maze needs more, no texture of a photo does
_SETTLED: Final = 0.01 * LIMIT
_MARGIN: Final = 32  # pixels around what is reached that are looked at first


def distances(start: Flags, steps: Plane) -> Plane:
    """The cost of the cheapest path from some pixels to each pixel.

    Args:
        start: bool [height, width], where paths start; at least one pixel.
        steps: float32 [height, width], from 0: a step from one pixel to a neighbour above, below,
            on the left or right costs the mean of both.

    Returns:
        float32 [height, width], right to 0.05; where it is above ``LIMIT``, any number above it.
    """
    costs = np.where(start, np.float32(0), _UNREACHED)
    margin = _MARGIN
    while True:
        part = _window(costs, margin)
        costs[part] = _swept(costs[part], steps[part])
        if all(map(_holds, part, _window(costs, 1))):
            return costs
        margin *= 2


def _window(costs: Plane, margin: int) -> tuple[slice, slice]:
    """The rows and columns around all that is reached, and a margin."""
    reached = costs < LIMIT
    spans = []
    for axis in (0, 1):
        places = np.flatnonzero(reached.any(1 - axis))
        first, last = int(places[0]), int(places[-1])
        spans.append(slice(max(first - margin, 0), min(last + margin + 1, costs.shape[axis])))
    return spans[0], spans[1]


def _holds(span: slice, other: slice) -> bool:
    return bool(span.start <= other.start and other.stop <= span.stop)


def _swept(costs: Plane, steps: Plane) -> Plane:
    # steps are cut off, so that long ways keep their last digits
    steps = np.minimum(steps, _UNREACHED)
    # cumulative cost along the line; a constant offset cancels below
    ways = [(steps.cumsum(axis) - steps / 2, axis) for axis in (1, 0)]
    for _ in range(_SWEEPS):
        before = costs
        for way, axis in ways:
            there = np.minimum.accumulate(costs - way, axis) + way
            back = np.flip(np.minimum.accumulate(np.flip(there + way, axis), axis), axis) - way
            costs = np.minimum(back, _UNREACHED)
        if not ((before - costs > _SETTLED) & (costs < LIMIT)).any():
            break
    return costs
