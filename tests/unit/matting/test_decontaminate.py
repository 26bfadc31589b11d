"""The subject's own colours: of a picture made from known layers, they come back."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut.matting.decontaminate import LayerColours, decontaminate, layer_colours
from offcut.matting.refine import FIT_CELL
from offcut.numeric import tiles
from tests import pictures

WORK = 256
SIZE = (384, 512)
ALPHA = pictures.fur(SIZE)
RED, BLUE, WHITE, BLACK = (190, 60, 40), (60, 90, 180), (255, 255, 255), (0, 0, 0)
LAYERS = [(RED, BLUE), (BLUE, RED), (BLACK, WHITE), (WHITE, BLACK), (RED, RED)]


def _layers(image: Image.Image, alpha: Image.Image = ALPHA) -> LayerColours:
    return layer_colours(*pictures.at_work(image, alpha, WORK))


def _foreground(image: Image.Image, alpha: Image.Image = ALPHA) -> NDArray[np.int64]:
    before = image.tobytes(), alpha.tobytes()
    result = decontaminate(image, alpha, _layers(image, alpha))
    assert result.mode == "RGB"
    assert result.size == image.size
    assert (image.tobytes(), alpha.tobytes()) == before
    return _levels(result)


def _levels(image: Image.Image) -> NDArray[np.int64]:
    return pictures.array(image).astype(np.int64)


def _soft(alpha: Image.Image = ALPHA) -> NDArray[np.bool_]:
    return (_levels(alpha) > 0) & (_levels(alpha) < 255)


@pytest.mark.parametrize("grain", [0, 4])
@pytest.mark.parametrize(("fore", "back"), LAYERS[:-1])
def test_soft_pixels_get_the_colour_of_the_layer_in_front(
    fore: tuple[int, ...], back: tuple[int, ...], grain: float
) -> None:
    image = pictures.blend(ALPHA, fore, back, grain)
    off, before = (
        np.abs(levels - fore)[_soft()] for levels in (_foreground(image), _levels(image))
    )
    assert before.mean() > 20
    assert off.mean() < 0.4 * before.mean()


def test_colours_that_vary_over_the_picture_come_back_too() -> None:
    """Red that turns green from left to right, over blue that darkens."""
    across = Image.linear_gradient("L").rotate(90).resize(SIZE)
    fore = Image.composite(pictures.flat(RED, SIZE), pictures.flat((40, 160, 40), SIZE), across)
    back = Image.composite(pictures.flat(BLUE, SIZE), pictures.flat(BLACK, SIZE), across)
    image = Image.composite(fore, back, ALPHA)
    off, before = (
        np.abs(levels - _levels(fore))[_soft()] for levels in (_foreground(image), _levels(image))
    )
    assert off.mean() < 0.4 * before.mean()


def test_colours_are_those_hereabouts_in_a_wide_picture_too() -> None:
    """What is the subject's colour in one stripe is the background's in the next."""
    size = (1600, 200)
    alpha = pictures.fur(size)
    fore, back = (pictures.stripes(*pair, size) for pair in ((RED, BLUE), (BLUE, RED)))
    image = Image.composite(fore, back, alpha)
    off, before = (
        np.abs(levels - _levels(fore))[_soft(alpha)]
        for levels in (_foreground(image, alpha), _levels(image))
    )
    assert off.mean() < 0.6 * before.mean()


def test_laid_on_the_old_background_it_is_the_old_picture_again() -> None:
    image = pictures.blend(ALPHA, RED, BLUE)
    foreground = Image.fromarray(_foreground(image).astype(np.uint8))
    off, before = (
        np.abs(_levels(Image.composite(fore, pictures.flat(BLUE, SIZE), ALPHA)) - _levels(image))
        for fore in (foreground, image)
    )
    assert off.mean() < 0.5 * before.mean()


@pytest.mark.parametrize(("fore", "back"), LAYERS)
def test_pixels_that_are_opaque_or_empty_are_not_touched(
    fore: tuple[int, ...], back: tuple[int, ...]
) -> None:
    image = pictures.blend(ALPHA, fore, back, 8)
    assert (_foreground(image) == _levels(image))[~_soft()].all()


@pytest.mark.parametrize("level", [0, 255])
def test_without_soft_pixels_it_is_the_picture(level: int) -> None:
    image = pictures.noise(SIZE)
    assert (_foreground(image, Image.new("L", SIZE, level)) == _levels(image)).all()


@pytest.mark.parametrize("colour", [BLACK, (200, 10, 90), WHITE])
@pytest.mark.parametrize("level", [None, 1, 30, 128, 254])
def test_a_picture_of_one_colour_stays_so(level: int | None, colour: tuple[int, ...]) -> None:
    """To a level; even if alpha is soft all over, and no pixel is purely of one layer."""
    alpha = ALPHA if level is None else Image.new("L", SIZE, level)
    image = pictures.flat(colour, SIZE)
    assert np.abs(_foreground(image, alpha) - colour).max() <= 1


@pytest.mark.parametrize("side", [100, 255, 257, 1000])
def test_it_does_not_show_where_tiles_meet(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    image = pictures.blend(ALPHA, RED, BLUE, 4)
    whole = _foreground(image)
    monkeypatch.setattr(tiles, "TILE_SIDE", side)
    assert np.abs(_foreground(image) - whole).max() <= 1


@pytest.mark.parametrize("size", [*pictures.ODD_SIZES[:3], (1, 2), (3, 1)])
@pytest.mark.parametrize("level", [None, 100])
def test_any_proportions_will_do(size: tuple[int, int], level: int | None) -> None:
    ramp = np.linspace(0, 255, size[0] * size[1]).astype(np.uint8)
    alpha = Image.fromarray(ramp.reshape(size[::-1]))
    if level:
        alpha = Image.new("L", size, level)
    image = pictures.blend(alpha, RED, BLUE, 3)
    assert all(np.isfinite(planes).all() for planes in _layers(image, alpha))
    assert _foreground(image, alpha).shape == (*size[::-1], 3)


def test_the_layers_are_the_colours_on_either_side_of_the_edge() -> None:
    alpha = Image.new("L", SIZE)
    alpha.paste(255, (0, SIZE[1] // 2, *SIZE))
    layers = _layers(pictures.blend(alpha, RED, BLUE, 3), alpha)
    near = slice(WORK * 2 // 5 // FIT_CELL, WORK * 3 // 5 // FIT_CELL)
    for planes, colour in zip(layers, (RED, BLUE), strict=True):
        assert planes.shape == (3, WORK // FIT_CELL, WORK // FIT_CELL)
        assert planes.dtype == np.float32
        assert np.abs(255 * planes[:, near] - np.array(colour)[:, None, None]).max() < 4
