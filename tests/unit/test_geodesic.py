"""The cheapest ways, held against a queue of pixels."""

from __future__ import annotations

import heapq

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.geodesic import LIMIT, distances
from offcut.local_colours import Planes


def _queued(start: NDArray[np.bool_], across: Planes, down: Planes) -> NDArray[np.float64]:
    """Dijkstra's algorithm, pixel by pixel."""
    height, width = start.shape
    costs = np.full(start.shape, np.inf)
    queue = [(0.0, int(row), int(column)) for row, column in np.argwhere(start)]
    while queue:
        cost, row, column = heapq.heappop(queue)
        if cost >= costs[row, column]:
            continue
        costs[row, column] = cost
        if column > 0:
            heapq.heappush(queue, (cost + across[row, column - 1], row, column - 1))
        if column < width - 1:
            heapq.heappush(queue, (cost + across[row, column], row, column + 1))
        if row > 0:
            heapq.heappush(queue, (cost + down[row - 1, column], row - 1, column))
        if row < height - 1:
            heapq.heappush(queue, (cost + down[row, column], row + 1, column))
    return costs


def _steps(shape: tuple[int, int], scale: float, power: float) -> tuple[Planes, Planes]:
    random = np.random.default_rng(8)
    across, down = (
        (scale * random.random(size) ** power).astype(np.float32)
        for size in ((shape[0], shape[1] - 1), (shape[0] - 1, shape[1]))
    )
    return across, down


@pytest.mark.parametrize("shape", [(1, 1), (1, 90), (90, 1), (40, 170), (130, 120)])
@pytest.mark.parametrize(("scale", "power"), [(0.02, 1), (0.5, 3), (5, 8), (0, 1)])
def test_they_are_what_a_queue_finds(shape: tuple[int, int], scale: float, power: float) -> None:
    start = np.zeros(shape, np.bool_)
    start[shape[0] // 3, shape[1] // 4 : shape[1] // 3 + 1] = True
    across, down = _steps(shape, scale, power)
    found, true = distances(start, across, down), _queued(start, across, down)
    assert found.dtype == np.float32
    near = true < LIMIT
    assert np.abs(found[near] - true[near]).max() < 0.01
    assert (found[~near] > LIMIT - 0.01).all()


def test_a_wall_is_walked_around() -> None:
    """Along a spiral, which turns often, and far out of where it began."""
    side = 200
    across, down = np.zeros((side, side - 1), np.float32), np.zeros((side - 1, side), np.float32)
    for number, offset in enumerate(range(10, 100, 10)):
        far = side - offset
        down[[offset, far], offset : far + 1] = 2
        across[offset + 1 : far + 1, [offset - 1, far]] = 2
        gap = offset + 3 if number % 2 else far - 3
        down[offset, gap] = 0.01
    start = np.zeros((side, side), np.bool_)
    start[100, 100] = True
    found, true = distances(start, across, down), _queued(start, across, down)
    assert true.max() < LIMIT
    assert np.abs(found - true).max() < 0.01


def test_a_wall_without_a_gap_holds() -> None:
    across, down = np.zeros((80, 79), np.float32), np.zeros((79, 80), np.float32)
    across[:, 30] = 1e6
    start = np.zeros((80, 80), np.bool_)
    start[5, 5] = True
    found = distances(start, across, down)
    assert found[:, :31].max() == 0
    assert found[:, 31:].min() > LIMIT


def test_two_starts_share_what_is_between() -> None:
    start = np.zeros((1, 101), np.bool_)
    start[0, [0, 100]] = True
    found = distances(start, np.full((1, 100), 0.01, np.float32), np.zeros((0, 101), np.float32))
    assert np.abs(found[0] - 0.01 * np.minimum(np.arange(101), np.arange(101)[::-1])).max() < 1e-4
