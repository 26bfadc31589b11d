"""Every error of Offcut's own, found where it is made: in Python's syntax trees, and in JavaScript.

A sentence can be translated only if its template and its code stand there as they are.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

PYTHON: Final = ROOT / "py_src" / "offcut"
WEB: Final = ROOT / "web"
NATIVE: Final = PYTHON / "native"
"""What is raised here never comes to the page."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_THROWN: Final = re.compile(
    r"""\bfailure\(\s*
    '(?P<name>\w+)',\s*
    (?P<quote>['"])(?P<template>.+?)(?P=quote),\s*
    \{(?P<params>[^}]*)\}""",
    re.VERBOSE,
)
_MADE: Final = re.compile(r"\b(?:new OffcutError|(?<!function )failure)\(")
_CODE: Final = re.compile(r"\bcode: '([\w-]+)'")
_PARAMETER: Final = re.compile(r"(?:^|,)\s*(\w+)(?=[:,\s])")


@dataclass(frozen=True, slots=True)
class Raised:
    """One place where an error is made.

    Attributes:
        where: file and line.
        name: of the error's class.
        template: None if it does not stand there as one string.
        code: None if it does not stand there.
        given: names of parameters; None if they don't stand there.
        is_native: whether the page can't meet it.
    """

    where: str
    name: str
    template: str | None
    code: str | None
    given: frozenset[str] | None
    is_native: bool = False


def places(text: str) -> set[str]:
    """The names in braces."""
    return set(_PLACE.findall(text))


def in_python() -> list[Raised]:
    """All that Python makes."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PYTHON.rglob("*.py"))}
    classes = _error_classes(trees.values())
    return [
        _from_call(path, node, name)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (name := _called(node)) in classes
    ]


def notes_in_python() -> list[Raised]:
    """All notes that Python makes of a sentence."""
    return [
        _from_call(path, node, "Note")
        for path in sorted(PYTHON.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Note.of" and node.keywords
    ]


def in_javascript() -> list[Raised]:
    """All that the page's scripts make."""
    folders = (WEB / name for name in ("app", "engine", "workers"))
    paths = sorted(path for folder in folders for path in folder.rglob("*.js"))
    return [raised for path in paths for raised in _from_script(path)]


def _error_classes(trees: Iterable[ast.Module]) -> set[str]:
    """``OffcutError`` and what is derived from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"OffcutError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _from_call(path: Path, node: ast.Call, name: str) -> Raised:
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    given = frozenset(key for key in keywords if key is not None and key != "code")
    return Raised(
        where=f"{path.relative_to(ROOT)}:{node.lineno}",
        name=name,
        template=_text(node.args[0]) if len(node.args) == 1 else None,
        code=_text(keywords.get("code")),
        given=None if None in keywords else given,
        is_native=path.is_relative_to(NATIVE),
    )


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _from_script(path: Path) -> Iterator[Raised]:
    source = path.read_text("utf-8")
    for made in _MADE.finditer(source):
        where = f"{path.relative_to(ROOT)}:{source.count(chr(10), 0, made.start()) + 1}"
        thrown = _THROWN.match(source, made.start())
        if thrown is None:
            yield Raised(where, "", None, None, None)
            continue
        code = _CODE.search(thrown["params"])
        given = frozenset(_PARAMETER.findall(thrown["params"] + ",")) - {"code"}
        yield Raised(where, thrown["name"], thrown["template"], code and code[1], given)
