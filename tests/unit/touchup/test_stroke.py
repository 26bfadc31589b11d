"""Strokes of the brush: what is taken, what is refused, and with what sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offcut import InvalidOptionError
from offcut.touchup.stroke import KINDS, MAX_POINTS, Stroke, strokes_from

GIVEN: dict[str, Any] = {"kind": "erase", "points": [[0.25, 0.5], [0.75, 1]], "radius": 0.1}


def test_a_stroke_is_hard_and_opaque_unless_it_says_else() -> None:
    stroke = Stroke.from_mapping(GIVEN | {"hardness": None})
    assert stroke == Stroke("erase", ((0.25, 0.5), (0.75, 1.0)), 0.1, 1, 1, 0.25)
    assert stroke.points == ((0.25, 0.5), (0.75, 1.0))
    assert hash(stroke) == hash(Stroke.from_mapping(GIVEN))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("kind", kind) for kind in KINDS),
        *(("radius", value) for value in (1e-9, 0.5)),
        *(("hardness", value) for value in (0, 0.5, 1)),
        *(("opacity", value) for value in (0, 0.5, 1)),
        *(("reach", value) for value in (0, 0.5, 1)),
        ("points", ((0.5, 0.5),)),
        ("points", ((-1, 2), (2, -1))),
        ("points", ((0.5, 0.5),) * MAX_POINTS),
    ],
)
def test_a_value_in_range_is_taken_as_it_is(option: str, value: Any) -> None:
    assert getattr(Stroke.from_mapping(GIVEN | {option: value}), option) == value


@pytest.mark.parametrize(
    ("option", "value", "named"),
    [
        ("kind", "paint", "paint.*erase, restore, drop, keep"),
        ("kind", ["erase"], "erase"),
        ("radius", 0, "0: the range is above 0 to 0.5"),
        ("radius", 0.51, "0.51"),
        ("radius", -0.1, "-0.1"),
        ("radius", float("nan"), "nan"),
        ("radius", "0.1", "'0.1': give a number"),
        ("radius", True, "True"),
        ("hardness", -0.01, "-0.01"),
        ("hardness", 1.01, "1.01"),
        ("opacity", 1.01, "1.01"),
        ("opacity", float("nan"), "nan"),
        ("reach", -0.01, "-0.01"),
        ("reach", 1.01, "1.01: the range is 0 to 1"),
        ("reach", "far", "'far': give a number"),
        ("points", [], "pairs of numbers"),
        ("points", [[]], "pairs of numbers"),
        ("points", [0.5, 0.5], "pairs of numbers"),
        ("points", [[0.5]], "pairs of numbers"),
        ("points", [[0.5, 0.5], [0.5]], "pairs of numbers"),
        ("points", [[0.5, 0.5, 0.5]], "pairs of numbers"),
        ("points", [["0.5", "0.5"]], "pairs of numbers"),
        ("points", [[True, False]], "pairs of numbers"),
        ("points", [[0.5, None]], "pairs of numbers"),
        ("points", "0.5, 0.5", "pairs of numbers"),
        ("points", 0.5, "pairs of numbers"),
        ("points", {"x": 0.5}, "pairs of numbers"),
        ("points", [[0.5, 0.5]] * (MAX_POINTS + 1), "10001 points: give at most 10000"),
        ("points", [[0.5, 0.5], [0.25, 2.01]], r"\[0.25, 2.01\]: both must be in -1 to 2"),
        ("points", [[-1.01, 0.5]], "-1.01"),
        ("points", [[float("nan"), 0.5]], "nan"),
        ("points", [[float("inf"), 0.5]], "inf"),
    ],
)
def test_a_value_out_of_range_is_refused(option: str, value: Any, named: str) -> None:
    with pytest.raises(InvalidOptionError, match=rf"stroke\.{option} .*{named}"):
        Stroke.from_mapping(GIVEN | {option: value})


@pytest.mark.parametrize("name", ["kind", "points", "radius"])
def test_what_is_missing_is_named(name: str) -> None:
    for given in ({key: GIVEN[key] for key in GIVEN if key != name}, GIVEN | {name: None}):
        with pytest.raises(InvalidOptionError, match=rf"stroke\.{name} is missing"):
            Stroke.from_mapping(given)


def test_an_unknown_option_is_named() -> None:
    with pytest.raises(InvalidOptionError, match=r"no option stroke\.colour"):
        Stroke.from_mapping(GIVEN | {"colour": "#fff"})


@pytest.mark.parametrize("value", ["erase", 1, [[0.5, 0.5]]])
def test_what_is_no_stroke_is_refused(value: Any) -> None:
    with pytest.raises(InvalidOptionError, match="kind, points and radius"):
        strokes_from([GIVEN, value])


@pytest.mark.parametrize("value", ["erase", 1, GIVEN])
def test_what_is_no_list_of_strokes_is_refused(value: Any) -> None:
    with pytest.raises(InvalidOptionError, match="give a list"):
        strokes_from(value)


def test_strokes_keep_their_order() -> None:
    strokes = strokes_from([GIVEN | {"kind": kind} for kind in KINDS])
    assert [stroke.kind for stroke in strokes] == list(KINDS)
    assert strokes_from([]) == strokes_from(None) == ()


def test_an_array_of_points_will_do() -> None:
    points = np.array(GIVEN["points"])
    assert Stroke.from_mapping(GIVEN | {"points": points}) == Stroke.from_mapping(GIVEN)


def test_a_stroke_that_was_checked_stays_so() -> None:
    points = [[0.5, 0.5]]
    stroke = Stroke.from_mapping(GIVEN | {"points": points})
    points[0][0] = 9
    assert stroke.points == ((0.5, 0.5),)


def test_restore_and_keep_add_drop_and_keep_grow() -> None:
    strokes = strokes_from([GIVEN | {"kind": kind} for kind in KINDS])
    assert [stroke.kind for stroke in strokes if stroke.adds] == ["restore", "keep"]
    assert [stroke.kind for stroke in strokes if stroke.grows] == ["drop", "keep"]
