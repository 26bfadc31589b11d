"""The table of docs/scale.md, and where it goes."""

from __future__ import annotations

import pytest

from offcut_bench.report import scale
from offcut_bench.report.scale import Facts, Measured
from tests.conftest import ROOT

FACTS = Facts("2026-11-29", "Some processor", 2, 30, "2 to 12")


def test_a_row_tells_the_rate_and_compares_with_one_process() -> None:
    rows = [Measured("isnet", 1, 2, 60, 2_000_000_000), Measured("isnet", 2, 1, 45, 10**9)]
    *_, first, second = scale.table(rows, FACTS).splitlines()
    assert first == "| `isnet` | 1 | 2 | 60 | 30.0 | 1.00 | 2000 MB |"
    assert second == "| `isnet` | 2 | 1 | 45 | 40.0 | 0.75 | 1000 MB |"


def test_the_page_has_a_place_for_the_table() -> None:
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    new = scale.filled(page, "| measured |")
    assert new != page
    assert "| measured |\n<!-- end -->" in new
    with pytest.raises(ValueError, match="no place"):
        scale.filled("# A page", "| measured |")
