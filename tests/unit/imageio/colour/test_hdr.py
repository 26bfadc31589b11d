"""HDR pictures in the range of an ordinary screen."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.colour.code_points import Hdr
from offcut.imageio.colour.hdr import tone_mapped
from tests import pictures

RAMP = np.arange(256, dtype=np.uint8)


def _mapped(samples: np.ndarray, curve: Hdr) -> np.ndarray:
    return np.asarray(tone_mapped(Image.fromarray(samples), curve)).astype(int)


def _grey(levels: list[int], curve: Hdr) -> list[int]:
    samples = np.repeat(np.array(levels, np.uint8)[None, :, None], 3, 2)
    found = _mapped(samples, curve)
    assert (found[..., 0] == found[..., 1]).all()
    assert (found[..., 0] == found[..., 2]).all()
    return [int(level) for level in found[0, :, 0]]


CURVES: tuple[Hdr, Hdr] = ("pq", "hlg")


@pytest.mark.parametrize(
    ("curve", "levels", "shown"),
    [
        ("pq", [0, 32, 64, 96, 128, 160, 192, 255], [0, 5, 30, 70, 132, 213, 255, 255]),
        ("hlg", [0, 32, 64, 128, 192, 224, 240], [0, 14, 43, 99, 189, 228, 243]),
    ],
)
def test_grey_is_what_chromium_shows(curve: Hdr, levels: list[int], shown: list[int]) -> None:
    assert np.abs(np.subtract(_grey(levels, curve), shown)).max() <= 1


@pytest.mark.parametrize("curve", CURVES)
def test_brighter_stays_brighter(curve: Hdr) -> None:
    found = np.array(_grey([*range(256)], curve))
    assert (np.diff(found) >= 0).all()
    assert (found[0], found[-1]) == (0, 255)


@pytest.mark.parametrize("curve", CURVES)
def test_hues_stay(curve: Hdr) -> None:
    samples = np.array([[[200, 100, 100], [100, 60, 60]]], np.uint8)
    bright, dark = _mapped(samples, curve)[0]
    assert bright[0] > bright[1] == bright[2]
    assert dark[0] > dark[1] == dark[2]


def test_strips_make_no_difference() -> None:
    image = pictures.noise((700, 800))
    whole, part = (
        np.asarray(tone_mapped(each, "pq")) for each in (image, image.crop((0, 790, 700, 800)))
    )
    assert (whole[790:] == part).all()
