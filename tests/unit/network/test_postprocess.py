"""The network's mask, checked and brought to the picture's size."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut import InferenceError
from offcut.network.postprocess import enlarged, usable
from tests import pictures

RAMP = np.linspace(0, 1, 1024, dtype=np.float32)


def _across(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.broadcast_to(values, (1, 1, 1024, 1024)))


def _alpha(mask: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.int64]:
    alpha = enlarged(usable(mask), size)
    assert alpha.mode == "L"
    assert alpha.size == size
    return pictures.array(alpha).astype(np.int64)


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
@pytest.mark.parametrize(("value", "level"), [(0, 0), (1, 255), (0.5, 128), (0.998, 254)])
def test_a_flat_mask_stays_flat_at_any_size(
    size: tuple[int, int], value: float, level: int
) -> None:
    assert np.unique(_alpha(pictures.mask(value), size)).tolist() == [level]


@pytest.mark.parametrize("values", [RAMP, (RAMP > 0.5).astype(np.float32)], ids=["soft", "hard"])
@pytest.mark.parametrize("width", [300, 1024, 3001])
def test_what_rises_in_the_mask_rises_in_alpha_over_the_whole_range(
    values: NDArray[np.float32], width: int
) -> None:
    row = _alpha(_across(values), (width, 5))[2]
    assert (np.diff(row) >= 0).all()
    assert row[0] <= 1
    assert row[-1] >= 254


def test_a_hard_edge_has_no_stairs_when_it_is_enlarged() -> None:
    row = _alpha(_across((RAMP > 0.5).astype(np.float32)), (5000, 5))[2]
    assert np.diff(row).max() < 80


def test_left_stays_left_and_top_stays_top() -> None:
    corner = pictures.mask(0)
    corner[..., :512, :256] = 1
    alpha = _alpha(corner, (400, 100))
    assert (alpha[:45, :90] == 255).all()
    assert (alpha[55:] == 0).all()
    assert (alpha[:, 110:] == 0).all()


@pytest.mark.parametrize(("value", "clipped"), [(-0.25, 0), (1.25, 1), (300, 1)])
def test_what_is_out_of_range_is_clipped(value: float, clipped: float) -> None:
    assert (usable(pictures.mask(value)) == clipped).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_one_value_that_is_no_number_spoils_the_mask(value: float) -> None:
    mask = pictures.mask()
    mask[0, 0, 1000, 3] = value
    with pytest.raises(InferenceError, match="no usable mask"):
        usable(mask)


@pytest.mark.parametrize("axes", [(1024, 1024), (1, 1024, 1024), (1, 1, 1024, 1024)])
def test_leading_axes_of_length_1_do_not_matter(axes: tuple[int, ...]) -> None:
    mask = _across(RAMP)
    values = usable(mask.reshape(axes))
    assert values.shape == (1024, 1024)
    assert values.dtype == np.float32
    assert (values == mask[0, 0]).all()
