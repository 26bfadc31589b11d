"""A tab of a fake browser; and the suite whose pictures are missing is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offcut_testing.shared_data import shared_data
from tests.unit.fake_browser import outside_pyodide
from tests.unit.tab import Tab

# the run's last line says so
_folder = shared_data()
_there = _folder is not None and (_folder / "awkward").is_dir()
collect_ignore = [] if _there else ["test_awkward.py"]


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    """A tab with nothing kept yet."""
    opened = Tab(tmp_path / "models")
    with outside_pyodide(opened.browser.js):
        opened.open()
        yield opened
