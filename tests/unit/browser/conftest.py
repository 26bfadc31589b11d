"""A tab of a fake browser, and the engine outside Pyodide."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

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


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The engine and its bridge to the network, importable outside Pyodide."""
    with outside_pyodide(ModuleType("js")):
        ffi = importlib.import_module("offcut.browser.ffi")
        monkeypatch.setattr(ffi, "js_array", lambda array: SimpleNamespace(buffer=array))
        monkeypatch.setattr(ffi, "js_object", dict)
        monkeypatch.setattr(ffi, "float32_array", lambda source, _: source)
        engine = importlib.import_module("offcut.browser.engine")
        reading = importlib.import_module("offcut.browser.reading")
        inference = importlib.import_module("offcut.browser.inference")
        monkeypatch.setattr(inference, "_THREADS_LIVE_ON", 0.01)
        yield SimpleNamespace(engine=engine, reading=reading, inference=inference)


AT_ONCE = 2
