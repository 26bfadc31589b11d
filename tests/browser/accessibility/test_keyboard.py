"""Everyone: the keyboard reaches all, the focus is seen and never lost, shortcuts can be off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from offcut_testing.parts import PATIENCE_MS, THE_PAGE, choose, has, model, pictures, says

MODEL = "isnet_compact"

_TABBABLE = """
() => {
  const tabbable = 'a[href], button, input, select, summary, [tabindex="0"]';
  const named = (element) =>
    element.getAttribute('aria-label') ?? (element.labels?.[0] ?? element).textContent;
  globalThis.describe = (element) =>
    `${element.localName}${element.id && `#${element.id}`} “${named(element).trim().slice(0, 60)}”`;
  return [...document.querySelectorAll(tabbable)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
    // of a group of radio buttons or tabs the focus enters one
    .filter((element) => element.tabIndex === 0 && (element.type !== 'radio' || element.checked))
    .map(describe);
}
"""

_TO_TOP = """
() => {
  const first = document.querySelector('.brand');
  first.tabIndex = -1;
  first.focus();
  first.removeAttribute('tabindex');
}
"""

_OPEN_ALL = """
() => {
  for (const details of document.querySelectorAll('details')) details.open = true;
}
"""

_STOP = """
() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const label = focused.labels?.[0] ?? focused.closest('label');
  const drawn = [focused, label, focused.closest('.stage-view')].filter(Boolean);
  const shows = (element) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const isDrawn = outlineStyle !== 'none' && !outlineColor.endsWith(', 0)');
    return isDrawn && parseFloat(outlineWidth) >= 2;
  };
  const outlined = drawn.find(shows);
  const { left, right, top, bottom } = (outlined ?? focused).getBoundingClientRect();
  const shares = [0.25, 0.5, 0.75];
  const points = shares.flatMap((x) => shares.map((y) => ({ x, y })));
  const isOver = ({ x, y }) => {
    const there = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
    return !drawn.some((element) => element.contains(there) || there?.contains(element));
  };
  return {
    name: describe(focused),
    isSeen: Boolean(outlined),
    isCovered: points.every(isOver),
    top: top + scrollY,
    bottom: bottom + scrollY,
  };
}
"""


@dataclass(frozen=True)
class Stop:
    """Where the focus is.

    Attributes:
        name: of what has it.
        isSeen: whether an outline shows it.
        isCovered: whether something lies over all of it.
        top, bottom: on the page, CSS pixels.
    """

    name: str
    isSeen: bool
    isCovered: bool
    top: float
    bottom: float


@pytest.fixture(scope="module")
def page(browser: Browser, site: str, photos: Path) -> Iterator[Page]:
    """A page with two pictures done and one that can't be read."""
    with browser.new_context(viewport=ViewportSize(width=1280, height=900)) as context:
        context.set_default_timeout(PATIENCE_MS)
        opened = context.new_page()
        opened.goto(site)
        model(opened, MODEL).check()
        broken = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"}
        choose(opened, photos / "chelsea.png", photos / "rocket.jpg")
        opened.get_by_label("Choose pictures").set_input_files(broken)  # type: ignore[arg-type]
        has(opened, "done", 2)
        has(opened, "failed")
        yield opened


@pytest.fixture
def shown(page: Page) -> Page:
    """The same, with the first picture selected and all else as at first."""
    page.get_by_role("tab", name="Background & size").click()
    _picked(page, "chelsea.png").click()
    page.get_by_role("radio", name="Transparent").check()
    if _button(page, "Compare").get_attribute("aria-pressed") == "true":
        _button(page, "Compare").click()
    _settled(page)
    return page


def _settled(page: Page) -> None:
    """Wait until no file is being written: its picture is called by another name meanwhile."""
    expect(pictures(page).filter(has_text="Updating the file")).to_have_count(0)


def _picked(page: Page, name: str) -> Locator:
    """What selects a picture; other buttons name it at their end."""
    return pictures(page).get_by_role("button", name=re.compile(f"^{name}"))


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def _stops(page: Page) -> list[Stop]:
    """Tab through the page once."""
    page.evaluate(_TO_TOP)
    stops: list[Stop] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            return stops
        stop["isSeen"] = stop["isSeen"] or _looks_different(page)
        stops.append(Stop(**stop))
    pytest.fail(f"The focus goes round in a circle: {[stop.name for stop in stops[-8:]]}")


def _looks_different(page: Page) -> bool:
    """Whether what has the focus is drawn in another way than without: parts have styles, too."""
    focused = page.evaluate_handle("document.activeElement").as_element()
    assert focused
    having = focused.screenshot()
    focused.evaluate("(element) => element.blur()")
    lacking = focused.screenshot()
    focused.focus()
    return having != lacking


@pytest.mark.parametrize("tab", ["Background & size", "Erase & restore"])
def test_tab_reaches_everything_and_shows_where_it_is(shown: Page, tab: str) -> None:
    shown.get_by_role("tab", name=tab).click()
    if tab == "Background & size":
        shown.get_by_role("radio", name="Colour").check()
        _button(shown, "Compare").click()
        _settled(shown)
    shown.evaluate(_OPEN_ALL)
    says(shown, THE_PAGE)
    tabbable = shown.evaluate(_TABBABLE)
    stops = _stops(shown)
    names = [stop.name for stop in stops]
    assert [name for name in tabbable if name not in names] == []
    assert len(names) > 40, names
    assert [stop.name for stop in stops if not stop.isSeen] == []
    assert [stop.name for stop in stops if stop.isCovered] == []


def test_tab_goes_down_the_page_where_it_has_one_column(shown: Page) -> None:
    shown.set_viewport_size({"width": 560, "height": 900})
    shown.evaluate(_TABBABLE)
    stops = _stops(shown)
    shown.set_viewport_size({"width": 1280, "height": 900})
    backwards = [
        (before.name, after.name) for before, after in pairwise(stops) if after.bottom <= before.top
    ]
    assert backwards == []


def test_undoing_the_last_stroke_keeps_the_focus(shown: Page) -> None:
    shown.get_by_role("tab", name="Erase & restore").press("Enter")
    stage = shown.get_by_role("application")
    stage.focus()
    stage.press("ArrowRight")
    for key in ("Enter", "ArrowRight", "ArrowDown", "Enter"):
        stage.press(key)
    expect(_button(shown, "Undo")).to_be_enabled()
    _button(shown, "Undo").press("Enter")
    expect(_button(shown, "Undo")).to_be_disabled()
    expect(_button(shown, "Undo")).to_be_focused()
    expect(_button(shown, "Redo")).to_be_enabled()


def test_focus_moves_on_where_its_control_goes(shown: Page) -> None:
    shown.get_by_role("tab", name="Erase & restore").click()
    shown.get_by_role("radio", name="Erase").press("t")
    expect(shown.get_by_role("tab", name="Background & size")).to_be_focused()
    shown.get_by_role("radio", name="Colour").check()
    _button(shown, "Blue").press("n")
    expect(shown.get_by_role("heading", name="rocket.jpg")).to_be_visible()
    expect(shown.get_by_role("tab", name="Background & size")).to_be_focused()
    _button(shown, "Copy").press("n")
    expect(_button(shown, "Remove")).to_be_focused()
    _picked(shown, "rocket.jpg").click()
    _button(shown, "Download").press("n")
    expect(_button(shown, "Remove")).to_be_focused()


def test_compare_works_while_a_picture_is_touched_up(shown: Page) -> None:
    divider = shown.get_by_role("slider", name="Divider between original and result")
    _button(shown, "Compare").press("t")
    _button(shown, "Compare").press("Enter")
    expect(_button(shown, "Compare")).to_have_attribute("aria-pressed", "true")
    expect(_button(shown, "Compare")).to_be_focused()
    expect(divider).to_be_visible()
    shown.keyboard.press("c")
    expect(divider).to_be_hidden()
    shown.keyboard.press("t")


def test_tabs_are_changed_by_arrows(shown: Page) -> None:
    finish, touch = (
        shown.get_by_role("tab", name=name) for name in ("Background & size", "Erase & restore")
    )
    finish.press("ArrowRight")
    expect(touch).to_be_focused()
    expect(shown.get_by_role("tabpanel", name="Erase & restore")).to_be_visible()
    touch.press("Home")
    expect(finish).to_be_focused()
    _picked(shown, "broken.jpg").click()
    expect(touch).to_be_disabled()
    finish.press("End")
    expect(finish).to_be_focused()
    expect(shown.get_by_role("tabpanel", name="Background & size")).to_be_visible()


def test_shortcuts_are_listed_and_can_be_switched_off(shown: Page) -> None:
    compare = _button(shown, "Compare")
    dialog = shown.get_by_role("dialog", name="Keyboard shortcuts")
    shown.keyboard.press("?")
    rows = dialog.get_by_role("row")
    for words, key in (
        ("Next picture", "N"),
        ("Compare", "C"),
        ("Undo", "Ctrl Z"),
        ("This list", "?"),
    ):
        expect(rows.filter(has_text=words)).to_contain_text(key)
    shown.keyboard.press("n")
    expect(
        shown.get_by_role("heading", name="chelsea.png")
    ).to_be_visible()  # nothing under the dialog
    dialog.get_by_role("switch").press("Space")
    dialog.get_by_role("button", name="Close").press("Enter")
    for key in ("c", "?", "n"):
        shown.keyboard.press(key)
    expect(dialog).to_be_hidden()
    expect(compare).to_have_attribute("aria-pressed", "false")
    _button(shown, "Keyboard shortcuts").press("Enter")
    dialog.get_by_role("switch").press("Space")
    shown.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(_button(shown, "Keyboard shortcuts")).to_be_focused()
    shown.keyboard.press("c")
    expect(compare).to_have_attribute("aria-pressed", "true")


def test_letters_are_no_shortcuts_where_they_choose_from_a_list(shown: Page) -> None:
    shown.get_by_label("Format").press("t")
    expect(shown.get_by_role("tab", name="Background & size")).to_have_attribute(
        "aria-selected", "true"
    )
    shown.get_by_label("Format").select_option(label="PNG")


def test_sample_and_last_picture_leave_the_focus_on_the_page(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    page.goto(site)
    model(page, MODEL).check()
    page.get_by_role("button", name="Cat").press("Enter")
    expect(page.get_by_role("heading", name="Your pictures")).to_be_focused()
    _button(page, "Cancel").press("Enter")
    expect(_button(page, "Try again")).to_be_focused()
    _button(page, "Remove").press("Enter")
    expect(page.get_by_label("Choose pictures")).to_be_focused()
    page.get_by_role("button", name="Cat").press("Enter")
    page.get_by_role("button", name="Cancel: chelsea.png").press("Enter")
    expect(_picked(page, "chelsea.png")).to_be_focused()
    page.get_by_role("button", name="Remove: chelsea.png").press("Enter")
    expect(page.get_by_label("Choose pictures")).to_be_focused()
