"""docs/faults.md has every fault, and each row names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT

FAULTS: Final = 40

_ROW: Final = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS: Final = _ROW.findall((ROOT / "docs" / "faults.md").read_text(encoding="utf-8"))
NAMED: Final = [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[-1])]


def is_test(name: str, root: Path = ROOT) -> bool:
    """Whether there is such a test: ``file::function`` in Python, ``file::title`` in JavaScript."""
    file, _, test = name.partition("::")
    path = root / file
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return f"test('{test}'," in text
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return test.startswith("test_") and any(
        isinstance(node, functions) and node.name == test for node in ast.parse(text).body
    )


def test_every_fault_has_its_row() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, FAULTS + 1))


@pytest.mark.parametrize("row", ROWS, ids=[number for number, *_ in ROWS])
def test_a_row_names_tests(row: tuple[str, ...]) -> None:
    assert re.findall(r"`([^`]+)`", row[-1])


@pytest.mark.parametrize("name", sorted(set(NAMED)))
def test_a_test_that_the_page_names_is_there(name: str) -> None:
    assert is_test(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tests/unit/test_faults_page.py::test_every_fault_has_its_row", True),
        ("tests/unit/test_faults_page.py::test_every_fault", False),
        ("tests/unit/test_faults_page.py::is_test", False),
        ("tests/unit/test_gone.py::test_every_fault_has_its_row", False),
        ("tests/js/service-worker/network.test.js::what fails is written down, too", True),
        ("tests/js/service-worker/network.test.js::what fails is written down", False),
    ],
)
def test_what_is_no_test_is_noticed(name: str, expected: bool) -> None:
    assert is_test(name) == expected
