"""Everyone: axe-core finds nothing in any state, language, width and colour scheme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from offcut_testing.parts import PATIENCE_MS, choose, has, pictures, quality
from tests.browser.accessibility.axe import violations
from tests.conftest import ROOT

pytestmark = pytest.mark.full

SIZES = ((1440, 900), (1280, 800), (768, 1024), (390, 844), (360, 740))
LANGUAGES = tuple(
    path.stem for path in sorted((ROOT / "web" / "app" / "i18n" / "messages").glob("*.json"))
)
BOTH_SCHEMES = ("en", "ar")
STATES = ("empty", "done", "touch up", "failed", "removed", "more")


@pytest.fixture(scope="module")
def found(
    browser: Browser, site: str, photos: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], list[str]]:
    """The states that were looked at, and what is wrong, each as a line that says where."""
    states, lines = [], []
    with browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        for state in _states(page, site, photos, tmp_path_factory.mktemp("pictures")):
            states.append(state)
            sizes = SIZES if state != "more" else SIZES[-2:]
            for code in LANGUAGES:
                page.locator("#language").select_option(code)
                expect(page.get_by_role("document")).to_have_attribute("lang", code)
                for width, height in sizes:
                    page.set_viewport_size(ViewportSize(width=width, height=height))
                    for scheme in ("light", "dark") if code in BOTH_SCHEMES else ("light",):
                        page.emulate_media(color_scheme=scheme)
                        where = f"{state}, {code}, {width}, {scheme}"
                        lines += [f"{where}: {line}" for line in violations(page) if _counts(line)]
            page.locator("#language").select_option("en")
            page.set_viewport_size(ViewportSize(width=1440, height=900))
    return states, lines


def _counts(line: str) -> bool:
    # what a phone's bar lies over can be scrolled away from it
    return not ("target-size" in line and "partially obscured" in line)


def _states(page: Page, site: str, photos: Path, folder: Path) -> Iterator[str]:
    page.goto(site)
    page.get_by_role("button", name="Cat").wait_for()
    quality(page, "Fast").wait_for()
    yield "empty"
    choose(page, photos / "chelsea.png", photos / "rocket.jpg")
    has(page, "done", 2)
    yield "done"
    page.get_by_role("tab", name="Erase & restore").click()
    yield "touch up"
    page.get_by_role("tab", name="Background & size").click()
    broken = folder / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0")
    choose(page, broken)
    item = pictures(page, "failed").filter(has_text="broken.jpg")
    item.get_by_role("button", name="broken.jpg").first.click()
    yield "failed"
    page.get_by_role("button", name="Remove: broken.jpg").click()
    page.get_by_role("button", name="Undo: Removed: broken.jpg").focus()  # so it stays
    yield "removed"
    page.set_viewport_size(ViewportSize(width=390, height=844))
    page.get_by_role("button", name="More", exact=True).click()
    yield "more"


def test_axe_finds_nothing_anywhere(found: tuple[list[str], list[str]]) -> None:
    states, lines = found
    assert states == list(STATES)
    assert not lines, "\n".join(lines)
