"""A picture tile by tile: nothing is left out, and nothing shows where tiles meet."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.numeric.planes import Box, Planes
from offcut.numeric.tiles import TILE_SIDE, Map, tile_boxes, to_array, to_image
from tests import pictures

SIZES = [
    *pictures.ODD_SIZES,
    (TILE_SIDE, TILE_SIDE),
    (TILE_SIDE + 1, TILE_SIDE - 1),
    (3 * TILE_SIDE, 2),
    (700, 513),
]


def _joined(plane: Planes, size: tuple[int, int]) -> Planes:
    whole = np.full((size[1], size[0]), np.nan, np.float32)
    stretched = Map.over(plane, size)
    for left, top, right, bottom in tile_boxes(size):
        whole[top:bottom, left:right] = stretched.tile((left, top, right, bottom))
    return whole


@pytest.mark.parametrize("size", SIZES)
def test_tiles_cover_every_pixel_once(size: tuple[int, int]) -> None:
    times = np.zeros((size[1], size[0]), int)
    for left, top, right, bottom in tile_boxes(size):
        assert 0 <= left < right <= min(size[0], left + TILE_SIDE)
        assert 0 <= top < bottom <= min(size[1], top + TILE_SIDE)
        times[top:bottom, left:right] += 1
    assert (times == 1).all()


@pytest.mark.parametrize("shape", [(128, 128), (1, 1), (3, 40), (600, 600)])
@pytest.mark.parametrize("size", SIZES)
def test_tiles_of_a_map_join_to_the_whole_map(
    size: tuple[int, int], shape: tuple[int, int]
) -> None:
    plane = np.random.default_rng(1).random(shape, np.float32)
    whole = np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BILINEAR))
    assert np.abs(_joined(plane, size) - whole).max() < 1e-4


@pytest.mark.parametrize("size", [(700, 513), (2000, 300)])
def test_a_slope_in_a_map_has_no_step_where_tiles_meet(size: tuple[int, int]) -> None:
    ramp = np.tile(np.linspace(0, 1, 128, dtype=np.float32), (128, 1))
    for whole in (_joined(ramp, size), _joined(ramp.T, size[::-1]).T):
        steps = np.diff(whole)
        assert steps.min() > -1e-6
        assert steps.max() < 1.1 / size[0] * 128 / 127


@pytest.mark.parametrize("box", [(0, 0, 5, 4), (3, 1, 9, 6), (8, 5, 9, 6)])
def test_colours_are_the_pictures_from_0_to_1(box: Box) -> None:
    image = pictures.noise((9, 6))
    planes = to_array(image.crop(box))
    assert planes.dtype == np.float32
    left, top, right, bottom = box
    expected = pictures.array(image)[top:bottom, left:right].transpose(2, 0, 1) / 255
    assert planes.shape == expected.shape
    assert np.abs(planes - expected).max() < 1e-6


def test_every_level_comes_back() -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    image = Image.merge("RGB", [ramp, ramp.rotate(90), ramp.rotate(180)])
    bands = [to_image(plane) for plane in to_array(image)]
    assert [band.mode for band in bands] == ["L"] * 3
    assert Image.merge("RGB", bands).tobytes() == image.tobytes()


@pytest.mark.parametrize(
    ("value", "level"),
    [(-0.5, 0), (0.49 / 255, 0), (0.51 / 255, 1), (0.5, 128), (0.999, 255), (1.7, 255), (9e9, 255)],
)
def test_a_level_is_the_nearest_there_is(value: float, level: int) -> None:
    plane = np.full((2, 3), value, np.float32)
    assert to_image(plane).getextrema() == (level, level)
    assert (plane == np.float32(value)).all()
