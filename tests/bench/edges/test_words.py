"""docs/edges.md says what the report that writes it says: whoever edits one edits both."""

from __future__ import annotations

import re

import pytest

from offcut_bench.edges import report as edges
from tests.conftest import ROOT

PLACE = re.compile(r"\{\w+(?::[^}]*)?\}")
TEXTS = [edges._HEAD, edges._COMPOSITE, edges._LARGE, edges._OWN, edges._ALPHA, edges._SHEET]


@pytest.mark.parametrize("text", TEXTS)
def test_the_page_has_the_words_of_its_report(text: str) -> None:
    fixed = ".+?".join(re.escape(piece) for piece in PLACE.split(text.rstrip()))
    written = (ROOT / "docs/edges.md").read_text(encoding="utf-8")
    assert re.search(fixed, written, re.DOTALL), text
