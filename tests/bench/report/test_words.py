"""The pages in docs/ say what the reports that write them say: whoever edits one edits both."""

from __future__ import annotations

import re

import pytest

from offcut_bench.edges import report as edges
from offcut_bench.report import page as report
from tests.conftest import ROOT

PLACE = re.compile(r"\{\w+(?::[^}]*)?\}")
TEXTS = [
    ("benchmark.md", text)
    for text in (
        *(report._HEAD, report._GLANCE, report._READING, report._QUALITY, report._SPEED),
        *(report._QUEUE, report._VISITS, report._CHECK, report._MEMORY),
    )
] + [
    ("edges.md", text)
    for text in (
        *(edges._HEAD, edges._COMPOSITE, edges._LARGE, edges._OWN),
        *(edges._ALPHA, edges._SHEET),
    )
]


@pytest.mark.parametrize(("page", "text"), TEXTS)
def test_a_page_has_the_words_of_its_report(page: str, text: str) -> None:
    fixed = ".+?".join(re.escape(piece) for piece in PLACE.split(text.rstrip()))
    written = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert re.search(fixed, written, re.DOTALL), text
