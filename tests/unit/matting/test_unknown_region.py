"""Computing with a selection of pixels only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from offcut.matting.unknown_region import UnknownRegion
from offcut.numeric.planes import cells_to_pixels

CELL = 4


def _random(*shape: int) -> NDArray[np.float32]:
    return np.random.default_rng(3).random(shape).astype(np.float32)


def _some() -> NDArray[np.bool_]:
    cells = _random(6, 9) > 0.6
    cells[0, 0] = cells[-1, -1] = True  # the edges too
    return cells


def test_a_band_has_all_pixels_of_its_cells_and_no_others() -> None:
    cells = _some()
    inside = np.zeros(24 * 36, bool)
    unknown = UnknownRegion.of(cells, CELL)
    inside[unknown.pixels] = True
    assert (inside.reshape(24, 36) == cells.repeat(CELL, 0).repeat(CELL, 1)).all()
    assert len(np.unique(unknown.pixels)) == len(unknown.pixels)


def test_cells_are_interpolated_as_over_the_whole_picture() -> None:
    unknown = UnknownRegion.of(_some(), CELL)
    planes = _random(3, 6, 9)
    whole = np.stack([cells_to_pixels(plane, CELL) for plane in planes])
    np.testing.assert_allclose(unknown.of_cells(planes), unknown.of_pixels(whole), atol=1e-6)
    np.testing.assert_allclose(unknown.of_cells(planes[0]), unknown.of_pixels(whole[0]), atol=1e-6)


def test_values_come_back_to_their_places() -> None:
    cells = _some()
    unknown = UnknownRegion.of(cells, CELL)
    planes, elsewhere = _random(2, 24, 36), np.full((2, 24, 36), 7, np.float32)
    spread = unknown.spread(unknown.of_pixels(planes), elsewhere)
    inside = cells.repeat(CELL, 0).repeat(CELL, 1)
    assert (spread[:, inside] == planes[:, inside]).all()
    assert (spread[:, ~inside] == 7).all()
    assert (elsewhere == 7).all()


def test_an_empty_band_is_empty() -> None:
    unknown = UnknownRegion.of(np.zeros((6, 9), bool), CELL)
    assert unknown.of_cells(_random(3, 6, 9)).shape == (3, 0)
    assert (unknown.spread(np.zeros((0,), np.float32), _random(24, 36)) == _random(24, 36)).all()
