"""The page in all its languages: which it takes, changing it, and the one from right to left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from offcut_build import paths
from offcut_testing.stand_in import SLOW

MESSAGES: dict[str, dict[str, str]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in (paths.WEB / "app" / "i18n" / "messages").glob("*.json")
}
"""What the page says, by language and key."""

CONTROLS: Final[list[tuple[Literal["button", "tab"], str]]] = [
    ("button", "picture.download"),
    ("button", "view.compare"),
    ("button", "keys"),
    ("tab", "finish"),
]
"""Controls from all over the page, by the keys of their names."""


@contextmanager
def _visit(browser: Browser, url: str, **options: Any) -> Iterator[Page]:
    with browser.new_context(**options) as context:
        context.set_default_timeout(120_000)
        page = context.new_page()
        page.goto(url)
        yield page


def _languages(page: Page, spoken: str) -> Locator:
    """The choice of language, called as in the language that is spoken."""
    return page.get_by_role("combobox", name=MESSAGES[spoken]["language"], exact=True)


def _expect_spoken(page: Page, code: str) -> None:
    expect(_languages(page, code)).to_have_value(code, timeout=60_000)
    root = page.get_by_role("document")
    expect(root).to_have_attribute("lang", code)
    expect(root).to_have_attribute("dir", "rtl" if code == "ar" else "ltr")
    expect(page.get_by_role("heading", level=1)).to_have_text(MESSAGES[code]["claim"])


def _change(page: Page, spoken: str, wanted: str) -> None:
    _languages(page, spoken).select_option(wanted)
    _expect_spoken(page, wanted)


def _width(page: Page) -> int:
    """What the page would need so as not to scroll sideways, in CSS pixels."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def _open_picture(page: Page, spoken: str, picture: Path) -> Locator:
    """Choose a picture, and give its place in the list, whatever that is called by then."""
    words = MESSAGES[spoken]
    # a model slow enough to be seen at work
    page.locator("#all-models:not([hidden])").evaluate("(fold) => { fold.open = true; }")
    choice = page.get_by_role("group", name=words["models.all"]).get_by_role("radio")
    choice.and_(
        page.get_by_role("radio", name=re.compile(f"^{words[f'model.{SLOW}.title']} "))
    ).check()
    page.get_by_label(words["intake.choose"], exact=True).set_input_files(picture)
    item = page.get_by_role("listitem").filter(has_text=picture.name)
    expect(item).to_have_count(1)
    return item


def _expect_done(item: Locator, code: str, name: str) -> None:
    download = f"{MESSAGES[code]['picture.download']}: {name}"
    expect(item.get_by_role("button", name=download, exact=True)).to_be_visible(timeout=240_000)


def test_the_page_speaks_the_language_of_the_browser(browser: Browser, site: str) -> None:
    # what other browsers get, tests/js/app/i18n shows
    with _visit(browser, site, locale="zh-Hant-TW") as page:
        _expect_spoken(page, "zh-Hans")


@pytest.mark.full
def test_the_language_changes_while_a_picture_is_worked_on_and_is_remembered(
    context: BrowserContext, site: str, photos: Path
) -> None:
    page = context.new_page()
    page.goto(site)
    item = _open_picture(page, "en", photos / "chelsea.png")
    _languages(page, "en").select_option(label="Español")
    _expect_spoken(page, "es")
    heading = page.get_by_role("heading", name=MESSAGES["es"]["work.title"], exact=True)
    expect(heading).to_be_visible()
    expect(item).to_contain_text("chelsea.png")
    _expect_done(item, "es", "chelsea.png")

    _change(page, "es", "zh-Hans")
    _expect_done(item, "zh-Hans", "chelsea.png")
    for role, key in CONTROLS:
        expect(page.get_by_role(role, name=MESSAGES["zh-Hans"][key], exact=True)).to_be_visible()
        expect(page.get_by_role(role, name=MESSAGES["es"][key], exact=True)).to_have_count(0)

    page.reload()
    _expect_spoken(page, "zh-Hans")


@pytest.mark.full
def test_no_language_makes_a_small_screen_scroll_sideways(
    browser: Browser, site: str, photos: Path
) -> None:
    viewport = {"width": 360, "height": 740}
    codes = sorted(MESSAGES)
    with _visit(browser, site, locale="ar", viewport=viewport) as page:
        for panel in ("proof", "storage"):
            page.get_by_role("heading", name=MESSAGES["ar"][panel], exact=True).click()
        for before, code in pairwise(("ar", *codes, "ar")):
            _change(page, before, code)
            assert _width(page) == 360, code
        item = _open_picture(page, "ar", photos / "rocket.jpg")
        _expect_done(item, "ar", "rocket.jpg")
        for before, code in pairwise(("ar", *codes)):
            _change(page, before, code)
            for tool in ("touch", "background"):
                name = MESSAGES[code][f"bar.{tool}"]
                page.get_by_role("button", name=name, exact=True).click()
                assert _width(page) == 360, (code, tool)


_PLACES = """
(element) => {
  const text = element.firstChild;
  const start = text.data.indexOf('2 b.png');
  return Array.from('2 b.png', (_, at) => {
    const range = document.createRange();
    range.setStart(text, start + at);
    range.setEnd(text, start + at + 1);
    return range.getBoundingClientRect().left;
  });
}
"""
"""Where each letter of a name stands in an element that has it among other words."""


@pytest.mark.parametrize("locale", ["ar", pytest.param("en", marks=pytest.mark.full)])
def test_a_latin_name_stands_in_its_order_within_a_sentence_of_either_direction(
    browser: Browser, site: str, locale: str
) -> None:
    with _visit(browser, f"{site}?picture=2%20b.png", locale=locale) as page:
        complaint = page.get_by_text("2 b.png")
        expect(complaint).to_be_visible(timeout=60_000)
        places = complaint.evaluate(_PLACES)
        assert places == sorted(places)
