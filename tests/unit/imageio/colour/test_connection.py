"""From the connection space to sRGB."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.imageio.colour.connection import D50, encoded, lab_to_xyz, xyz_to_srgb


@pytest.mark.parametrize(
    ("lab", "rgb"),
    [
        ((100, 0, 0), (255, 255, 255)),
        ((0, 0, 0), (0, 0, 0)),
        ((53.585, 0, 0), (128, 128, 128)),
        ((5, 0, 0), (17, 17, 17)),
        ((54.29, 80.8, 69.89), (255, 0, 0)),
        ((87.82, -79.27, 80.99), (0, 255, 0)),
        ((29.57, 68.3, -112.03), (0, 0, 255)),
        ((50, 128, -128), (216, 0, 255)),
    ],
    ids=["white", "black", "grey", "nearly black", "red", "green", "blue", "outside of sRGB"],
)
def test_known_colours_are_found(lab: tuple[float, ...], rgb: tuple[int, ...]) -> None:
    levels = xyz_to_srgb(lab_to_xyz(np.array([lab], np.float64)))[0] * 255
    assert np.abs(levels - rgb).max() <= 1.5


def test_white_is_white() -> None:
    assert np.abs(xyz_to_srgb(D50[None]) - 1).max() < 2e-4


def test_what_is_beyond_white_or_black_is_clipped() -> None:
    levels = encoded(np.array([-0.5, 0.0, 1.0, 4.0]))
    assert levels.round(6).tolist() == [0, 0, 1, 1]
