"""Documents, JavaScript, page and command line have the options of Python, and its defaults."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import MISSING, fields
from typing import Any

import pytest

from offcut import OutputOptions
from offcut.composite import shadow
from offcut.native.cli.options import add_output_options
from offcut.native.cli.selection import Selection, add_selection_options, selection
from offcut.options import (
    CANVASES,
    CHOICES,
    EDGE,
    NATURAL,
    RANGES,
    SHADOWS,
    SIZES,
    SWITCHES,
    Edge,
)
from offcut.selection import point, subjects
from offcut.touchup import stroke
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| `") and " | `--" in line
]
KEPT = {"points", "subjects"}
DEFAULTS = {field.name: field.default for field in fields(OutputOptions)}
EDGE_DEFAULTS = {f"edge.{field.name}": field.default for field in fields(Edge)}
FLAT = {name: value for name, value in (DEFAULTS | EDGE_DEFAULTS).items() if name != "edge"}
"""The edge's controls have a row each."""
PAGE_DIFFERS: dict[str, Any] = {}
"""Settings that the page begins with other than by Python's default, on purpose: none. (Where
Python refuses a JPEG without background, the page asks for white: ``UNDER_JPEG``.)"""

SPANS = {**RANGES, "size": SIZES, "shadow": SHADOWS}
EDGE_SPANS = {f"edge.{name}": span for name, span in EDGE.items()}
CHOSEN = {**CHOICES, "canvas": tuple(CANVASES)}


OUTPUT = [row for row in ROWS if row[0].strip("`") not in KEPT]
_NAME = re.compile(r"(\w+):")


def _default(value: Any) -> str:
    if value is None:
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_every_option_has_a_row_with_its_default() -> None:
    assert {row[0].strip("`"): row[3] for row in OUTPUT} == {
        name: _default(value) for name, value in FLAT.items()
    }


@pytest.mark.parametrize("row", OUTPUT, ids=lambda row: row[0])
def test_a_row_has_the_options_values(row: list[str]) -> None:
    name, values = row[0].strip("`"), row[2]
    if name == "shadow":
        assert values == f"{SHADOWS}, `{NATURAL}`"
    elif name in SPANS | EDGE_SPANS:
        assert values == str((SPANS | EDGE_SPANS)[name])
    elif name in SWITCHES:
        assert values == "true, false"
    elif name in CHOSEN:
        assert values.partition(";")[0] == ", ".join(f"`{choice}`" for choice in CHOSEN[name])
    else:
        assert name == "background"


def test_the_command_line_has_the_options_of_the_page_and_the_same_defaults() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    add_output_options(parser)
    actions = {action.dest: action for action in parser._actions}
    assert {row[0].strip("`"): row[1] for row in OUTPUT} == {
        name: f"`{action.option_strings[0]}`" for name, action in actions.items()
    }
    defaults = {name: action.default for name, action in actions.items()}
    assert defaults == FLAT | {"format": None}


def test_a_shadow_may_be_a_word_on_the_command_line() -> None:
    parser = argparse.ArgumentParser()
    add_output_options(parser)
    assert parser.parse_args(["--shadow", NATURAL]).shadow == NATURAL


def test_what_is_kept_has_the_same_words_everywhere() -> None:
    rows = {row[0].strip("`"): row for row in ROWS if row[0].strip("`") in KEPT}
    assert rows.keys() == KEPT
    parser = argparse.ArgumentParser()
    add_selection_options(parser)
    given = parser.parse_args([])
    assert (selection(given), f"`{given.subjects}`") == (Selection(), rows["subjects"][3])
    assert subjects.ALL in rows["subjects"][2]
    assert str(point.PLACES) in rows["points"][2]
    for kind in point.KINDS:
        assert f"'{kind}'" in rows["points"][2]
    script = (ROOT / "web" / "engine" / "index.js").read_text(encoding="utf-8")
    kinds = " | ".join(f"'{kind}'" for kind in point.KINDS)
    assert f"@typedef {{[x: number, y: number, kind: {kinds}]}} Point\n" in script
    assert f" *   subjects?: '{subjects.ALL}' | number[],\n" in script


def test_strokes_have_the_same_properties_everywhere() -> None:
    defaults = {
        field.name: field.default for field in fields(stroke.Stroke) if field.name != "kind"
    }
    cells = [line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
    rows = {row[0].strip(" `"): [cell.strip() for cell in row] for row in cells if len(row) == 4}
    assert rows.keys() == defaults.keys()
    for name, default in defaults.items():
        assert rows[name][2] == ("required" if default is MISSING else f"`{default}`")
        span = stroke.PLACES if name == "points" else stroke.RANGES[name]
        assert rows[name][1].endswith(str(span))
    definition, words = _found(
        r"@typedef \{\{\n \*   kind: (.*?)\}\} Stroke\n(.*?)@typedef", "engine/index.js"
    )
    assert definition.startswith(" | ".join(f"'{kind}'" for kind in stroke.KINDS))
    assert re.findall(r"^ \*   (\w+)\??: ", definition, re.MULTILINE) == list(defaults)
    plain = re.sub(r"\s+\*\s+", " ", words)
    for name, span in stroke.RANGES.items():
        assert re.search(rf"`{name}`[^.]*: {re.escape(str(span))}[ ,.]", plain), name


def test_the_page_has_the_shadows_measures() -> None:
    aside, below = shadow.OFFSET
    assert f"lies {aside} of the subject's longer side to the right and {below} below" in PAGE
    assert f"with a sigma of {shadow.SOFTNESS}." in PAGE


def test_the_types_of_javascript_have_the_same_options() -> None:
    definition, words = _found(r"@typedef \{\{\n(.*?)\}\} Output\n(.*?)@typedef", "engine/index.js")
    types = dict(re.findall(r"(\w+)\?: (.*),", definition))
    assert list(types) == list(DEFAULTS)
    assert types["shadow"] == f"number | '{NATURAL}'"
    for name, choices in CHOSEN.items():
        assert types[name] == " | ".join(f"'{choice}'" for choice in choices)
    plain = re.sub(r"\s+\*\s+", " ", words)
    for name, span in SPANS.items():
        assert re.search(rf"`{name}`[:,] {re.escape(str(span))}[ ,]", plain), name
    controls, words = _found(r"@typedef \{\{\n([^}]*?)\}\} Edge\n(.*?)@typedef", "engine/index.js")
    assert re.findall(r"(\w+)\?: number,", controls) == list(EDGE)
    plain = re.sub(r"\s+\*\s+", " ", words)
    for name, span in EDGE.items():
        assert f"`{name}`: {span}, " in plain


def test_the_page_begins_with_pythons_defaults() -> None:
    (defaults,) = _found(r"DEFAULTS = Object\.freeze\(\{\n(.*?)\}\);", "app/state/settings.js")
    edge = {field.name: field.default for field in fields(Edge)}
    assert _literals(defaults) == DEFAULTS | {"edge": edge} | PAGE_DIFFERS


def test_the_page_offers_pythons_choices_and_some_of_its_sizes() -> None:
    (choices,) = _found(r" OFFERED = \{\n(.*?)\};", "app/state/settings.js")
    offered = _literals(choices)
    assert all(SIZES.holds(size) for size in offered.pop("size"))
    assert offered == {name: list(values) for name, values in CHOSEN.items()}


def test_the_page_takes_no_more_blur_than_python() -> None:
    (most,) = _found(r"MOST_BLUR = (.*?);", "app/state/settings.js")
    assert float(most) == SPANS["blur"].high


def test_the_page_takes_of_the_edges_controls_what_python_takes() -> None:
    (ranges,) = _found(r"EDGE = \{\n(.*?)\};", "app/state/settings.js")
    assert _literals(ranges) == {name: [span.low, span.high] for name, span in EDGE.items()}


def _found(pattern: str, file: str) -> tuple[str, ...]:
    match = re.search(pattern, (ROOT / "web" / file).read_text(encoding="utf-8"), re.DOTALL)
    assert match, file
    return match.groups()


def _literals(members: str) -> dict[str, Any]:
    """The members of an object in JavaScript, one a line, of plain literals."""
    found = re.findall(r"^  (\w+): (.*),$", members, re.MULTILINE)
    assert len(found) == len(members.strip().splitlines())
    return {name: json.loads(_NAME.sub(r'"\1":', value.replace("'", '"'))) for name, value in found}
