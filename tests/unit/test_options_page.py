"""Documents, JavaScript, page and command line have the options of Python, and its defaults."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import fields
from typing import Any

import pytest

from offcut import OutputOptions
from offcut.composite import shadow
from offcut.native.cli.options import add_output_options
from offcut.options import CANVASES, CHOICES, RANGES, SIZES, SWITCHES
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| `")
]
DEFAULTS = {field.name: field.default for field in fields(OutputOptions)}
PAGE_DIFFERS: dict[str, Any] = {}
"""Settings that the page begins with other than by Python's default, on purpose: none. (Where
Python refuses a JPEG without background, the page asks for white: ``UNDER_JPEG``.)"""

SPANS = {**RANGES, "size": SIZES}
CHOSEN = {**CHOICES, "canvas": tuple(CANVASES)}


def _default(value: Any) -> str:
    if value is None:
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_every_option_has_a_row_with_its_default() -> None:
    assert {row[0].strip("`"): row[3] for row in ROWS} == {
        name: _default(value) for name, value in DEFAULTS.items()
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_has_the_options_values(row: list[str]) -> None:
    name, values = row[0].strip("`"), row[2]
    if name in SPANS:
        assert values == str(SPANS[name])
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
    assert {row[0].strip("`"): row[1] for row in ROWS} == {
        name: f"`{action.option_strings[0]}`" for name, action in actions.items()
    }
    defaults = {name: action.default for name, action in actions.items()}
    assert defaults == DEFAULTS | {"format": None}


def test_the_page_has_the_shadows_measures() -> None:
    aside, below = shadow.OFFSET
    assert f"lies {aside} of the subject's longer side to the right and {below} below" in PAGE
    assert f"with a sigma of {shadow.SOFTNESS}." in PAGE


def test_the_types_of_javascript_have_the_same_options() -> None:
    definition, words = _found(r"@typedef \{\{\n(.*?)\}\} Output\n(.*?)@typedef", "engine/index.js")
    types = dict(re.findall(r"(\w+)\?: (.*),", definition))
    assert list(types) == list(DEFAULTS)
    for name, choices in CHOSEN.items():
        assert types[name] == " | ".join(f"'{choice}'" for choice in choices)
    plain = re.sub(r"\s+\*\s+", " ", words)
    for name, span in SPANS.items():
        assert re.search(rf"`{name}`[:,] {re.escape(str(span))}[ ,]", plain), name


def test_the_page_begins_with_pythons_defaults() -> None:
    (defaults,) = _found(r"DEFAULTS = Object\.freeze\(\{\n(.*?)\}\);", "app/state/settings.js")
    assert _literals(defaults) == DEFAULTS | PAGE_DIFFERS


def test_the_page_offers_pythons_choices_and_some_of_its_sizes() -> None:
    (choices,) = _found(r" OFFERED = \{\n(.*?)\};", "app/state/settings.js")
    offered = _literals(choices)
    assert all(SIZES.holds(size) for size in offered.pop("size"))
    assert offered == {name: list(values) for name, values in CHOSEN.items()}


def test_the_page_takes_no_more_blur_than_python() -> None:
    (most,) = _found(r"MOST_BLUR = (.*?);", "app/state/settings.js")
    assert float(most) == SPANS["blur"].high


def _found(pattern: str, file: str) -> tuple[str, ...]:
    match = re.search(pattern, (ROOT / "web" / file).read_text(encoding="utf-8"), re.DOTALL)
    assert match, file
    return match.groups()


def _literals(members: str) -> dict[str, Any]:
    """The members of an object in JavaScript, one a line, of plain literals."""
    found = re.findall(r"^  (\w+): (.*),$", members, re.MULTILINE)
    assert len(found) == len(members.strip().splitlines())
    return {name: json.loads(value.replace("'", '"')) for name, value in found}
