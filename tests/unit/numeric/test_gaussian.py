"""Gaussian smoothing, beside the sum that defines it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut.numeric.gaussian import gaussian

SIGMAS = [(0.0, 0.0), (0.3, 0.3), (1.0, 2.5), (4.0, 0.0), (0.0, 7.0), (30.0, 30.0)]
Floats = NDArray[np.float64]


def _noise(*shape: int) -> NDArray[np.float32]:
    return np.random.default_rng(3).random(shape, np.float32)


def _impulse(side: int) -> NDArray[np.float32]:
    plane = np.zeros((side, side), np.float32)
    plane[side // 2, side // 2] = 1
    return plane


def _direct(line: Floats, sigma: float) -> Floats:
    """Each value as the weighted mean of those around it, in float64."""
    if not sigma:
        return line
    last = len(line) - 1
    reach = min(math.ceil(3 * sigma), last)
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (steps / sigma) ** 2)
    around = line[np.clip(np.arange(last + 1)[:, None] + steps, 0, last)]
    mean: Floats = (around * weights).sum(1) / weights.sum()
    return mean


@pytest.mark.parametrize("sigmas", SIGMAS)
@pytest.mark.parametrize("shape", [(20, 33), (1, 40), (40, 1), (1, 1), (2, 3)])
def test_it_is_the_weighted_mean_of_the_values_around(
    shape: tuple[int, int], sigmas: tuple[float, float]
) -> None:
    plane = _noise(*shape)
    down = np.apply_along_axis(_direct, 0, plane.astype(np.float64), sigmas[0])
    both = np.apply_along_axis(_direct, 1, down, sigmas[1])
    smoothed = gaussian(plane, sigmas)
    assert smoothed.dtype == np.float32
    assert smoothed.shape == shape
    assert np.abs(smoothed - both).max() < 1e-6


@pytest.mark.parametrize("sigmas", SIGMAS)
@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_a_flat_plane_stays_flat(value: float, sigmas: tuple[float, float]) -> None:
    smoothed = gaussian(np.full((9, 14), value, np.float32), sigmas)
    assert np.abs(smoothed - value).max() < 1e-6


@pytest.mark.parametrize("sigma", [0.3, 0.5, 1.0, 3.7, 10.0])
def test_the_weights_add_up_to_1(sigma: float) -> None:
    assert gaussian(_impulse(101), (sigma, sigma)).sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("sigma", [1.0, 3.0, 10.0])
def test_a_point_spreads_with_the_variance_that_was_asked_for(sigma: float) -> None:
    """A little less: what lies beyond three sigmas is cut off."""
    spread = gaussian(_impulse(101), (sigma, sigma)).sum(0)
    variance = (spread * (np.arange(101) - 50) ** 2).sum()
    assert 0.95 * sigma**2 < variance <= sigma**2


def test_it_spreads_to_all_sides_alike() -> None:
    spread = gaussian(_impulse(31), (3, 3))
    for turned in (spread[::-1], spread[:, ::-1], spread.T):
        assert np.abs(turned - spread).max() < 1e-8
    assert spread.argmax() == 31 * 15 + 15


def test_down_and_across_have_a_sigma_each() -> None:
    down, across = gaussian(_impulse(31), (3, 0)), gaussian(_impulse(31), (0, 3))
    assert np.flatnonzero(down.any(0)).tolist() == [15]
    assert np.count_nonzero(down.any(1)) == 19
    assert (across == down.T).all()


def test_sigma_0_changes_nothing() -> None:
    plane = _noise(12, 7)
    assert (gaussian(plane, (0, 0)) == plane).all()


@pytest.mark.parametrize("sigma", [1.0, 5.0])
def test_beyond_an_edge_its_own_values_go_on(sigma: float) -> None:
    """As in a plane that was made larger by copies of its edges."""
    plane, reach = _noise(25, 18), 20
    inside = gaussian(np.pad(plane, reach, "edge"), (sigma, sigma))[reach:-reach, reach:-reach]
    assert np.abs(gaussian(plane, (sigma, sigma)) - inside).max() < 1e-6


def test_planes_do_not_mix_and_are_not_changed() -> None:
    planes = _noise(2, 3, 10, 8)
    before = planes.copy()
    smoothed = gaussian(planes, (1.5, 2))
    assert (planes == before).all()
    for index in np.ndindex(2, 3):
        assert (smoothed[index] == gaussian(planes[index], (1.5, 2))).all()
