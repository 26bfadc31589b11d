"""The benchmark's page: what it says of whom, and that docs/ has what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from offcut_bench.contenders import ALL, BASELINE
from offcut_bench.report import glance, page
from offcut_bench.report.results import file_name, runs
from offcut_bench.report.stats import Range
from tests.bench.report.measured import PEER, entry, run
from tests.conftest import ROOT

KEPT = ROOT / "docs/benchmark"
OTHER = "Intel Xeon"


def _row(name: str) -> glance.Row:
    known = [*runs(KEPT).values()]
    return next(row for row in glance.rows(known, str(BASELINE)) if row.name == name)


def _tables(text: str) -> Sequence[list[int]]:
    """Of each table, how many cells each line has."""
    blocks = [
        [line.count("|") for line in block.splitlines() if line.startswith("|")]
        for block in text.split("\n\n")
    ]
    return [block for block in blocks if block]


def test_every_table_has_as_many_cells_in_each_row() -> None:
    counted = _tables(page.compose({"AMD EPYC": run()}, PEER, "chart.svg"))
    assert len(counted) == 13
    for cells in counted:
        assert len(set(cells)) == 1
        assert len(cells) > 2


def test_the_page_says_when_each_part_was_measured() -> None:
    known = {"speed": entry("speed"), "memory": entry("memory", "2026-03-01T12:00:00+00:00")}
    text = page.compose({"AMD EPYC": known}, PEER, None)
    assert (
        "- Processor: AMD EPYC\n"
        "  - Measured on 2026-03-01: quality not measured, speed 10:20, visits not measured, "
        "memory 12:00, page not measured\n"
        "  - Memory: 24 GiB\n"
    ) in text
    assert text.count("Not measured yet.") == 3
    assert "![" not in text


def test_each_processor_has_its_own_tables_under_its_name() -> None:
    known = {"AMD EPYC": run(), OTHER: {"speed": entry("speed", processor=OTHER)}}
    text = page.compose(known, PEER, None)
    assert f"- Processor: {OTHER}\n" in text
    headings = re.findall("^### .+$", text, re.MULTILINE)
    assert headings == [
        "### Speed: AMD EPYC",
        f"### Speed: {OTHER}",
        "### Visits: AMD EPYC",
        "### Memory: AMD EPYC",
        "### Page: AMD EPYC",
    ]


def test_the_page_says_how_soon_a_result_is_seen_unless_that_was_not_measured() -> None:
    known = run()
    assert "median (range): 0.20 (0.10 to 0.30)" in page.compose({"AMD EPYC": known}, PEER, None)
    data = {name: each for name, each in known["page"].data.items() if name != "switches"}
    known["page"] = replace(known["page"], data=data)
    assert "until it is seen cut out" not in page.compose({"AMD EPYC": known}, PEER, None)


def test_the_page_in_docs_is_what_the_figures_beside_it_make() -> None:
    text = (ROOT / "docs/benchmark.md").read_text(encoding="utf-8")
    assert text == page.compose(runs(KEPT), str(BASELINE), "benchmark.svg")


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.json")), ids=lambda path: str(path.stem))
def test_every_kept_figure_is_of_the_processor_that_its_file_names(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert {file_name(each["facts"]["Processor"]) for each in kept.values()} == {path.name}


@pytest.mark.parametrize("model", [who.model for who in ALL if who.who == "Offcut"])
def test_the_readme_quotes_each_models_time_over_processors(model: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^\| `{model}`.*$", readme, re.MULTILINE)
    time = line.split("|")[4].strip()
    assert time == str(_row(f"Offcut {model}").time)


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("First visit", lambda row: row.first.get("20")),
        ("Repeat visit", lambda row: row.repeat.get("offline")),
        ("Memory", lambda row: row.memory),
    ],
)
def test_the_readme_quotes_the_default_models_ranges_and_nothing_unmeasured(
    words: str, figure: Callable[[glance.Row], Range | None]
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = figure(_row("Offcut isnet_quint8"))
    quoted = re.findall(rf"\*\*{words}\*\*[^:]*: (\d\.\d+(?: to \d\.\d+)?)\b", readme)
    assert quoted == ([] if known is None else [str(known)])
