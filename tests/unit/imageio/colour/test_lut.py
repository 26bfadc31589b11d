"""Tables of profiles."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from offcut.imageio.colour.icc import DamagedProfileError
from offcut.imageio.colour.lut import read_table
from tests.unit.imageio.colour import presses

KINDS = [b"mft1", b"mft2", b"mAB "]


@pytest.mark.parametrize(("kind", "limit"), [(b"mft1", 0.6), (b"mft2", 0.02), (b"mAB ", 0.02)])
def test_a_grids_points_have_the_colours_that_were_written(kind: bytes, limit: float) -> None:
    found = read_table(presses.table(kind), 4, b"Lab ")(presses.grid())
    assert np.abs(found - presses.lab(presses.grid())).max() < limit


@pytest.mark.parametrize("kind", KINDS)
def test_between_points_colours_are_between_theirs(kind: bytes) -> None:
    places = np.array([[0.0625, 0, 0, 0], [0.0625] * 4])
    table = read_table(presses.table(kind), 4, b"Lab ")
    ends = table(np.array([[0, 0, 0, 0], [0.125, 0, 0, 0], [0.125] * 4]))
    found = table(places)
    assert (found[:, 0] < 100).all()
    assert ends[1, 0] < found[0, 0] < ends[0, 0]
    assert ends[2, 0] < found[1, 0] < ends[0, 0]


def test_curves_in_front_of_a_grid_and_behind_it_are_applied() -> None:
    line = np.array([0, 16384, 65535], ">u2").tobytes()
    grid = np.array([[0, 0, 0], [65535] * 3], ">u2").tobytes()
    element = b"mft2" + bytes(4) + bytes([1, 3, 2, 0]) + bytes(36) + struct.pack(">HH", 3, 3)
    table = read_table(element + line + grid + line * 3, 1, b"XYZ ")
    assert np.abs(table(np.array([[0.5]])) * 32768 / 65535 - 0.125).max() < 1e-3


def test_steps_have_a_matrix() -> None:
    element = bytearray(presses.table(b"mAB "))
    (place,) = struct.unpack_from(">L", element, 16)
    struct.pack_into(">12l", element, place, *[0] * 9, 65536, 32768, 0)
    found = read_table(bytes(element), 4, b"Lab ")(np.zeros((1, 4)))
    assert np.abs(found - (100, -0.5, -128)).max() < 0.01


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_half_a_table_is_damaged(kind: bytes, share: float) -> None:
    element = presses.table(kind)
    with pytest.raises((DamagedProfileError, struct.error)):
        read_table(element[: int(len(element) * share)], 4, b"Lab ")


@pytest.mark.parametrize("points", [0, 1, 255])
@pytest.mark.parametrize("kind", [b"mft1", b"mft2"])
def test_a_grid_of_no_or_too_many_points_is_damaged(kind: bytes, points: int) -> None:
    element = bytearray(presses.table(kind))
    element[10] = points
    with pytest.raises(DamagedProfileError):
        read_table(bytes(element), 4, b"Lab ")
