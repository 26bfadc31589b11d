"""Profiles that are made from primaries and a curve."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.colour.code_points import space
from offcut.imageio.colour.matrix_profile import (
    SRGB_CURVE,
    SRGB_PRIMARIES,
    Primaries,
    matrix_profile,
)
from offcut.imageio.colour.rgb_profile import rebuilt
from tests import pictures
from tests.unit.imageio.colour.seen import error, seen

NOISE = pictures.noise((40, 40))
P3 = Primaries((0.3127, 0.329), (0.68, 0.32), (0.265, 0.69), (0.15, 0.06))


def _made(primaries: Primaries, curve: tuple[float, ...]) -> bytes:
    profile = matrix_profile(primaries, curve)
    assert profile is not None
    return profile


def test_srgbs_own_numbers_give_srgb() -> None:
    found = seen(NOISE, _made(SRGB_PRIMARIES, SRGB_CURVE))
    assert np.abs(found - np.asarray(NOISE)).max() <= 1


def test_display_p3s_white_and_red_are_where_they_belong() -> None:
    colours = Image.fromarray(np.array([[[255, 255, 255], [234, 51, 35]]], np.uint8))
    found = seen(colours, _made(P3, SRGB_CURVE))
    assert np.abs(found[0] - [[255, 255, 255], [255, 0, 0]]).max() <= 2


def test_an_exponent_is_an_exponent() -> None:
    grey = Image.fromarray(np.full((1, 1, 3), 64, np.uint8))
    light = (64 / 255) ** 1.5
    level = 255 * (1.055 * light ** (1 / 2.4) - 0.055)
    assert np.abs(seen(grey, _made(SRGB_PRIMARIES, (1.5,))) - level).max() <= 1


def test_another_white_stays_white() -> None:
    cinema = space(11, 13, 0, 1)
    assert cinema is not None
    white = pictures.flat((255, 255, 255))
    assert seen(white, _made(cinema.primaries, SRGB_CURVE)).min() >= 254


@pytest.mark.parametrize("number", [4, 5, 6, 8, 9, 10, 12, 22])
def test_all_that_is_written_is_a_profile_that_would_be_kept(number: int) -> None:
    found = space(number, 13, 0, 1)
    assert found is not None
    profile = _made(found.primaries, SRGB_CURVE)
    assert rebuilt(profile) == profile
    assert error(seen(NOISE, profile), seen(NOISE, None)) > 1


@pytest.mark.parametrize(
    "primaries",
    [
        Primaries((0, 0), *SRGB_PRIMARIES[1:]),
        Primaries((0.3, 0.3), (0.6, 0.3), (0.6, 0.3), (0.1, 0.1)),
        Primaries((0.3, 0.3), (0.1, 0.1), (0.2, 0.2), (0.3, 0.3)),
    ],
    ids=["no white", "two primaries", "a line"],
)
def test_primaries_without_colours_are_none(primaries: Primaries) -> None:
    assert matrix_profile(primaries, SRGB_CURVE) is None
