"""The figures that say most."""

from __future__ import annotations

from offcut_bench.report import glance, tables
from offcut_bench.report.results import Entry
from offcut_bench.report.stats import Range
from tests.bench.report.measured import FULL, PEER, entry, run

ONE = Range(1, 1)


def test_rows_at_a_glance() -> None:
    ours, theirs = glance.rows([run()], PEER)
    assert ours == glance.Row(
        FULL,
        76.1,
        Range(0.9, 0.9),
        {"20": Range(0.75, 0.75)},
        {"online": Range(0.75, 0.75)},
        Range(1.5, 1.5),
        (0.8, 0.7),
        (1, 1),
    )
    assert (theirs.time, theirs.memory, theirs.truth) == (ONE, ONE, (0.65, 0.5))


def test_of_several_processors_the_least_and_the_most_are_given() -> None:
    slower = entry("speed")
    seconds = {"12": {FULL: [6.0], PEER: [5.0]}}
    other = Entry(slower.measured, "a", slower.downloads, slower.facts, {"seconds": seconds})
    ours, theirs = glance.rows([run(), {"speed": other}], PEER)
    assert str(ours.time) == "0.90 to 1.20"
    assert theirs.time == ONE
    assert str(ours.memory) == "1.50"


def test_quality_is_the_newest_of_all_processors() -> None:
    known = entry("quality")
    newer = Entry("2026-03-02T10:20:30+00:00", "a", known.downloads, known.facts, {"count": 9})
    runs = [{"quality": newer}, run()]
    assert glance.latest(runs, "quality") == {"count": 9}
    assert glance.latest([*reversed(runs)], "quality") == {"count": 9}


def test_what_was_not_measured_is_left_open() -> None:
    known = entry("memory")
    nothing = Entry(known.measured, "a", {FULL: 1}, known.facts, {"peaks": {}})
    (row,) = glance.rows([{"memory": nothing}], PEER)
    assert row == glance.Row(FULL, 1e-6, None, {}, {}, None, None, None)
    assert tables.at_a_glance([row]).count("n/a") == 4
