"""What colours a layer has around each cell."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.matting.local_statistics import local_statistics, means
from offcut.numeric.planes import Planes, cell_means, cells_to_pixels, sigmas

CELL = 4
NEAR = ((1.0, 1.0), 1.0)
FAR = ((8.0, 8.0), 0.01)
RED, BLUE = (0.75, 0.25, 0.125), (0.125, 0.25, 0.75)


def _noise(*shape: int) -> Planes:
    return np.random.default_rng(5).random(shape, np.float32)


def _column(colour: tuple[float, ...]) -> Planes:
    return np.array(colour, np.float32)[:, None, None]


def _flat(colour: tuple[float, ...], height: int = 40, width: int = 48) -> Planes:
    return np.tile(_column(colour), (1, height, width))


def _halves() -> tuple[Planes, Planes]:
    """Red left and blue right, and the weights of the left."""
    colours, left = _flat(BLUE), np.zeros((40, 48), np.float32)
    colours[..., :24] = _flat(RED, 40, 24)
    left[:, :24] = 1
    return colours, left


def _direct(colours: Planes, weights: Planes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weighted mean and covariance of all pixels, in float64."""
    pixels = colours.reshape(3, -1).astype(np.float64)
    shares = weights.ravel().astype(np.float64)
    mean = (pixels * shares).sum(1) / shares.sum()
    off = pixels - mean[:, None]
    return mean, (off * shares) @ off.T / shares.sum()


@pytest.mark.parametrize("shape", [(4, 4), (8, 12), (40, 4)])
@pytest.mark.parametrize("cell", [1, 2, 4])
def test_cell_means_are_the_means_of_the_cells(shape: tuple[int, int], cell: int) -> None:
    plane = np.random.default_rng(5).integers(0, 256, shape).astype(np.float32)
    before = plane.copy()
    rows, columns = shape[0] // cell, shape[1] // cell
    expected = plane.reshape(rows, cell, columns, cell).mean((1, 3))
    found = cell_means(plane, cell)
    assert found.dtype == np.float32
    assert (found == expected).all()
    assert (plane == before).all()


@pytest.mark.parametrize("scales", [[NEAR], [NEAR, FAR]])
@pytest.mark.parametrize("weight", [1.0, 0.25])
def test_a_flat_layer_has_its_colour_and_no_spread(
    weight: float, scales: list[tuple[tuple[float, float], float]]
) -> None:
    weights = np.full((40, 48), weight, np.float32)
    layer = local_statistics(_flat(RED), weights, CELL, scales)
    assert layer.mean.shape == (3, 10, 12)
    assert layer.covariance.shape == (6, 10, 12)
    assert np.abs(layer.mean - _column(RED)).max() < 1e-6
    assert np.abs(layer.covariance).max() < 1e-6
    assert np.abs(layer.weight - weight * sum(share for _, share in scales)).max() < 1e-6


def test_mean_and_covariance_are_those_of_the_weighted_pixels() -> None:
    """Of a single cell, around which there's nothing else."""
    colours, weights = _noise(3, 16, 16), _noise(16, 16)
    layer = local_statistics(colours, weights, 16, [((2.0, 2.0), 1.0)])
    mean, covariance = _direct(colours, weights)
    assert np.abs(layer.mean[:, 0, 0] - mean).max() < 1e-5
    assert np.abs(layer.covariance[:, 0, 0] - covariance[np.triu_indices(3)]).max() < 1e-5
    assert layer.weight[0, 0] == pytest.approx(weights.mean(), abs=1e-6)


def test_only_pixels_of_the_layer_count() -> None:
    colours, left = _halves()
    for weights, colour in ((left, RED), (1 - left, BLUE)):
        layer = local_statistics(colours, weights, CELL, [NEAR, FAR])
        assert np.abs(layer.mean - _column(colour)).max() < 1e-4
        assert np.abs(layer.covariance).max() < 1e-4


def test_the_layer_weighs_much_where_it_is_and_little_elsewhere() -> None:
    colours, left = _halves()
    weight = local_statistics(colours, left, CELL, [NEAR]).weight
    assert (np.diff(weight) <= 1e-6).all()
    assert np.abs(weight[:, 0] - 1).max() < 0.01
    assert weight[:, 11].max() == 0


def test_the_wide_scale_tells_of_a_layer_that_is_far() -> None:
    colours, left = _halves()
    near = means(colours, left, CELL, [NEAR])
    assert near[:, :, 11].max() == 0
    both = means(colours, left, CELL, [NEAR, FAR])
    assert np.abs(both[:, :, 11] - _column(RED)[:, 0]).max() < 1e-4


def test_where_the_layer_is_near_the_wide_scale_hardly_counts() -> None:
    """Green left, and red in the corner that is asked about."""
    colours, weights = _flat((0, 1, 0)), np.ones((40, 48), np.float32)
    colours[:, :20, 24:] = _flat(RED, 20, 24)
    corner = means(colours, weights, CELL, [NEAR, FAR])[:, 0, 11]
    assert np.abs(corner - _column(RED)[:, 0, 0]).max() < 0.03


@pytest.mark.parametrize("scales", [[NEAR], [NEAR, FAR]])
def test_a_layer_without_pixels_has_no_weight_and_numbers_all_the_same(
    scales: list[tuple[tuple[float, float], float]],
) -> None:
    layer = local_statistics(_noise(3, 40, 48), np.zeros((40, 48), np.float32), CELL, scales)
    assert not layer.weight.any()
    assert np.isfinite(layer.mean).all()
    assert np.isfinite(layer.covariance).all()


def test_means_alone_are_the_same_means() -> None:
    colours, weights = _noise(3, 40, 48), _noise(40, 48)
    mean = means(colours, weights, CELL, [NEAR, FAR])
    layer = local_statistics(colours, weights, CELL, [NEAR, FAR])
    assert np.abs(mean - layer.mean).max() < 1e-6
    assert mean.shape == (3, 10, 12)


def test_a_length_is_as_long_down_as_across_though_cells_are_not_square() -> None:
    down, across = sigmas(0.1, (128, 64), (0.5, 1.0))
    assert (down, across) == (0.1 * 128 / 0.5, 0.1 * 64)


def test_cells_become_pixels_that_average_to_them() -> None:
    plane = np.repeat(_noise(10, 1), 12, 1)
    pixels = cells_to_pixels(plane, CELL)
    assert pixels.shape == (10 * CELL, 12 * CELL)
    assert (cells_to_pixels(np.full_like(plane, 0.25), CELL) == 0.25).all()
    assert np.abs(pixels[CELL // 2 :: CELL] - pixels[CELL // 2 :: CELL, :1]).max() == 0


def test_the_picture_is_not_changed() -> None:
    colours, weights = _noise(3, 40, 48), _noise(40, 48)
    before = colours.copy(), weights.copy()
    local_statistics(colours, weights, CELL, [NEAR, FAR])
    assert (colours == before[0]).all()
    assert (weights == before[1]).all()
