"""Alpha by the picture's colours: nearer to the truth where they tell, the mask's elsewhere."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from offcut.matting.refine import Refinement, fit, refine
from offcut.numeric import tiles
from tests import pictures

WORK = 256
"""Pixels a side of the working size here; half of what the pipeline has."""

SIZE = (384, 512)
TRUE = pictures.fur(SIZE)
MASK = TRUE.filter(ImageFilter.GaussianBlur(8))
"""As the network draws it: where the fur is, but no strands."""

RED, BLUE = (190, 60, 40), (60, 90, 180)
COLOURS = {
    "red on blue": (RED, BLUE),
    "blue on red": (BLUE, RED),
    "light grey on dark": ((200, 200, 200), (60, 60, 60)),
    "black on white": ((0, 0, 0), (255, 255, 255)),
}
ALIKE = [((120, 120, 120), (120, 120, 120)), (RED, RED), ((0, 0, 0), (0, 0, 0))]


def _fitted(image: Image.Image, mask: Image.Image = MASK) -> Refinement:
    return fit(*pictures.at_work(image, mask, WORK))


def _refined(image: Image.Image, mask: Image.Image = MASK) -> NDArray[np.int64]:
    before = image.tobytes(), mask.tobytes()
    alpha = refine(image, mask, _fitted(image, mask))
    assert alpha.mode == "L"
    assert alpha.size == image.size
    assert (image.tobytes(), mask.tobytes()) == before
    return _levels(alpha)


def _errors(image: Image.Image, true: Image.Image, mask: Image.Image) -> tuple[float, float]:
    """Mean errors of the refined alpha and of the mask, where the mask is soft."""
    soft = (_levels(mask) > 5) & (_levels(mask) < 250)
    alphas = _refined(image, mask), _levels(mask)
    off, before = (float(np.abs(alpha - _levels(true))[soft].mean()) for alpha in alphas)
    return off, before


def _levels(image: Image.Image) -> NDArray[np.int64]:
    return pictures.array(image).astype(np.int64)


@functools.cache
def _red_on_blue() -> tuple[Image.Image, Refinement]:
    image = pictures.blend(TRUE, RED, BLUE, 3)
    return image, _fitted(image)


@pytest.mark.parametrize("grain", [0, 3, 6])
@pytest.mark.parametrize("layers", COLOURS)
def test_where_colours_tell_strands_are_found_that_the_mask_lacks(
    layers: str, grain: float
) -> None:
    off, before = _errors(pictures.blend(TRUE, *COLOURS[layers], grain), TRUE, MASK)
    assert before > 40
    assert off < 0.25 * before


def test_light_and_shade_do_not_hide_a_difference_of_hue() -> None:
    """Which is less than that between light and shade."""
    image = pictures.array(pictures.blend(TRUE, (150, 90, 110), (110, 100, 150), 2))
    shade = np.random.default_rng(6).normal(0, 25, (*image.shape[:2], 1))
    shaded = np.clip(np.rint(image + shade * (1, 0.9, 0.8)), 0, 255)
    off, before = _errors(Image.fromarray(shaded.astype(np.uint8)), TRUE, MASK)
    assert off < 0.6 * before


@pytest.mark.parametrize("turns", [0, 1])
def test_colours_are_those_hereabouts_in_a_long_picture_too(turns: int) -> None:
    """What is the subject's colour in one stripe is the background's in the next."""
    size = (1600, 200)
    true = pictures.fur(size)
    fore, back = (pictures.stripes(*pair, size) for pair in ((RED, BLUE), (BLUE, RED)))
    image = Image.composite(fore, back, true).rotate(90 * turns, expand=True)
    true = true.rotate(90 * turns, expand=True)
    off, before = _errors(image, true, true.filter(ImageFilter.GaussianBlur(8)))
    assert off < 0.6 * before


def test_a_colour_that_is_neither_layers_is_trusted_less() -> None:
    """It lies off the line from one to the other, so its place along that says little."""
    image, fitted = _red_on_blue()
    spotted = image.copy()
    row, column = np.unravel_index(fitted.trust.argmax(), fitted.trust.shape)
    across, down = (size / WORK for size in SIZE)
    left, top = round(column * across), round(row * down)
    spotted.paste((30, 200, 60), (left - 2, top - 2, left + 3, top + 3))
    distrust, before = (1 - each.trust[row, column] for each in (_fitted(spotted), fitted))
    assert distrust > 5 * before


def test_where_the_network_does_not_know_the_subject_the_mask_stays() -> None:
    image, _ = _red_on_blue()
    vague = TRUE.filter(ImageFilter.GaussianBlur(60))
    assert np.abs(_refined(image, vague) - _levels(vague)).mean() < 1


def test_a_subject_of_two_colours_on_one_between_them_is_found() -> None:
    """Their mean is the background's colour, so as one colour they'd be none."""
    light, dark, between = (210, 200, 190), (50, 60, 70), (130, 130, 130)
    fore = pictures.stripes(light, dark, SIZE, 16)
    image = Image.composite(fore, pictures.flat(between, SIZE), TRUE)
    off, before = _errors(image, TRUE, MASK)
    assert off < 0.6 * before


@pytest.mark.parametrize("grain", [0, 3])
@pytest.mark.parametrize("layers", ALIKE)
def test_where_colours_are_alike_the_mask_stays(
    layers: tuple[tuple[int, ...], tuple[int, ...]], grain: float
) -> None:
    off = np.abs(_refined(pictures.blend(TRUE, *layers, grain)) - _levels(MASK))
    assert off.mean() < 0.5
    assert np.quantile(off, 0.999) <= 8


def test_what_the_mask_is_certain_of_stays_exactly() -> None:
    """Though colours say otherwise: there is a red thing on the blue, and a blue one on the red."""
    image, _ = _red_on_blue()
    image = image.copy()
    image.paste(RED, (100, 20, 160, 60))
    image.paste(BLUE, (100, 440, 160, 500))
    alpha = _refined(image)
    soft = MASK.point([0] + [255] * 254 + [0])
    near = _levels(soft.filter(ImageFilter.BoxBlur(round(0.06 * max(SIZE))))) > 0
    assert 0.2 < near.mean() < 0.8
    assert (alpha[~near] == _levels(MASK)[~near]).all()


@pytest.mark.parametrize("level", [0, 1, 128, 254, 255])
@pytest.mark.parametrize("grain", [0, 3])
def test_a_flat_mask_stays(grain: float, level: int) -> None:
    alpha = _refined(pictures.blend(TRUE, RED, BLUE, grain), Image.new("L", SIZE, level))
    assert (alpha == level).all()


@pytest.mark.parametrize("size", [*pictures.ODD_SIZES[:3], (1, 2), (3, 1)])
@pytest.mark.parametrize("layers", [(RED, BLUE), (RED, RED)])
def test_any_proportions_will_do(
    size: tuple[int, int], layers: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    ramp = np.linspace(0, 255, size[0] * size[1]).astype(np.uint8)
    mask = Image.fromarray(ramp.reshape(size[::-1]))
    image = pictures.blend(mask, *layers, 3)
    fitted = _fitted(image, mask)
    assert all(np.isfinite(plane).all() for plane in fitted)
    assert _refined(image, mask).shape == size[::-1]


def test_a_strip_is_refined_along_its_length() -> None:
    """Its steps are sharp, the mask's are not."""
    true = Image.fromarray(np.repeat(np.array([0, 255, 0, 255], np.uint8), 400)[None])
    mask = true.filter(ImageFilter.GaussianBlur(20))
    off, before = _errors(pictures.blend(true, RED, BLUE, 3), true, mask)
    assert off < 0.5 * before


@pytest.mark.parametrize("side", [100, 255, 257, 1000])
def test_it_does_not_show_where_tiles_meet(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    image, fitted = _red_on_blue()
    alpha = _levels(refine(image, MASK, fitted))
    monkeypatch.setattr(tiles, "TILE_SIDE", side)
    assert np.abs(_levels(refine(image, MASK, fitted)) - alpha).max() <= 1


@pytest.mark.parametrize(
    ("offset", "trust", "level"),
    [(1, 0.4, 149), (3, 0.4, 149), (0, 0.4, 47), (-3, 0.4, 47), (0.5, 1, 128), (9, 0, 78)],
)
def test_alpha_by_colour_is_clipped_and_then_weighed_with_the_mask(
    offset: float, trust: float, level: int
) -> None:
    one, none = np.ones((4, 4), np.float32), np.zeros((3, 4, 4), np.float32)
    refinement = Refinement(none, offset * one, trust * one, one)
    mask = Image.new("L", SIZE, 78)
    alpha = refine(pictures.noise(SIZE), mask, refinement)
    assert alpha.getextrema() == (level, level)


def test_the_fit_is_1_at_the_foregrounds_colour_and_0_at_the_backgrounds() -> None:
    _, fitted = _red_on_blue()
    rows = slice(WORK * 2 // 5, WORK * 3 // 5)
    for colour, alpha in ((RED, 1), (BLUE, 0)):
        shades = np.array(colour)[:, None, None] / 255
        found = (fitted.slope * shades).sum(0) + fitted.offset
        assert np.quantile(np.abs(found[rows] - alpha), 0.99) < 0.2


def test_the_fit_has_the_shapes_and_ranges_it_promises() -> None:
    _, fitted = _red_on_blue()
    assert fitted.slope.shape == (3, WORK, WORK)
    assert fitted.offset.shape == (WORK, WORK)
    assert {plane.dtype for plane in fitted} == {np.dtype(np.float32)}
    for plane in (fitted.trust, fitted.alpha):
        assert plane.shape == (WORK, WORK)
        assert plane.min() >= 0
        assert plane.max() <= 1
