"""Every error has a sentence of its own, which the page knows in English word for word.

That the other languages say what English says is in ``test_messages``.
"""

from __future__ import annotations

import ast
import json
import re
from typing import Final

import pytest

from tests.unit.i18n.raised import (
    NATIVE,
    PYTHON,
    WEB,
    Raised,
    in_javascript,
    in_python,
    notes_in_python,
    places,
)

FOUND = in_python() + in_javascript()
NOTES = notes_in_python()
WRITTEN = [raised for raised in FOUND if raised.template is not None]

PASSED_ON: Final = ["web/engine/errors.js", "web/engine/python-errors.js"]
"""Where an error is made of parts that were put together elsewhere."""

_START: Final = "error."
_NOTE: Final = "note."
_NAME: Final = "error.name."
_OWN_NAME: Final = re.compile(r"The ([a-z]+ )*(picture|mask)")


def _english(start: str = _START) -> dict[str, str]:
    text = (WEB / "app" / "i18n" / "messages" / "en.json").read_text("utf-8")
    return {key: value for key, value in json.loads(text).items() if key.startswith(start)}


def test_errors_are_found_in_python_and_in_javascript() -> None:
    assert {"picture-empty", "option-range", "files-missing"} <= {each.code for each in in_python()}
    assert {"source-wrong", "archive-not-saved"} <= {each.code for each in in_javascript()}


def test_a_sentence_stands_where_its_error_is_made() -> None:
    unwritten = [each.where for each in FOUND if each.template is None or each.code is None]
    assert [where.partition(":")[0] for where in unwritten] == PASSED_ON


@pytest.mark.parametrize("raised", WRITTEN + NOTES, ids=lambda raised: raised.where)
def test_what_stands_in_a_sentence_is_given_with_it(raised: Raised) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", raised.code or "")
    if raised.given is not None:
        assert places(raised.template or "") <= raised.given


def test_a_code_belongs_to_one_sentence_and_a_sentence_to_one_code() -> None:
    pairs = {(each.code, each.template) for each in WRITTEN}
    assert len(pairs) == len({code for code, _ in pairs}) == len({text for _, text in pairs})


def test_the_page_knows_the_sentence_of_each_error_that_it_can_meet_and_no_other() -> None:
    wanted = {f"{_START}{each.code}": each.template for each in WRITTEN if not each.is_native}
    known = {key: text for key, text in _english().items() if not key.startswith(_NAME)}
    assert known == wanted


def test_the_page_knows_the_sentence_of_each_note_and_no_other() -> None:
    assert _english(_NOTE) == {f"{_NOTE}{each.code}": each.template for each in NOTES}
    assert len({each.code for each in NOTES}) == len({each.template for each in NOTES})


def test_the_page_knows_what_is_said_of_a_picture_that_has_no_name() -> None:
    sources = [path for path in PYTHON.rglob("*.py") if not path.is_relative_to(NATIVE)]
    said = {
        node.value
        for path in sources
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for path in (WEB / "engine").rglob("*.js"):
        said |= set(re.findall(r"'([^'\n]+)'", path.read_text("utf-8")))
    names = {text for text in said if _OWN_NAME.fullmatch(text)}
    assert len(names) > 2
    known = {key: text for key, text in _english().items() if key.startswith(_NAME)}
    assert known == {f"{_NAME}{name}": name for name in names}
