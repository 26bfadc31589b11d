"""Distances by the cheapest way from pixel to pixel, over the edges between them.

Along a row the cheapest way from any of its pixels is a running minimum, and so it is along a
column: sweeps to and fro, rows and columns in turn, take the place of a queue of pixels. How many it
takes goes with how often ways turn.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from offcut.local_colours import Planes

LIMIT: Final = 1.0
"""Up to here distances are told apart."""

_FAR: Final = np.float32(4 * LIMIT)
_SWEEPS: Final = 60  # of rows and columns; then it's no texture, but a maze
_SETTLED: Final = 0.01 * LIMIT
_MARGIN: Final = 32  # pixels around what is reached that are looked at first


def distances(start: NDArray[np.bool_], across: Planes, down: Planes) -> Planes:
    """What it costs to come from some pixels to each.

    Args:
        start: bool [height, width], where it costs nothing to be; at least one pixel.
        across: float32 [height, width - 1], what a step to the neighbour on the right costs, or
            from there; from 0.
        down: float32 [height - 1, width], the same for the neighbour below.

    Returns:
        float32 [height, width]; where it's more than ``LIMIT``, it may be any such number.
    """
    costs = np.where(start, np.float32(0), _FAR)
    margin = _MARGIN
    while True:
        rows, columns = _window(costs, margin)
        costs[rows, columns] = _swept(
            costs[rows, columns],
            across[rows, columns.start : columns.stop - 1],
            down[rows.start : rows.stop - 1, columns],
        )
        if all(map(_holds, (rows, columns), _window(costs, 1))):
            return costs
        margin *= 2


def _window(costs: Planes, margin: int) -> tuple[slice, slice]:
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


def _swept(costs: Planes, across: Planes, down: Planes) -> Planes:
    ways = [(_way(across, 1), 1), (_way(down, 0), 0)]
    for _ in range(_SWEEPS):
        before = costs
        for way, axis in ways:
            there = np.minimum.accumulate(costs - way, axis) + way
            back = np.flip(np.minimum.accumulate(np.flip(there + way, axis), axis), axis) - way
            costs = np.minimum(back, _FAR)
        if not ((before - costs > _SETTLED) & (costs < LIMIT)).any():
            break
    return costs


def _way(steps: Planes, axis: int) -> Planes:
    """What it costs to come straight from the start of the row or column."""
    before = [(0, 0), (0, 0)]
    before[axis] = (1, 0)
    # steps are cut off, so that long ways keep their last digits
    way: Planes = np.pad(np.minimum(steps, _FAR).cumsum(axis), before)
    return way
