"""A tab of a fake browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.browser.fake_browser import outside_pyodide
from tests.unit.browser.tab import Tab


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    """A tab with nothing kept yet."""
    opened = Tab(tmp_path / "models")
    with outside_pyodide(opened.browser.js):
        opened.open()
        yield opened
