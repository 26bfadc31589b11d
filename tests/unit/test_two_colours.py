"""A layer in two parts, by colour."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.local_colours import Planes
from offcut.two_colours import halves

LAYER = np.zeros((40, 60), np.float32)
LAYER[5:35, 10:50] = 1


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
    parts = halves(_scene(one, other, share), LAYER)
    middle = 10 + round(40 * share)
    left = LAYER.copy()
    left[:, middle:] = 0
    least = min(float(np.abs(part - left).sum()) for part in parts)
    assert least <= 0.002 * LAYER.sum()


def test_the_parts_are_the_layer() -> None:
    one, other = halves(_scene((0.9, 0.1, 0.5), (0.2, 0.3, 0.1), 0.3), LAYER)
    assert one.dtype == other.dtype == np.float32
    assert (one + other == LAYER).all()
    assert one.sum() > 0
    assert other.sum() > 0


@pytest.mark.parametrize("count", [0, 1, 2, 2400])
def test_a_layer_of_one_colour_or_of_no_pixels_will_do(count: int) -> None:
    layer = np.zeros(LAYER.size, np.float32)
    layer[:count] = 1
    layer = layer.reshape(LAYER.shape)
    one, other = halves(np.full((3, *LAYER.shape), 0.25, np.float32), layer)
    assert (one + other == layer).all()
