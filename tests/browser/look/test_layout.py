"""Where things stand: one row of tools, the picture first on phones, and nothing that jumps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from offcut_testing.parts import PATIENCE_MS, choose, has, model, quality
from tests.browser.look.fit import misplaced, small_targets
from tests.conftest import ROOT

FULL = pytest.mark.full
LAPTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SMALL_PHONE = ViewportSize(width=360, height=740)
MESSAGES: dict[str, dict[str, str]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "web" / "app" / "i18n" / "messages").glob("*.json"))
}

_BOX = """
(selector) => {
  const { left, top, right, bottom } = document.querySelector(selector).getBoundingClientRect();
  return { left, top, right, bottom };
}
"""


@pytest.fixture(scope="module")
def done(browser: Browser, site: str, photos: Path) -> Iterator[Page]:
    """A page with a picture that is done."""
    with browser.new_context(viewport=LAPTOP) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(site)
        quality(page, "Fast").check()
        choose(page, photos / "chelsea.png")
        has(page, "done")
        yield page


@pytest.fixture
def page(done: Page) -> Iterator[Page]:
    """The same, for each test on a laptop and in English."""
    yield done
    done.set_viewport_size(LAPTOP)
    done.locator("#language").select_option("en")


def _box(page: Page, selector: str) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(_BOX, selector)
    return found


def _speak(page: Page, code: str) -> None:
    page.locator("#language").select_option(code)
    expect(page.get_by_role("document")).to_have_attribute("lang", code)


@pytest.mark.parametrize(
    "code", ["de", *(pytest.param(c, marks=FULL) for c in MESSAGES if c != "de")]
)
def test_the_tools_are_one_row_and_all_of_the_picture_is_seen(page: Page, code: str) -> None:
    _speak(page, code)
    tools = "#toolbar > *, #toolbar .zooms > *, #shown-name"
    middles = page.evaluate(
        """(tools) => [...document.querySelectorAll(tools)].map((tool) => {
          const { top, bottom } = tool.getBoundingClientRect();
          return (top + bottom) / 2;
        })""",
        tools,
    )
    assert max(middles) - min(middles) < 4, middles
    view = _box(page, "#work .view")
    assert view["bottom"] <= LAPTOP["height"], "with what is said of it, and its buttons"
    actions = _box(page, "#actions")
    assert actions["bottom"] - actions["top"] < 64, "one row"


def test_nothing_moves_when_another_model_is_chosen(page: Page) -> None:
    places = ("#stage", "#outcome", "#actions")
    before = [_box(page, place) for place in places]
    quality(page, "Best").check()
    expect(page.get_by_role("button", name="Redo in best quality")).to_be_visible()
    model(page, "isnet_compact").check()
    expect(page.get_by_role("button", name="Redo with Compact")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    assert [_box(page, place) for place in places] == before
    quality(page, "Fast").check()


@pytest.mark.parametrize("size", [PHONE, pytest.param(SMALL_PHONE, marks=FULL)])
def test_on_a_phone_the_picture_is_first_and_the_tools_are_at_the_bottom(
    page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    stage, bar = _box(page, "#stage"), _box(page, "#bar")
    assert stage["top"] < 0.16 * size["height"]
    assert (stage["left"], stage["right"]) == (0, size["width"])
    assert bar["bottom"] == size["height"]
    names = ("Download", "Background", "Touch up", "More")
    tools = [page.get_by_role("button", name=name, exact=True) for name in names]
    lefts = []
    for tool in tools:
        box: Any = tool.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert box["y"] >= bar["top"]
        lefts.append(box["x"])
    assert lefts == sorted(lefts)
    tools[2].click()
    expect(page.get_by_role("radio", name="Erase")).to_be_visible()
    # and the picture is still in sight
    assert _box(page, "#stage")["top"] >= 0
    tools[3].click()
    page.get_by_role("button", name="Copy", exact=True).wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_hidden()
    tools[1].click()
    expect(page.get_by_role("combobox", name="Format")).to_be_visible()


def test_what_the_keyboard_reaches_first_is_what_stands_first(page: Page) -> None:
    order = "() => [...document.querySelectorAll('#pictures, #work .view')].map(({ id }) => id)"
    assert page.evaluate(order) == ["pictures", ""]
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("button", name="More", exact=True)).to_be_visible()
    assert page.evaluate(order) == ["", "pictures"]


def test_the_focus_stays_where_it_is_when_the_window_gets_narrow(page: Page) -> None:
    download = page.get_by_role("button", name="Download", exact=True)
    download.focus()
    page.set_viewport_size(PHONE)
    expect(page.get_by_role("button", name="More", exact=True)).to_be_visible()
    expect(download).to_be_focused()


def test_the_title_is_as_wide_as_its_words(page: Page) -> None:
    """Or the frame around it, when it has the focus, would lie over what is beside it."""
    title, around = _box(page, "#work-title"), _box(page, ".work-title")
    assert title["right"] - title["left"] < 0.5 * (around["right"] - around["left"])


@FULL
def test_latin_names_begin_at_the_right_in_arabic(page: Page) -> None:
    name = page.locator("#pictures .name")
    align = "(name) => getComputedStyle(name).textAlign"
    assert name.evaluate(align) in {"start", "left"}
    _speak(page, "ar")
    assert name.evaluate(align) == "right"


@FULL
@pytest.mark.parametrize("code", MESSAGES)
def test_in_no_language_anything_is_cut_or_too_small(page: Page, code: str) -> None:
    _speak(page, code)
    page.get_by_text(MESSAGES[code]["finish.fine"], exact=True).first.click()
    found = []
    for width, height in ((1440, 900), (1280, 800), (768, 1024), (390, 844), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {line}" for line in misplaced(page)]
        if width < 500:
            found += [f"{width}: {line}" for line in small_targets(page)]
    page.set_viewport_size(LAPTOP)
    page.get_by_text(MESSAGES[code]["finish.fine"], exact=True).first.click()
    assert not found, "\n".join(found)


@FULL
def test_choosers_do_not_move_when_samples_and_models_arrive(browser: Browser, site: str) -> None:
    with browser.new_context(viewport=LAPTOP) as context:
        page = context.new_page()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/samples/**", hold)
        page.goto(site)
        places = ("#drop", ".qualities", "#proof")
        expect(page.get_by_label("Choose pictures")).to_be_attached()
        before = [_box(page, place) for place in places]
        page.unroute_all()
        for route in held:
            route.continue_()
        page.get_by_role("button", name="Cat").wait_for()
        quality(page, "Fast").wait_for()
        after = [_box(page, place) for place in places]
        for was, is_ in zip(before, after, strict=True):
            assert is_ == pytest.approx(was, abs=6)
