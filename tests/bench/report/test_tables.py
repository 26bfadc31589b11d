"""Each part's figures as tables."""

from __future__ import annotations

from offcut_bench.report import tables
from tests.bench.report.measured import DATA, FULL, PEER


def test_the_worst_picture_is_named() -> None:
    lines = tables.quality(DATA["quality"], "isnet").splitlines()
    assert f"| {PEER} | 0.7500 | 0.600 | cat |" in lines[3]
    assert f"| {FULL} | 1.0000 | 1.000 | n/a |" in lines[2]


def test_a_queue_is_held_against_inference_alone() -> None:
    assert f"| {FULL} | 10 | 1.10 | 4.40 |" in tables.queue(DATA["speed"])


def test_two_looks_are_held_against_one() -> None:
    assert f"| {FULL} | 1.75 | 7.00 (6.00 to 8.00) |" in tables.best(DATA["speed"])


def test_a_visit_that_failed_says_why() -> None:
    assert tables.visits(DATA["visits"]).splitlines()[2] == f"| {FULL} | 30.0 | 80.0 | 92.0 |"
    lines = tables.repeat_visits(DATA["visits"], PEER).splitlines()
    assert lines[2] == f"| {FULL} | 6.0 (5.0 to 7.0) | 0.75 | 6.0 | n/a | n/a |"
    failed = "fails: ERR_FAILED | n/a | fails: ERR_CONNECTION_REFUSED"
    assert lines[3] == f"| {PEER} | 8.0 | 1.00 | {failed} |"


def test_memory_is_given_for_each_size_and_a_failure_is_told() -> None:
    lines = tables.memory(DATA["memory"], PEER).splitlines()
    assert lines[0] == "|  | 12 MP: ratio | MB | 100 MP: ratio | MB |"
    assert lines[2] == f"| {FULL} | 1.50 | 1500 | n/a | 2500 |"
    assert lines[3] == f"| {PEER} | 1.00 | 1000 | n/a | fails: it took too long |"


def test_only_who_has_heaps_is_in_the_table_of_heaps() -> None:
    lines = tables.heaps(DATA["memory"]).splitlines()
    assert lines[0].startswith("|  | 12 MP: Pyodide | 12 MP: ONNX Runtime | 100 MP: Pyodide |")
    assert lines[2:] == [f"| {FULL} | 200 | 600 | 900 | 700 |"]


def test_strokes_are_told_by_brush() -> None:
    line = f"| {FULL} | Erase | 0.20 | 1.50 (1.40 to 1.70) |"
    assert line in tables.strokes(DATA["page"]).splitlines()


def test_what_did_not_happen_again_counts_nought() -> None:
    lines = tables.counts(DATA["page"]).splitlines()
    assert lines[0] == "|  | JPEG 4 x 3 | fits |"
    assert lines[2:] == ["| chosen and done | 2 | 1 |", "| a stroke | 0 | 2 |"]
