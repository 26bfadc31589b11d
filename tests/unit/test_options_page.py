"""docs/options.md lists every option with the name, the values and the default that it has."""

from __future__ import annotations

import argparse
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
    source = (ROOT / "web" / "engine" / "index.js").read_text(encoding="utf-8")
    definition = re.search(r"@typedef \{\{\n(.*?)\}\} Output\n", source, re.DOTALL)
    assert definition
    types = dict(re.findall(r"(\w+)\?: (.*),", definition[1]))
    assert list(types) == list(DEFAULTS)
    for name, choices in CHOSEN.items():
        assert types[name] == " | ".join(f"'{choice}'" for choice in choices)
