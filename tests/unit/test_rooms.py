"""The folders of py_src/offcut are rooms in a row: none imports from one behind it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from offcut_build import paths

PACKAGE: Final = paths.PYTHON_SOURCES / "offcut"
MOST_MODULES: Final = 12

ROOMS: Final = (
    "errors",
    "notes",
    "option_checks",
    "options",
    "numeric",
    "files",
    "models",
    "imageio",
    "network",
    "touchup",
    "selection",
    "matting",
    "composite",
    "pipeline",
    "animation",
    "browser",
    "native",
)
"""In the order in which they may import from each other: any from those before it."""

PACKAGES: Final = ("offcut", "offcut_build", "offcut_fit", "offcut_testing", "offcut_bench")
"""The package that is shipped first; it imports none of the others."""


def _modules(package: str) -> list[Path]:
    return sorted((paths.PYTHON_SOURCES / package).rglob("*.py"))


def _imported(path: Path) -> Iterator[list[str]]:
    """What a module imports, as the parts of each name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # a name that is imported from the package itself may be a room
            yield from ([*node.module.split("."), alias.name] for alias in node.names)


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", _modules("offcut"), ids=lambda path: str(path.name))
def test_no_import_goes_back_up(path: Path) -> None:
    room = _room(path)
    if room == "__init__":
        return
    names = {parts[1] for parts in _imported(path) if parts[0] == "offcut" and len(parts) > 1}
    assert {name for name in names if name in ROOMS[ROOMS.index(room) + 1 :]} == set()
    if room == "native":
        assert "browser" not in names


def test_every_room_is_named_here() -> None:
    assert {_room(path) for path in _modules("offcut")} == {*ROOMS, "__init__"}


def test_what_is_shipped_imports_nothing_of_the_build() -> None:
    others = {
        (path.name, parts[0])
        for path in _modules("offcut")
        for parts in _imported(path)
        if parts[0] in PACKAGES[1:]
    }
    assert others == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_is_crowded(package: str) -> None:
    folders = {path.parent for path in _modules(package)}
    crowded = {
        folder.name: count
        for folder in folders
        if (count := sum(1 for path in folder.glob("*.py") if path.stem != "__init__"))
        > MOST_MODULES
    }
    assert crowded == {}
