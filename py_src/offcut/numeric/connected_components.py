"""Connected regions of a small picture."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class ConnectedComponents(NamedTuple):
    """The regions of a picture.

    Attributes:
        labels: int32 [height, width]: 0 outside, else the region's number, from 1.
        boxes: int [count, 4]: each region's first and last row, first and last column.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.intp]


def connected_components(inside: NDArray[np.bool_]) -> ConnectedComponents:
    """Find the regions that are connected over edges or corners.

    Runs along the rows are joined where they touch (union-find), so the time goes with the
    number of runs, not of pixels.

    Args:
        inside: bool [height, width].
    """
    padded = np.zeros((inside.shape[0], inside.shape[1] + 2), np.int8)
    padded[:, 1:-1] = inside
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    stops = np.nonzero(change == -1)[1]
    parents = _joined(rows.tolist(), starts.tolist(), stops.tolist())
    numbers = np.unique(np.asarray(parents, np.int32), return_inverse=True)[1] + 1
    labels = np.zeros(inside.shape, np.int32)
    labels[inside] = np.repeat(numbers, stops - starts)
    count = int(numbers.max(initial=0))
    boxes = np.empty((count, 4), np.intp)
    boxes[:, ::2] = max(inside.shape)
    boxes[:, 1::2] = -1
    for column, values, narrow in (
        (0, rows, np.minimum),
        (1, rows, np.maximum),
        (2, starts, np.minimum),
        (3, stops - 1, np.maximum),
    ):
        narrow.at(boxes[:, column], numbers - 1, values)
    return ConnectedComponents(labels, boxes)


def _joined(rows: list[int], starts: list[int], stops: list[int]) -> list[int]:
    """For each run, the first run of its region."""
    parents = list(range(len(rows)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    above = 0
    for run, row in enumerate(rows):
        while rows[above] < row - 1 or (rows[above] == row - 1 and stops[above] < starts[run]):
            above += 1
        other = above
        while other < run and rows[other] == row - 1 and starts[other] <= stops[run]:
            one, two = root(run), root(other)
            parents[max(one, two)] = min(one, two)
            other += 1
    return [root(run) for run in range(len(rows))]
