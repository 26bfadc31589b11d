"""Connected regions, beside a flood fill."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.numeric.connected_components import ConnectedComponents, connected_components

Cells = NDArray[np.bool_]

U = """
#...#
#...#
#####
"""
COMB = """
#.#.#.#
#.#.#.#
#######
"""
CARET = """
...#...
..#.#..
.#...#.
#.....#
"""
SPIRAL = """
#########
........#
#######.#
#.....#.#
#.###.#.#
#.#...#.#
#.#####.#
#.......#
#########
"""
CHAINS = """
#..#.#
.##.#.
......
.#.##.
#.#..#
"""
ISLANDS = """
##..#
##...
....#
.#..#
"""
RING = """
#####
#...#
#.#.#
#...#
#####
"""


def _cells(drawing: str) -> Cells:
    return np.array([[mark == "#" for mark in line] for line in drawing.split()])


def _flooded(inside: Cells) -> list[set[tuple[int, int]]]:
    """Each region's cells, from the first on in reading order."""
    left = {(int(row), int(column)) for row, column in np.argwhere(inside)}
    found = []
    for seed in sorted(left):
        if seed not in left:
            continue
        left.remove(seed)
        region, edge = {seed}, [seed]
        while edge:
            row, column = edge.pop()
            around = {(row + y, column + x) for y in (-1, 0, 1) for x in (-1, 0, 1)} & left
            left -= around
            region |= around
            edge += around
        found.append(region)
    return found


def _assert_same(inside: Cells, found: ConnectedComponents) -> None:
    expected = _flooded(inside)
    assert found.labels.dtype == np.int32
    assert found.labels.shape == inside.shape
    assert ((found.labels > 0) == inside).all()
    assert found.boxes.shape == (len(expected), 4)
    for number, (region, box) in enumerate(zip(expected, found.boxes, strict=True), 1):
        assert {(int(y), int(x)) for y, x in np.argwhere(found.labels == number)} == region
        rows, columns = zip(*region, strict=True)
        assert box.tolist() == [min(rows), max(rows), min(columns), max(columns)]


@pytest.mark.parametrize(
    ("drawing", "count"),
    [(U, 1), (COMB, 1), (CARET, 1), (SPIRAL, 1), (CHAINS, 2), (ISLANDS, 4), (RING, 2)],
    ids=["U", "comb", "caret", "spiral", "chains", "islands", "ring"],
)
@pytest.mark.parametrize("turns", range(4))
def test_what_touches_somewhere_is_one_region(drawing: str, count: int, turns: int) -> None:
    inside = np.rot90(_cells(drawing), turns)
    found = connected_components(inside)
    assert len(found.boxes) == found.labels.max() == count
    _assert_same(inside, found)


@pytest.mark.parametrize("drawing", ["#.\n.#", ".#\n#."])
def test_corners_connect(drawing: str) -> None:
    assert len(connected_components(_cells(drawing)).boxes) == 1


@pytest.mark.parametrize("drawing", ["#.#", "#\n.\n#", "#..\n..#"])
def test_a_gap_of_one_cell_parts(drawing: str) -> None:
    assert len(connected_components(_cells(drawing)).boxes) == 2


def test_the_end_of_a_row_does_not_touch_the_start_of_the_next() -> None:
    assert len(connected_components(_cells("...#\n#...")).boxes) == 2


@pytest.mark.parametrize("shape", [(5, 7), (1, 9), (9, 1), (1, 1)])
def test_of_an_empty_picture_there_are_none(shape: tuple[int, int]) -> None:
    found = connected_components(np.zeros(shape, bool))
    assert not found.labels.any()
    assert found.labels.shape == shape
    assert found.boxes.shape == (0, 4)


@pytest.mark.parametrize("shape", [(5, 7), (1, 9), (9, 1), (1, 1)])
def test_a_whole_picture_is_one(shape: tuple[int, int]) -> None:
    found = connected_components(np.ones(shape, bool))
    assert (found.labels == 1).all()
    assert found.boxes.tolist() == [[0, shape[0] - 1, 0, shape[1] - 1]]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.45, 0.6, 0.9])
@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (2, 30), (30, 2), (9, 11), (16, 23)])
def test_it_finds_what_a_flood_fill_finds(shape: tuple[int, int], share: float) -> None:
    random = np.random.default_rng(round(100 * share))
    for _ in range(8):
        inside = random.random(shape) < share
        _assert_same(inside, connected_components(inside))
