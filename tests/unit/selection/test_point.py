"""Points: what is taken, what is refused, and with what sentence."""

from __future__ import annotations

from typing import Any

import pytest

from offcut import InvalidOptionError
from offcut.selection.point import Point, points_from


def test_points_keep_their_order_and_say_whether_they_keep() -> None:
    points = points_from([[0, 1, "keep"], (0.25, 0.5, "drop"), Point(1.0, 0.0, "keep")])
    assert points == (Point(0, 1, "keep"), Point(0.25, 0.5, "drop"), Point(1, 0, "keep"))
    assert [point.keeps for point in points] == [True, False, True]
    assert points_from(None) == points_from([]) == ()


@pytest.mark.parametrize("value", ["0.5,0.5,keep", 0.5, {"x": 0.5}])
def test_what_is_no_list_is_refused(value: Any) -> None:
    with pytest.raises(InvalidOptionError, match=r"^points is .*: give a list\."):
        points_from(value)


@pytest.mark.parametrize("value", ["0.5", 3, None, [], [0.5, 0.5], [0.5, 0.5, "keep", 1]])
def test_what_is_no_point_is_refused(value: Any) -> None:
    with pytest.raises(InvalidOptionError, match=r"^A point is .*: give x, y, and keep or drop\."):
        points_from([[0.5, 0.5, "keep"], value])


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ([-0.01, 0.5, "keep"], r"point\.x is -0\.01: the range is 0 to 1"),
        ([0.5, 1.01, "keep"], r"point\.y is 1\.01: the range is 0 to 1"),
        ([float("nan"), 0.5, "keep"], r"point\.x is nan"),
        (["0.5", 0.5, "keep"], r"point\.x is '0\.5': give a number"),
        ([True, 0.5, "keep"], r"point\.x is True"),
        ([0.5, 0.5, "erase"], r"point\.kind is 'erase': choose keep, drop"),
        ([0.5, 0.5, None], r"point\.kind is None"),
    ],
)
def test_a_value_out_of_range_is_named(value: Any, named: str) -> None:
    with pytest.raises(InvalidOptionError, match=f"^{named}"):
        points_from([value])
