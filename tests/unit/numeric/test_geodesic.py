"""The cheapest ways, held against a queue of pixels."""

from __future__ import annotations

import heapq

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.numeric.geodesic import LIMIT, distances
from offcut.numeric.planes import Planes


def _queued(start: NDArray[np.bool_], steps: Planes) -> NDArray[np.float64]:
    """Dijkstra's algorithm, pixel by pixel."""
    height, width = start.shape
    costs = np.full(start.shape, np.inf)
    queue = [(0.0, int(row), int(column)) for row, column in np.argwhere(start)]
    while queue:
        cost, row, column = heapq.heappop(queue)
        if cost >= costs[row, column]:
            continue
        costs[row, column] = cost
        for there in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
            if 0 <= there[0] < height and 0 <= there[1] < width:
                step = (float(steps[row, column]) + float(steps[there])) / 2
                heapq.heappush(queue, (cost + step, *there))
    return costs


def _at(shape: tuple[int, int], *places: tuple[int, int]) -> NDArray[np.bool_]:
    start = np.zeros(shape, np.bool_)
    for place in places:
        start[place] = True
    return start


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (90, 1), (40, 170), (130, 120)])
@pytest.mark.parametrize(("scale", "power"), [(0.02, 1), (0.5, 3), (5, 8), (0, 1)])
def test_they_are_what_a_queue_finds(shape: tuple[int, int], scale: float, power: float) -> None:
    steps = (scale * np.random.default_rng(8).random(shape) ** power).astype(np.float32)
    row, column = shape[0] // 3, shape[1] // 4
    start = _at(shape, (row, column), (row, column // 2))
    found, true = distances(start, steps), _queued(start, steps)
    assert found.dtype == np.float32
    near = true < LIMIT
    assert (found > true - 1e-3)[near].all()
    assert np.abs(found - true)[near].max() < 0.05
    assert (found > LIMIT - 1e-3)[~near].all()


def test_walls_are_walked_around() -> None:
    """From room to room inside one another, whose doors are on opposite sides."""
    side = 200
    steps = np.full((side, side), 1e-4, np.float32)
    for number, near in enumerate(range(10, 100, 10)):
        far = side - near
        steps[[near, far], near : far + 1] = 9
        steps[near : far + 1, [near, far]] = 9
        steps[(near, far)[number % 2], near + 5] = 1e-4
    start = _at((side, side), (100, 105))
    found, true = distances(start, steps), _queued(start, steps)
    assert true[0].max() < LIMIT
    outside = true < LIMIT
    assert np.abs(found - true)[outside].max() < 0.05


def test_a_wall_without_a_door_holds() -> None:
    steps = np.zeros((80, 80), np.float32)
    steps[:, 30] = 1e6
    found = distances(_at((80, 80), (5, 5)), steps)
    assert found[:, :30].max() == 0
    assert found[:, 30:].min() > LIMIT


def test_two_starts_share_what_is_between() -> None:
    found = distances(_at((1, 101), (0, 0), (0, 100)), np.full((1, 101), 0.01, np.float32))
    assert np.abs(found[0] - 0.01 * np.minimum(np.arange(101), np.arange(101)[::-1])).max() < 1e-4
