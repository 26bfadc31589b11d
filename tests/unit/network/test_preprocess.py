"""A picture to the network's tensor: size, filter, normalisation."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.picture import Picture
from offcut.network.preprocess import shrink_picture, shrink_planes, to_tensor
from tests import pictures

INPUT_SIDE = 1024


def test_every_level_is_normalised_exactly() -> None:
    levels = np.arange(256, dtype=np.uint8)
    pixels = np.broadcast_to(np.tile(levels, 4)[:, None], (INPUT_SIDE, INPUT_SIDE, 3))
    tensor = to_tensor(Image.fromarray(np.ascontiguousarray(pixels)))
    expected = [(level - 128) / 256 for level in range(256)]
    assert tensor[0, 0, 0, :256].tolist() == expected
    assert (tensor.min(), tensor.max()) == (-0.5, 0.49609375)


def test_the_tensor_is_planes_of_float32_in_c_order() -> None:
    tensor = to_tensor(pictures.flat((0, 128, 255), (INPUT_SIDE, INPUT_SIDE)))
    assert tensor.shape == (1, 3, INPUT_SIDE, INPUT_SIDE)
    assert tensor.dtype == np.float32
    assert tensor.flags.c_contiguous
    for plane, value in zip(tensor[0], (-0.5, 0, 0.49609375), strict=True):
        assert (plane == value).all()


@pytest.mark.parametrize("size", [*pictures.ODD_SIZES, (INPUT_SIDE, INPUT_SIDE)])
def test_any_size_becomes_the_networks_and_a_flat_colour_stays(size: tuple[int, int]) -> None:
    small = shrink_picture(Picture(pictures.flat((200, 100, 7), size)))
    assert small.size == (INPUT_SIDE, INPUT_SIDE)
    assert small.getextrema() == ((200, 200), (100, 100), (7, 7))


def test_a_picture_of_the_networks_size_is_left_as_it_is() -> None:
    image = pictures.noise((INPUT_SIDE, INPUT_SIDE))
    assert shrink_picture(Picture(image)).tobytes() == image.tobytes()


@pytest.mark.parametrize("side", [2048, 3072, 2500])
def test_a_fine_checkerboard_shrinks_to_grey(side: int) -> None:
    board = (np.indices((side, side)).sum(0) % 2 * 255).astype(np.uint8)
    small = shrink_picture(Picture(Image.fromarray(board).convert("RGB")))
    inner = pictures.array(small)[4:-4, 4:-4].astype(int)
    assert np.abs(inner - 127.5).max() < 32


def test_what_is_transparent_is_white_to_the_network() -> None:
    image = pictures.flat((0, 0, 0), (INPUT_SIDE, INPUT_SIDE))
    alpha = pictures.flat(255, (INPUT_SIDE, INPUT_SIDE), "L")
    alpha.paste(0, (0, 0, INPUT_SIDE // 2, INPUT_SIDE))
    alpha.paste(128, (0, 0, INPUT_SIDE, 1))
    pixels = pictures.array(shrink_picture(Picture(image, alpha)))
    assert (pixels[1:, : INPUT_SIDE // 2] == 255).all()
    assert (pixels[1:, INPUT_SIDE // 2 :] == 0).all()
    assert np.unique(pixels[0]).tolist() == [127]
    assert image.getextrema() == ((0, 0),) * 3


def test_planes_of_unlike_sizes_are_joined_to_rgb() -> None:
    luma, blue, red = pictures.flat((250, 60, 20), (64, 40)).convert("YCbCr").split()
    small = shrink_planes((luma, blue.resize((32, 20)), red.resize((32, 20))))
    assert small.size == (INPUT_SIDE, INPUT_SIDE)
    assert np.abs(pictures.array(small).astype(int) - (250, 60, 20)).max() <= 2
