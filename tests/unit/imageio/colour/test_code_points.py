"""Colour spaces by number."""

from __future__ import annotations

import pytest

from offcut.imageio.colour.code_points import SRGB, space


def test_srgb_is_known() -> None:
    assert space(1, 13, 0, 1) == SRGB


@pytest.mark.parametrize("transfer", [1, 6, 14, 15])
def test_a_cameras_curve_is_shown_as_a_screen_does(transfer: int) -> None:
    found = space(9, transfer, 0, 1)
    assert found is not None
    assert found.curve == (2.4,)


@pytest.mark.parametrize(("transfer", "name"), [(16, "pq"), (18, "hlg")])
def test_hdr_is_named(transfer: int, name: str) -> None:
    found = space(9, transfer, 0, 1)
    assert found is not None
    assert found.curve == name


@pytest.mark.parametrize("numbers", [(2, 13, 0, 1), (1, 2, 0, 1), (1, 13, 1, 1), (1, 13, 0, 0)])
def test_what_is_not_known_is_none(numbers: tuple[int, int, int, int]) -> None:
    assert space(*numbers) is None
