"""Masks don't flicker where nothing moves."""

from __future__ import annotations

import numpy as np

from offcut.network.steady import Steady

BEFORE = np.full((4, 4), 100, np.uint8)
TENSOR = np.zeros((1, 3, 4, 4), np.float32)


def test_the_first_mask_is_the_networks() -> None:
    assert Steady().mask(TENSOR, BEFORE) is BEFORE


def test_where_the_picture_is_the_same_a_small_difference_is_none() -> None:
    steady = Steady()
    steady.mask(TENSOR, BEFORE)
    assert (steady.mask(TENSOR, BEFORE + 20) == 100).all()
    assert (steady.mask(TENSOR, BEFORE + 32) == 100).all(), "it does not creep"


def test_where_the_picture_changes_or_the_network_thinks_otherwise_the_mask_is_new() -> None:
    steady = Steady()
    steady.mask(TENSOR, BEFORE)
    changed = TENSOR.copy()
    changed[0, 1, :2] = 0.01
    levels = BEFORE + 20
    levels[3, 3] = 133
    levels[3, 2] = 67
    mask = steady.mask(changed, levels)
    assert (mask[:2] == 120).all()
    assert (mask[2] == 100).all()
    assert mask[3].tolist() == [100, 100, 67, 133]
