"""What the page says: all languages say the same, and nothing is said that no language has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from offcut_build.models import manifest
from offcut_build.site import samples
from tests.conftest import ROOT

WEB = ROOT / "web"
APP = WEB / "app"
FILES = {path.stem: path for path in sorted((APP / "i18n" / "messages").glob("*.json"))}
SCRIPTS = {path: path.read_text(encoding="utf-8") for path in sorted(APP.rglob("*.js"))}

PLURALS: Final = {
    "en": {"one", "other"},
    "es": {"one", "other"},
    "fr": {"one", "other"},
    "de": {"one", "other"},
    "zh-Hans": {"other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}
"""The forms that a language must have, as of Unicode's CLDR."""

OPTIONAL: Final = {"es": {"many"}, "fr": {"many"}}
"""Of whole millions only: without them the page takes `other`."""

WITHOUT_NUMBER: Final = {"zero", "one", "two"}
"""Forms that may spell their number out."""

# keys stand in calls, in tables, and behind `t:`, `label:` and `title:` of elements made by script
_LITERAL: Final = re.compile(r"'([\w.-]+)'")
_CALL: Final = re.compile(r"\b(t|counted)\(\s*'([\w.-]+)'")
_DYNAMIC: Final = re.compile(r"`([a-z][\w-]*\.(?:[\w-]+\.)*)\$\{")
_PLACE: Final = re.compile(r"\{(\w+)\}")


def _read(code: str) -> dict[str, str]:
    messages: dict[str, str] = json.loads(FILES[code].read_text(encoding="utf-8"))
    return messages


ENGLISH = _read("en")
COUNTED = {
    key.removesuffix(".other")
    for key in ENGLISH
    if key.endswith(".other") and f"{key.removesuffix('.other')}.one" in ENGLISH
}
"""Keys of sentences that depend on a number, without the form."""


def _split(key: str) -> tuple[str, str]:
    """A counted key's base and form; any other key and nothing."""
    base, _, form = key.rpartition(".")
    return (base, form) if base in COUNTED else (key, "")


def _plain(keys: object) -> set[str]:
    assert isinstance(keys, dict)
    return {key for key in keys if not _split(key)[1]}


class _Page(HTMLParser):
    """Collects keys, each with the words that stand in the page for it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not self._open, f"a translation of {self._open} would wipe out its <{tag}>"
        given = {name: value or "" for name, value in attrs}
        for name, shown in (("data-t-label", "aria-label"), ("data-t-title", "title")):
            if name in given:
                self.said.append((given[name], given.get(shown, "")))
        if "data-t" in given:
            self._open = given["data-t"]
            self.said.append((self._open, ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            key, text = self.said[-1]
            self.said[-1] = (key, text + data)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - none stands within another
        self._open = ""


def _said() -> list[tuple[str, str]]:
    page = _Page()
    page.feed((WEB / "index.html").read_text(encoding="utf-8"))
    page.close()
    return [(key, " ".join(text.split())) for key, text in page.said]


def _called() -> Iterator[tuple[Path, str, str]]:
    for path, source in SCRIPTS.items():
        for function, key in _CALL.findall(source):
            yield path, function, key


def test_every_language_that_can_be_chosen_has_a_file_and_the_other_way_round() -> None:
    source = SCRIPTS[APP / "i18n" / "language.js"]
    listed = re.search(r"LANGUAGES = Object\.freeze\(\{\n(.*?)\n\}\)", source, re.DOTALL)
    assert listed
    assert set(re.findall(r"^\s*'?([\w-]+)'?:", listed[1], re.MULTILINE)) == set(FILES)


@pytest.mark.parametrize("code", FILES)
def test_a_language_says_all_that_english_says_and_no_more(code: str) -> None:
    assert _plain(_read(code)) == _plain(ENGLISH)


@pytest.mark.parametrize("code", FILES)
def test_a_language_has_the_plural_forms_that_it_needs(code: str) -> None:
    forms: dict[str, set[str]] = {base: set() for base in COUNTED}
    for base, form in map(_split, _read(code)):
        if form:
            forms[base].add(form)
    for base, given in forms.items():
        assert given - OPTIONAL.get(code, set()) == PLURALS[code], base


@pytest.mark.parametrize("code", FILES)
def test_no_message_is_empty_or_has_space_around_it(code: str) -> None:
    assert [key for key, text in _read(code).items() if not text or text != text.strip()] == []


@pytest.mark.parametrize("code", FILES)
def test_a_message_has_the_places_for_values_that_the_english_one_has(code: str) -> None:
    for key, text in _read(code).items():
        base, form = _split(key)
        wanted = set(_PLACE.findall(ENGLISH[f"{base}.other" if form else key]))
        if code != "en" and key.startswith("error."):
            wanted -= {"reason"}  # which is in English, see `offcut.errors`
        given = set(_PLACE.findall(text))
        if form in WITHOUT_NUMBER:
            given |= wanted & {"count"}
        assert given == wanted, key


@pytest.mark.parametrize("code", FILES)
def test_a_file_is_sorted_and_written_in_one_way(code: str) -> None:
    text = FILES[code].read_text(encoding="utf-8")
    assert (
        text == json.dumps(dict(sorted(_read(code).items())), indent=2, ensure_ascii=False) + "\n"
    )


def test_a_script_asks_for_what_there_is_and_counts_what_is_counted() -> None:
    for path, function, key in _called():
        assert key in (COUNTED if function == "counted" else _plain(ENGLISH)), path


_DOCUMENT: Final = re.compile(
    r"pass(?:port|bild|foto)|pasaporte|passeport|identi(?:té|dad|tät)|جواز|هوية|证件|护照",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", FILES)
def test_no_canvas_is_called_a_passport_photo_which_it_is_not(code: str) -> None:
    assert [key for key, text in _read(code).items() if _DOCUMENT.search(text)] == []
    assert "35" in _read(code)["finish.frame.passport"]


def test_every_message_is_used() -> None:
    named = {key for source in SCRIPTS.values() for key in _LITERAL.findall(source)}
    named |= {key for key, _ in _said()}
    dynamic = {start for source in SCRIPTS.values() for start in _DYNAMIC.findall(source)}
    bases = {_split(key)[0] for key in ENGLISH}
    assert {key for key in bases - named if not key.startswith(tuple(dynamic))} == set()


def test_the_page_has_the_english_words_as_it_comes() -> None:
    said = _said()
    assert len(said) > 10
    for key, text in said:
        assert ENGLISH.get(key) == text


def test_the_guard_has_the_english_words_when_nothing_else_is_there() -> None:
    assert f"'{ENGLISH['status.broken']}'" in SCRIPTS[APP / "boot" / "guard.js"]


def test_models_are_described_as_in_the_list_of_models() -> None:
    listed = {
        f"model.{model}.{name}": text
        for model, about in manifest.ABOUT.items()
        for name, text in about.items()
    }
    assert {key: text for key, text in ENGLISH.items() if key.startswith("model.")} == listed


def test_samples_are_called_as_in_the_list_of_samples() -> None:
    titles = {
        f"samples.title.{Path(sample.file).stem}": sample.title for sample in samples.listed()
    }
    licences = {
        f"samples.licence.{sample.licence.lower().replace(' ', '-')}": sample.licence
        for sample in samples.listed()
        if " " in sample.licence  # others are names, the same in all languages
    }
    starts = ("samples.title.", "samples.licence.")
    found = {key: text for key, text in ENGLISH.items() if key.startswith(starts)}
    assert found == titles | licences
