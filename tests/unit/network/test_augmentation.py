"""The second look at a picture, and how the two masks come together."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut import InferenceError
from offcut.network.augmentation import merged, mirrored, second_size
from offcut.network.preprocess import to_tensor
from tests import pictures


def _mask(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random((1, 1, 8, 6), np.float32)


def test_the_mirrored_tensor_is_that_of_the_mirrored_picture() -> None:
    image = pictures.noise((1024, 1024))
    flipped = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    tensor = mirrored(to_tensor(image))
    assert (tensor == to_tensor(flipped)).all()
    assert tensor.flags.c_contiguous
    assert tensor.dtype == np.float32


def test_two_views_that_agree_change_nothing() -> None:
    mask = _mask(1)
    both = merged(mask, mask[..., ::-1])
    assert both.shape == mask.shape[-2:]
    assert both.dtype == np.float32
    assert np.abs(both - mask).max() < 1e-6


def test_the_larger_value_counts() -> None:
    mask, mirror = _mask(1), _mask(2)
    assert (merged(mask, mirror) == np.maximum(mask, mirror[..., ::-1])[0, 0]).all()


def test_what_one_look_is_sure_of_is_opaque() -> None:
    sure, blind = pictures.mask(1), pictures.mask(0)
    assert (merged(sure, blind) == 1).all()
    assert (merged(blind, sure) == 1).all()


def test_what_the_mirror_image_shows_at_the_right_is_at_the_left() -> None:
    mirror = np.zeros((1, 1, 4, 6), np.float32)
    mirror[..., 1, 5] = 1
    both = merged(np.zeros_like(mirror), mirror)
    assert [place.tolist() for place in np.nonzero(both)] == [[1], [0]]


def test_a_second_look_of_another_size_is_scaled_to_the_first() -> None:
    second = np.zeros((1, 1, 64, 128), np.float32)
    second[..., 32:, 64:] = 1
    both = merged(np.zeros((1, 1, 128, 128), np.float32), second)
    assert both.shape == (128, 128)
    assert both.dtype == np.float32
    assert (both[66:, :62] == 1).all()
    assert (both[:62] == 0).all()
    assert (both[:, 66:] == 0).all()


@pytest.mark.parametrize(
    ("size", "second"),
    [
        ((300, 200), (1024, 704)),
        ((200, 300), (704, 1024)),
        ((4032, 3024), (1024, 768)),
        ((1920, 1080), (1024, 576)),
        ((512, 512), (1024, 1024)),
        ((1000, 970), (1024, 1024)),
        ((1000, 960), (1024, 960)),
        ((4000, 200), (1024, 256)),
        ((1, 1), (1024, 1024)),
        ((1, 5000), (256, 1024)),
        ((5000, 1), (1024, 256)),
    ],
)
def test_the_second_look_keeps_the_aspect_ratio(
    size: tuple[int, int], second: tuple[int, int]
) -> None:
    assert second_size(size) == second


@pytest.mark.parametrize(("value", "clipped"), [(-3.0, 0.0), (1.5, 1.0), (200.0, 1.0)])
def test_what_is_out_of_range_is_clipped_first(value: float, clipped: float) -> None:
    wild, tame = pictures.mask(value), pictures.mask(clipped)
    assert (merged(wild, pictures.mask(0.5)) == merged(tame, pictures.mask(0.5))).all()
    assert (merged(pictures.mask(0.5), wild) == merged(pictures.mask(0.5), tame)).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_not_hidden(value: float) -> None:
    mask = _mask(1)
    mask[0, 0, 2, 1] = value
    for views in ((mask, _mask(2)), (_mask(2), mask)):
        with pytest.raises(InferenceError):
            merged(*views)
