"""Two colour distributions, and the line that tells them apart."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.matting.linear_discriminant import LinearDiscriminant, linear_discriminant
from offcut.matting.local_statistics import LocalStatistics
from offcut.matting.unknown_region import UnknownRegion
from offcut.numeric.planes import Planes

CELL = 4
EVERYWHERE = UnknownRegion.of(np.ones((3, 5), bool), CELL)
FORE, BACK = (0.8, 0.3, 0.2), (0.2, 0.4, 0.6)


def _layer(
    colour: tuple[float, ...], spread: tuple[float, ...] = (0.01, 0.01, 0.01), weight: float = 1
) -> LocalStatistics:
    """The same everywhere on 3 x 5 cells; spreads are standard deviations."""
    mean = np.broadcast_to(np.array(colour, np.float32)[:, None, None], (3, 3, 5))
    covariance = np.zeros((6, 3, 5), np.float32)
    for entry, each in zip((0, 3, 5), spread, strict=True):
        covariance[entry] = each**2
    return LocalStatistics(np.full((3, 5), weight, np.float32), mean, covariance)


def _picture(colour: tuple[float, ...]) -> Planes:
    return np.tile(np.array(colour, np.float32)[:, None], (1, len(EVERYWHERE.pixels)))


def _mixed(alpha: float) -> Planes:
    mixed = (alpha * fore + (1 - alpha) * back for fore, back in zip(FORE, BACK, strict=True))
    return _picture(tuple(mixed))


def _between(
    small: Planes, spread: tuple[float, ...] = (0.01, 0.01, 0.01), weight: float = 1
) -> LinearDiscriminant:
    return linear_discriminant(
        small, _layer(FORE, spread), _layer(BACK, spread, weight), EVERYWHERE
    )


@pytest.mark.parametrize("alpha", [0, 0.25, 0.5, 1])
def test_a_mixture_has_its_share_as_alpha(alpha: float) -> None:
    found = _between(_mixed(alpha))
    assert found.alpha == pytest.approx(np.full(12 * 20, alpha), abs=1e-3)
    assert found.off_line.max() < 0.01


@pytest.mark.parametrize("alpha", [0.25, 0.5, 1])
def test_alpha_is_an_affine_function_of_colour(alpha: float) -> None:
    small = _mixed(alpha)
    found = _between(small)
    assert (found.slope * small).sum(0) + found.offset == pytest.approx(found.alpha, abs=1e-4)


@pytest.mark.parametrize(("colour", "alpha"), [((1, 0.2, 0), 1), ((0, 0.5, 0.9), 0)])
def test_beyond_either_colour_alpha_is_clipped(colour: tuple[float, ...], alpha: float) -> None:
    found = _between(_picture(colour))
    assert (found.alpha == alpha).all()
    assert found.off_line.min() > 10


def test_a_colour_of_neither_is_off_the_line() -> None:
    assert _between(_picture((0.2, 0.9, 0.2))).off_line.min() > 100


def test_a_shade_that_varies_counts_for_less() -> None:
    """Red tells nothing where both layers have any red."""
    shifted = _mixed(0.5)
    shifted[0] += np.float32(0.2)
    vague, exact = _between(shifted, (0.3, 0.01, 0.01)), _between(shifted)
    assert np.abs(vague.alpha - 0.5).max() < 0.1
    assert exact.alpha.min() > 0.7


def test_precision_grows_with_the_distance_and_falls_with_the_spread() -> None:
    small = _mixed(0.5)
    near = linear_discriminant(small, _layer(FORE), _layer((0.7, 0.3, 0.2)), EVERYWHERE)
    assert _between(small).precision.min() > 10 * near.precision.max()
    wide = _between(small, (0.1, 0.1, 0.1))
    assert _between(small).precision.min() > 10 * wide.precision.max()


@pytest.mark.parametrize("weight", [0, 1e-7])
def test_what_is_hardly_there_is_hearsay(weight: float) -> None:
    small = _mixed(0.5)
    assert _between(small, weight=weight).precision.max() < 0.01 * _between(small).precision.min()


def test_two_layers_of_the_same_colour_tell_nothing() -> None:
    found = linear_discriminant(_mixed(0.5), _layer(FORE), _layer(FORE), EVERYWHERE)
    assert found.precision.max() == 0
    assert all(np.isfinite(plane).all() for plane in found)
