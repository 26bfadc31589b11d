"""Everyone: what happens is told to those who don't see it, and seen in colours of their own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from offcut_testing.driver import part_names
from offcut_testing.host import Host
from offcut_testing.parts import PATIENCE_MS, TITLES, choose, has, model, pictures
from offcut_testing.stand_in import SLOW
from tests.browser.faults.gate import Gate
from tests.browser.profiles import fresh_page

MODEL = "isnet_compact"

_APP = "document.querySelector('script[src$=\"/app/main.js\"]').src"

_HEAR = """
() => {
  const region = document.querySelector('#announcer');
  globalThis.heard = [];
  globalThis.hearing?.disconnect();
  globalThis.hearing = new MutationObserver(() => {
    if (region.textContent) heard.push(region.textContent);
  });
  hearing.observe(region, { childList: true, characterData: true, subtree: true });
}
"""


def _is_heard(page: Page, *sentences: str) -> None:
    """Wait until these have been told, in this order."""
    for _ in range(PATIENCE_MS // 200):
        heard = page.evaluate("heard")
        if len(heard) >= len(sentences):
            break
        page.wait_for_timeout(200)
    assert len(heard) == len(sentences), heard
    for told, sentence in zip(heard, sentences, strict=True):
        assert told.startswith(sentence), heard
    page.evaluate("heard.length = 0")


@pytest.fixture(scope="module")
def page(warm: BrowserContext, site: str) -> Iterator[Page]:
    """The page, with a model chosen."""
    with fresh_page(warm, site) as visit:
        visit.set_default_timeout(PATIENCE_MS)
        model(visit, MODEL).check()
        yield visit


def test_how_each_picture_ends_is_told(page: Page, photos: Path) -> None:
    page.evaluate(_HEAR)
    page.evaluate("window.showSaveFilePicker = undefined")
    broken: Any = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"}
    choose = page.get_by_label("Choose pictures")
    choose.set_input_files(photos / "rocket.jpg")
    page.get_by_role("button", name="Cancel", exact=True).click()
    _is_heard(page, "rocket.jpg: cancelled.")
    choose.set_input_files(broken)
    _is_heard(page, "broken.jpg is a damaged JPEG file")
    choose.set_input_files([photos / "chelsea.png"])
    _is_heard(page, "chelsea.png: background removed, in ")
    page.get_by_role("button", name="Download: chelsea.png").click()
    _is_heard(page, "chelsea.png: download started.")
    page.get_by_role("button", name="Try again: rocket.jpg").click()
    _is_heard(page, "rocket.jpg: background removed, in ")
    page.get_by_role("button", name="Download all 2 as a ZIP").click()
    _is_heard(page, "All results are saved.")


def test_sentences_are_told_one_after_the_other(page: Page) -> None:
    page.evaluate(_HEAR)
    page.evaluate(
        f"""async () => {{
          const {{ announce }} = await import(new URL('ui/announcer.js', {_APP}));
          for (const sentence of ['One.', 'Two.', 'Two.']) announce(sentence);
        }}"""
    )
    _is_heard(page, "One.", "Two.", "Two.")


def test_notice_of_the_network_is_in_a_region_that_is_always_there(page: Page) -> None:
    notice = page.get_by_role("status").filter(has_text="No network.")
    words = notice.get_by_text("No network.")
    expect(words).to_be_hidden()
    page.context.set_offline(True)
    expect(words).to_be_visible()
    page.context.set_offline(False)
    expect(words).to_be_hidden()


@pytest.mark.full
def test_progress_has_a_name_and_a_value(context: BrowserContext, host: Host, photos: Path) -> None:
    page = context.new_page()
    page.goto(host.url)
    model(page, SLOW).check()
    gate = Gate()
    host.faults[part_names(page, SLOW)[-1]] = gate.holds
    page.get_by_label("Choose pictures").set_input_files(photos / "chelsea.png")
    bar = page.get_by_role("progressbar", name="Progress of chelsea.png")
    expect(bar).to_have_attribute("value", re.compile(r"0\.[89]"), timeout=PATIENCE_MS)
    words = re.compile(r"Downloading the model, \d\.\d of \d\.\d MB")
    expect(bar).to_have_attribute("aria-valuetext", words)
    gate.open()
    words = re.compile("Finding the subject")
    expect(bar).to_have_attribute("aria-valuetext", words, timeout=PATIENCE_MS)
    expect(bar).not_to_have_attribute("value", re.compile("."))
    expect(bar).to_be_hidden(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def chosen(warm: BrowserContext, site: str, photos: Path) -> Iterator[Page]:
    """A page with two pictures, in colours that its visitor has chosen."""
    with fresh_page(warm, site, ViewportSize(width=1280, height=900)) as page:
        page.emulate_media(forced_colors="active")
        model(page, MODEL).check()
        files = [photos / "chelsea.png", photos / "rocket.jpg"]
        choose(page, *files)
        has(page, "done", 2)
        page.get_by_role("radio", name="Colour").check()
        page.get_by_role("button", name="Blue", exact=True).click()
        page.get_by_role("heading", name="Your pictures").click()
        yield page


def _colours(control: Locator) -> NDArray[np.int64]:
    """Those of which there is much at a control's edge: its ground, border and outline, [n, 3].

    A choice is drawn as its label.
    """
    drawn = control.evaluate_handle("(control) => control.labels?.[0] ?? control").as_element()
    assert drawn
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()
    assert box
    around = 5
    clip: Any = {"x": box["x"] - around, "y": box["y"] - around, "width": 2 * around}
    clip["height"] = box["height"] + 2 * around
    image = Image.open(io.BytesIO(control.page.screenshot(clip=clip))).convert("RGB")
    pixels = np.asarray(image).reshape(-1, 3)
    colours, counts = np.unique(pixels, axis=0, return_counts=True)
    return colours[counts > image.height / 2].astype(np.int64)


_HIGHLIGHT = """
() => {
  const probe = document.createElement('i');
  probe.style.cssText = 'color: Highlight; forced-color-adjust: none';
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color.match(/\\d+/g).slice(0, 3).map(Number);
}
"""


def _control(page: Page, role: Any, name: str) -> Locator:
    if role == "listitem":  # has no name of its own
        return pictures(page).filter(has_text=name)
    ids = [id_ for id_, title in TITLES.items() if title == name]
    if ids:
        return model(page, ids[0])
    return page.get_by_role(role, name=re.compile(f"^{name}"))


def _has_like(colour: list[int], others: NDArray[np.int64]) -> bool:
    """Whether one is like it: as a ground it is mixed with what lies below."""
    return bool((np.abs(others - colour).max(axis=1) < 64).any())


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
@pytest.mark.parametrize(
    ("role", "selected", "other"),
    [
        ("radio", "Colour", "Transparent"),
        ("radio", TITLES[MODEL], TITLES["isnet_quint8"]),
        ("listitem", "chelsea.png", "rocket.jpg"),
        ("radio", "Chequer", "White"),
        ("button", "Blue", "Black"),
    ],
)
def test_what_is_selected_is_seen_in_forced_colours(
    chosen: Page, scheme: Any, role: Any, selected: str, other: str
) -> None:
    chosen.emulate_media(color_scheme=scheme, forced_colors="active")
    chosen.mouse.move(0, 0)
    highlight = chosen.evaluate(_HIGHLIGHT)
    # through a colour no backdrop is seen, and none can be chosen
    name = "rocket.jpg" if selected == "Chequer" else "chelsea.png"
    pictures(chosen).get_by_role("button", name=re.compile(f"^{name}")).click()
    chosen.mouse.move(0, 0)
    one, another = (_control(chosen, role, name) for name in (selected, other))
    assert _has_like(highlight, _colours(one))
    assert not _has_like(highlight, _colours(another))


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_tabs_and_switches_are_seen_in_forced_colours(chosen: Page, scheme: Any) -> None:
    chosen.emulate_media(color_scheme=scheme, forced_colors="active")
    border = "(tab) => getComputedStyle(tab).borderBlockEndColor"
    finish, touch = (
        chosen.get_by_role("tab", name=name) for name in ("Background & size", "Erase & restore")
    )
    assert finish.evaluate(border) != touch.evaluate(border)
    compare = chosen.get_by_role("button", name="Compare")
    released = _colours(compare)
    compare.click()
    chosen.mouse.move(0, 0)
    pressed = _colours(compare)
    compare.click()
    assert not np.array_equal(pressed, released)
