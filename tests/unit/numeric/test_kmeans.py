"""A layer in two parts, by colour."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.numeric.kmeans import two_means
from offcut.numeric.planes import Planes

LAYER = np.zeros((40, 60), np.bool_)
LAYER[5:35, 10:50] = True


def _scene(one: tuple[float, ...], other: tuple[float, ...], share: float) -> Planes:
    """A share of the layer's columns in one colour, the rest in another; grey around."""
    small = np.full((3, *LAYER.shape), 0.5, np.float32)
    middle = 10 + round(40 * share)
    small[:, 5:35, 10:middle] = np.array(one)[:, None, None]
    small[:, 5:35, middle:50] = np.array(other)[:, None, None]
    grain = np.random.default_rng(2).normal(0, 0.02, small.shape)
    return (small + grain).astype(np.float32)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
@pytest.mark.parametrize(
    ("one", "other"), [((0.8, 0.2, 0.1), (0.1, 0.1, 0.1)), ((0.6, 0.4, 0.4), (0.4, 0.6, 0.4))]
)
def test_two_colours_come_apart(
    one: tuple[float, ...], other: tuple[float, ...], share: float
) -> None:
    side = two_means(_scene(one, other, share), LAYER)
    middle = 10 + round(40 * share)
    left = np.arange(LAYER.shape[1]) < middle
    wrong = ((side != left) & LAYER).sum()
    assert min(wrong, LAYER.sum() - wrong) <= 0.002 * LAYER.sum()


def test_colours_elsewhere_are_on_the_side_of_their_like() -> None:
    scene = _scene((0.9, 0.1, 0.5), (0.2, 0.3, 0.1), 0.3)
    scene[:, :5, :5] = scene[:, 10, 12, None, None]
    scene[:, 35:, :5] = scene[:, 10, 45, None, None]
    side = two_means(scene, LAYER)
    assert (side[:5, :5] == side[10, 12]).all()
    assert (side[35:, :5] == side[10, 45]).all()
    assert side[10, 12] != side[10, 45]


@pytest.mark.parametrize("count", [0, 1, 2, 2400])
def test_a_layer_of_one_colour_or_of_no_pixels_is_on_one_side(count: int) -> None:
    layer = np.zeros(LAYER.size, np.bool_)
    layer[:count] = True
    side = two_means(np.full((3, *LAYER.shape), 0.25, np.float32), layer.reshape(LAYER.shape))
    assert side.dtype == np.bool_
    assert side.all() or not side.any()
