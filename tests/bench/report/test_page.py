"""The benchmark's report: ratios, tables, and which measurements may stand beside each other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from offcut_bench.browser import memory, visits
from offcut_bench.contenders import ALL, BASELINE, OURS
from offcut_bench.pages import machine
from offcut_bench.quality import pictures
from offcut_bench.report import glance, stats, tables
from offcut_bench.report import page as report
from offcut_bench.report.results import Entry, Results

PEER, FULL, FAST = str(BASELINE), str(OURS[0]), str(OURS[2])
SCORE = {"mae": 0.01, "s_measure": 0.9, "weighted_f": 0.9, "max_e": 0.9, "edge": 0.1}

DATA: dict[str, dict[str, Any]] = {
    "quality": {
        "pictures": ["cat.jpg", "dog.png"],
        "truth": {FULL: {"iou": [0.9, 0.7], **SCORE}, PEER: {"iou": [0.5, 0.8], **SCORE}},
        "isnet": {FULL: {"iou": [1.0, 1.0], **SCORE}, PEER: {"iou": [0.6, 0.9], **SCORE}},
    },
    "speed": {
        "seconds": {"1": {FULL: [3.0], PEER: [4.0]}, "12": {FULL: [4.0, 9.0, 4.5], PEER: [5.0]}},
        "longest_task": {FULL: 0, PEER: 4800},
        "queue": {FULL: {"pictures": 10, "seconds": 44.0, "inference": [4.0, 3.9, 4.1]}},
    },
    "visits": {
        "first": {
            "20": {
                FULL: {"seconds": 30.0, "bytes": 80e6, "bytes_kept": 92e6},
                PEER: {"seconds": 40.0, "bytes": 101e6, "bytes_kept": 101e6},
            }
        },
        "repeat": {FULL: {"seconds": 6.0}, PEER: {"failure": "ERR_FAILED"}},
        "late": {PEER: {"failure": "ERR_CONNECTION_REFUSED"}},
        "link": {"chromium": 0.9, "arithmetic": 1.02},
    },
    "memory": {"bytes": {FULL: 1_500_000_000, PEER: 1_000_000_000}},
}
DOWNLOADS = {FULL: 76_100_000, PEER: 88_200_000}


def _entry(part: str, measured: str = "2026-03-01T10:20:30+00:00", models: str = "a") -> Entry:
    return Entry(measured, models, {"Memory": "24 GiB"}, DATA[part])


def test_one_slow_run_does_not_move_a_ratio() -> None:
    assert stats.ratios({"a": [4, 90, 4.5], "b": [9, 9, 9]}, "b") == {"a": 0.5, "b": 1}


def test_without_the_baseline_there_are_no_ratios() -> None:
    assert stats.ratios({"a": [1]}, "b") == {}


@pytest.mark.parametrize(
    ("values", "text"), [([2.0], "2.00"), ([1, 4, 2.5], "2.50 (1.00 to 4.00)")]
)
def test_spread(values: list[float], text: str) -> None:
    assert stats.spread(values) == text


def test_rows_at_a_glance() -> None:
    ours, theirs = glance.rows(DATA, DOWNLOADS, PEER)
    assert ours == glance.Row(FULL, 76.1, 0.9, {"20": 0.75}, None, 1.5, (0.8, 0.7), (1, 1))
    assert (theirs.time, theirs.memory, theirs.truth) == (1, 1, (0.65, 0.5))


def test_what_was_not_measured_is_left_open() -> None:
    (row,) = glance.rows({}, {FULL: 1}, PEER)
    assert row == glance.Row(FULL, 1e-6, None, {}, None, None, None, None)
    assert tables.at_a_glance([row]).count("n/a") == 5


def test_the_worst_picture_is_named() -> None:
    lines = tables.quality(DATA["quality"], "isnet").splitlines()
    assert f"| {PEER} | 0.7500 | 0.600 | cat |" in lines[3]
    assert f"| {FULL} | 1.0000 | 1.000 | n/a |" in lines[2]


def test_a_queue_is_held_against_inference_alone() -> None:
    assert f"| {FULL} | 10 | 1.10 | 4.40 |" in tables.queue(DATA["speed"])


def test_a_visit_that_failed_says_why() -> None:
    lines = tables.visits(DATA["visits"]).splitlines()
    assert lines[2] == f"| {FULL} | 30.0 | 80.0 | 92.0 | 6.0 | n/a |"
    assert lines[3].endswith("| fails: ERR_FAILED | fails: ERR_CONNECTION_REFUSED |")


def test_every_table_has_as_many_cells_in_each_row() -> None:
    entries = {part: _entry(part) for part in DATA}
    page = report.compose(entries, glance.rows(DATA, DOWNLOADS, PEER), PEER, "chart.svg")
    for block in page.split("\n\n"):
        rows = [line.count("|") for line in block.splitlines() if line.startswith("|")]
        assert len(set(rows)) <= 1
        assert not rows or len(rows) > 2


def test_the_page_says_when_each_part_was_measured() -> None:
    entries = {"speed": _entry("speed"), "memory": _entry("memory", "2026-03-01T12:00:00+00:00")}
    data = {part: entry.data for part, entry in entries.items()}
    page = report.compose(entries, glance.rows(data, DOWNLOADS, PEER), PEER, None)
    assert (
        "- Measured on 2026-03-01: quality not measured, speed 10:20, visits not measured, "
        "memory 12:00\n- Memory: 24 GiB\n"
    ) in page
    assert "## Speed" in page
    assert "## Quality" not in page
    assert "![" not in page


def test_only_one_day_and_the_same_models_stand_together(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results = Results(path)
    results.renew("quality", _entry("quality", "2026-02-28T23:59:59+00:00"))
    results.renew("speed", _entry("speed", models="b"))
    results.renew("memory", _entry("memory"))
    day = datetime.fromisoformat("2026-03-01T23:00:00+00:00")
    assert Results(path).of_day(day, "a") == {"memory": _entry("memory")}


def test_the_contenders_have_names_of_their_own() -> None:
    assert len({str(who) for who in ALL}) == len(ALL) == 6


def test_the_processor_is_called_by_its_name(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor\t: 0\nmodel name\t: AMD EPYC 7763\ncpu MHz\t: 2445\n")
    assert machine.processor(cpuinfo) == "AMD EPYC 7763"
    assert machine.processor(tmp_path / "none")


def test_peak_memory_is_read_from_the_status_file(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("VmPeak:\t 9 kB\nVmHWM:\t    1024 kB\nVmRSS:\t 5 kB\n")
    assert memory.high_water(status) == 1 << 20


@pytest.mark.parametrize(
    ("message", "short"),
    [
        ("Page.goto: net::ERR_FAILED at http://127.0.0.1/\nCall log:", "ERR_FAILED"),
        (
            "Page.evaluate: TypeError: Failed to fetch\n at",
            "Page.evaluate: TypeError: Failed to fetch",
        ),
    ],
)
def test_the_reason_of_a_failure_is_short(message: str, short: str) -> None:
    assert visits.reason(message) == short


@pytest.mark.parametrize(("count", "chosen"), [(None, "abcdef"), (9, "abcdef"), (2, "ad")])
def test_few_pictures_come_from_the_whole_list(count: int | None, chosen: str) -> None:
    listed = [pictures.Picture(Path(name), Path(name), coarse=False) for name in "abcdef"]
    assert "".join(each.path.name for each in pictures.choose(listed, count)) == chosen


def test_the_truth_of_superpixels_counts_for_iou_only(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(
        '[{"set": "people", "image": "gt/a.jpg", "truth": "gt/a.gt.png"},'
        ' {"set": "pets", "image": "gt/b.jpg", "truth": "gt/b.gt.png"}]'
    )
    people, pets = pictures.read_index(tmp_path)
    assert (people.coarse, pets.coarse) == (True, False)
    assert pets.truth == tmp_path / "gt/b.gt.png"
