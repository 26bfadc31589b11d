"""What the documents name is there: files, folders, modules and the targets of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT

TOP: Final = {
    path.name for path in ROOT.iterdir() if path.name not in {".git", "dist", ".pytest_cache"}
}
SUFFIXES: Final = {".css", ".html", ".js", ".json", ".md", ".mjs", ".py", ".toml", ".yml"}
MADE: Final = {"sw.js"}
"""What the build writes."""

PAGES: Final = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / ".github").glob("*.md")]
)
CHECKED: Final = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", ROOT / "SECURITY.md"]
CHECKED.append(ROOT / "docs" / "architecture.md")

_FENCED: Final = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INDENTED: Final = re.compile(r"^ {4}(\w.*)$", re.MULTILINE)
_CODE: Final = re.compile(r"`([^`\n]+)`")
_WORD: Final = re.compile(r"(?<![\w./~<>*-])(?:\./)?([\w.-]+(?:/[\w.-]+)*/?)(?![\w<>*/])")
_MODULE: Final = re.compile(r"-m ((?:offcut|tests)[\w.]*)")
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)


def _code(text: str) -> Iterator[str]:
    """All that is written as code."""
    yield from _FENCED.findall(text)
    rest = _FENCED.sub("", text)
    yield from _INDENTED.findall(rest)
    yield from _CODE.findall(rest)


def paths(text: str) -> set[str]:
    """What looks like a file or folder of the checkout in a Markdown text's code."""
    found = set()
    for code in _code(text):
        for word in _WORD.findall(code):
            first, slash, _ = word.partition("/")
            is_file = Path(word).suffix in SUFFIXES and first != "dist"
            if is_file or (slash and first in TOP):
                found.add(word)
    return found - MADE


def is_there(path: str) -> bool:
    """Whether the checkout has such a file or folder; one may leave out what stands before it."""
    if (ROOT / path).exists():
        return True
    if path.partition("/")[0] in TOP:
        return False
    folders = (ROOT / "web", ROOT / "py_src")
    return any(
        "node_modules" not in found.parts
        for folder in folders
        for found in folder.rglob(Path(path).name)
        if found.as_posix().endswith(f"/{path.rstrip('/')}")
    )


def anchors(text: str) -> set[str]:
    """What a link into a page can end in, as GitHub makes it of the headings."""
    titles = [re.sub(r"[`*]", "", title).lower() for title in _HEADING.findall(text)]
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", CHECKED, ids=lambda page: page.name)
def test_files_and_folders_that_a_document_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = paths(text)
    assert named
    assert [path for path in sorted(named) if not is_there(path)] == []
    for module in _MODULE.findall("\n".join(_code(text))):
        place = module.replace(".", "/")
        assert any(is_there(path) for path in (f"py_src/{place}", f"py_src/{place}.py", place))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_document_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see `py_src/offcut/gone.py` and `tests/gone`", {"py_src/offcut/gone.py", "tests/gone"}),
        ("run `python3 gone.py --out dist tests/unit`", {"gone.py", "tests/unit"}),
        ("```\n1 load   browser/model_store.py   3\n```", {"browser/model_store.py"}),
        ("    python3 -m tests tests/gone  # one suite", {"tests/gone"}),
        (
            "`dist/offcut.js`, `image/png`, `../shared/data`, `models/*.gz`, `in.jpg`, `sw.js`",
            set(),
        ),
        ("`<owner>/x.py`, `~/x.py`, `numpy`, `web`, words/x.py", set()),
    ],
)
def test_what_looks_like_a_path_is_found(text: str, expected: set[str]) -> None:
    assert paths(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("build.py", True),
        ("encode.py", True),
        ("browser/engine.py", True),
        ("tests/unit/", True),
        ("gone.py", False),
        ("engine/encode.py", False),
        ("tests/gone", False),
        ("py_src/encode.py", False),
    ],
)
def test_what_is_not_there_is_noticed(path: str, expected: bool) -> None:
    assert is_there(path) == expected
