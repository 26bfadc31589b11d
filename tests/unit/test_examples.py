"""The examples in docstrings say what happens."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from offcut_build import paths

PACKAGE = paths.PYTHON_SOURCES / "offcut"


def _modules_with_examples() -> list[str]:
    sources = (path for path in PACKAGE.rglob("*.py") if "browser" not in path.parts)
    return [_name(path) for path in sorted(sources) if ">>> " in path.read_text(encoding="utf-8")]


def _name(path: Path) -> str:
    parts = path.relative_to(paths.PYTHON_SOURCES).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize("name", _modules_with_examples())
def test_examples_of(name: str) -> None:
    failed, tried = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.ELLIPSIS | doctest.FAIL_FAST
    )
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize(
    "name", ["offcut.matting.refine", "offcut.matting.matte", "offcut.pipeline"]
)
def test_those_that_are_called_first_have_one(name: str) -> None:
    assert name in _modules_with_examples()
