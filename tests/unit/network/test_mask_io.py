"""A mask that is put aside and taken up again."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut.errors import InferenceError, InvalidOptionError
from offcut.network.mask_io import Masks, from_uint8, read_mask, read_masks, to_uint8, write_mask
from tests import pictures


def _mask() -> NDArray[np.float32]:
    return np.random.default_rng(5).random((1, 1, 1024, 1024)).astype(np.float32)


def test_a_mask_comes_back_as_it_was_kept() -> None:
    levels = to_uint8(_mask())
    assert (read_mask(write_mask(levels)) == from_uint8(levels)).all()


def test_what_is_kept_is_kept_the_same_again() -> None:
    levels = to_uint8(_mask())
    assert (to_uint8(from_uint8(levels)) == levels).all()


def test_levels_are_the_nearest() -> None:
    mask = _mask()
    assert np.abs(from_uint8(to_uint8(mask)) - mask[0, 0]).max() <= 0.5 / 255 + 1e-6


def test_a_mask_of_no_numbers_is_refused() -> None:
    with pytest.raises(InferenceError):
        to_uint8(pictures.mask(np.nan))


def test_any_picture_can_be_a_mask() -> None:
    half = Image.new("RGB", (600, 300))
    half.paste((255, 255, 255), (300, 0, 600, 300))
    mask = read_mask(pictures.file(half))
    assert mask.shape == (1024, 1024)
    assert (mask[:, :500] == 0).all()
    assert (mask[:, 524:] == 1).all()


def test_what_is_no_picture_is_no_mask() -> None:
    with pytest.raises(InvalidOptionError, match="Give a mask that cutOut returned"):
        read_mask(b"nonsense")


def _masks(count: int) -> Masks:
    masks = Masks()
    for number in range(count):
        masks.add(np.full((1024, 1024), 10 * number, np.uint8))
    return masks


@pytest.mark.parametrize("count", [1, 3])
def test_masks_of_all_frames_come_back_as_they_were_kept(count: int) -> None:
    kept = _masks(count)
    file = kept.file()
    assert getattr(pictures.read(file), "n_frames", 1) == count
    found = read_masks(file)
    assert found.count == count
    assert all((found[number] == kept[number]).all() for number in range(count))


def test_a_mask_that_is_repeated_is_the_same() -> None:
    masks = _masks(2)
    masks.repeat(0)
    assert (masks.count, int(masks[2].max())) == (3, 0)


def test_what_is_no_picture_is_no_masks() -> None:
    with pytest.raises(InvalidOptionError, match="Give a mask that cutOut returned"):
        read_masks(b"nonsense")
