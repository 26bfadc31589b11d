"""Figures from several measurements."""

from __future__ import annotations

import pytest

from offcut_bench.report import stats
from offcut_bench.report.stats import Range


def test_one_slow_run_does_not_move_a_ratio() -> None:
    assert stats.ratios({"a": [4, 90, 4.5], "b": [9, 9, 9]}, "b") == {"a": 0.5, "b": 1}


def test_without_the_baseline_there_are_no_ratios() -> None:
    assert stats.ratios({"a": [1]}, "b") == {}


@pytest.mark.parametrize(
    ("values", "text"), [([2.0], "2.00"), ([1, 4, 2.5], "2.50 (1.00 to 4.00)")]
)
def test_spread(values: list[float], text: str) -> None:
    assert stats.spread(values) == text


@pytest.mark.parametrize(
    ("values", "text"), [([0.9, 0.5, 0.7], "0.50 to 0.90"), ([0.501, 0.504], "0.50")]
)
def test_a_range_is_told_unless_it_is_too_small_to_see(values: list[float], text: str) -> None:
    assert str(Range.of(values)) == text


def test_of_nothing_there_is_no_range() -> None:
    assert Range.of([]) is None
