"""Curves of profiles, value by value."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from offcut.imageio.colour.curve import read_curve
from offcut.imageio.colour.icc import DamagedProfileError, fixed
from tests.unit.imageio.colour import profiles

PLACES = np.linspace(0, 1, 101)


def _function(number: int, *parameters: float) -> bytes:
    return b"para" + bytes(4) + struct.pack(">HH", number, 0) + fixed(*parameters)


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (b"curv" + bytes(8), PLACES),
        (profiles.gamma(2), PLACES**2),
        (profiles.table_curve(1.8, 4096), PLACES**1.8),
        (_function(0, 2.2), PLACES**2.2),
        (_function(1, 2, 2, -1), np.maximum(2 * PLACES - 1, 0) ** 2),
        (_function(2, 2, 0.5, -0.1, 0.25), np.maximum(0.5 * PLACES - 0.1, 0) ** 2 + 0.25),
        (_function(3, 2, 1, 0, 0.5, 0.5), np.where(PLACES >= 0.5, PLACES**2, PLACES / 2)),
        (
            _function(4, 2, 0.5, 0, 0.25, 0.5, 0.5, 0.125),
            np.where(PLACES >= 0.5, PLACES**2 / 4 + 0.5, PLACES / 4 + 0.125),
        ),
    ],
    ids=["identity", "gamma", "table", "0", "1", "2", "3", "4"],
)
def test_each_kind_of_curve_is_what_the_specification_says(
    element: bytes, expected: np.ndarray
) -> None:
    curve, end = read_curve(element)
    assert np.abs(curve(PLACES) - expected).max() < 2e-4
    assert end == len(element) + -len(element) % 4


def test_curves_follow_each_other_at_multiples_of_4() -> None:
    curve, _ = read_curve(profiles.gamma(1) + bytes(2) + profiles.gamma(2), 16)
    assert curve(np.array([0.5])).tolist() == [0.25]


@pytest.mark.parametrize(
    "element",
    [b"", b"XYZ " + bytes(16), b"curv" + bytes(4) + b"\xff\xff\xff\xff", _function(5, 1)],
    ids=["nothing", "a colour", "an endless table", "no function"],
)
def test_what_is_no_curve_is_said(element: bytes) -> None:
    with pytest.raises(DamagedProfileError):
        read_curve(element)
