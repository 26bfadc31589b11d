"""Small mode, and memory that is given back: nobody sees more of it than that it takes longer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from offcut_testing.driver import is_ready
from offcut_testing.parts import PATIENCE_MS, small_mode
from tests.browser.app.workspace import WHITE, Workspace, eventually, open_workspace

SHORT_MS, LONG_MS = 120_000, 300_000
"""As of web/engine/idleness.js."""
LARGE = (4000, 3000)
"""Of a picture that makes Python's heap grow beyond what it may keep."""
COFFEE = (600, 400)

_WATCH = """async () => {
  const { watch } = await import(new URL('offcut.js', location.href));
  globalThis.states = [];
  watch(({ python, inference }) => states.push([python, inference]));
}"""


@pytest.fixture
def workspace(warm: BrowserContext, site: str) -> Iterator[Workspace]:
    with open_workspace(warm, site) as opened:
        is_ready(opened.page)
        yield opened


@pytest.fixture
def large(photos: Path, tmp_path: Path) -> Path:
    file = tmp_path / "large.jpg"
    with Image.open(photos / "coffee.png") as image:
        image.convert("RGB").resize(LARGE).save(file)
    return file


def _is(page: Page, python: str, inference: str) -> None:
    """Wait until both are so."""

    def look() -> None:
        assert page.evaluate("states.at(-1)") == [python, inference]

    eventually(look)


def _small(page: Page) -> None:
    small_mode(page).check()


@pytest.mark.full
def test_results_are_the_same_and_the_runtime_is_gone_after_each(
    workspace: Workspace, photos: Path
) -> None:
    page = workspace.page
    workspace.add(photos / "coffee.png")
    usual = workspace.save()[1]
    workspace.empty()
    page.evaluate(_WATCH)
    _small(page)
    workspace.add(photos / "coffee.png")
    _is(page, "ready", "resting")
    is_ready(page)
    assert workspace.save()[1] == usual


def test_the_choice_is_remembered(workspace: Workspace) -> None:
    page = workspace.page
    switch = small_mode(page)
    expect(switch).not_to_be_checked()
    switch.check()
    page.reload()
    expect(small_mode(page)).to_be_checked()
    is_ready(page)


@pytest.mark.full
@pytest.mark.parametrize(("gigabytes", "small"), [(4, True), (8, False)])
def test_a_small_device_has_it_by_itself(
    context: BrowserContext, site: str, gigabytes: int, small: bool
) -> None:
    context.add_init_script(
        f"Object.defineProperty(navigator, 'deviceMemory', {{ value: {gigabytes} }})"
    )
    page = context.new_page()
    page.goto(site)
    is_ready(page)
    expect(small_mode(page)).to_be_checked(checked=small)


@pytest.mark.full
def test_a_large_picture_in_a_row_begins_with_a_new_python(
    workspace: Workspace, large: Path, photos: Path
) -> None:
    page = workspace.page
    page.evaluate(_WATCH)
    _small(page)
    workspace.add(large, photos / "coffee.png")
    assert "loading" in page.evaluate("states.map(([python]) => python)")
    assert workspace.result().size == COFFEE
    workspace.select("large.jpg")
    assert workspace.result().size == LARGE


@pytest.mark.full
def test_an_idle_runtime_ends_and_the_next_picture_starts_it(
    warm: BrowserContext, site: str, photos: Path
) -> None:
    with open_workspace(warm, site) as workspace:
        page = workspace.page
        page.clock.install()
        page.reload()
        page.evaluate(_WATCH)
        workspace.add(photos / "coffee.png")
        workspace.tick("White")
        workspace.is_seen(workspace.result(), WHITE)
        page.clock.run_for(SHORT_MS)
        _is(page, "ready", "resting")
        is_ready(page)  # is all that the page says
        page.clock.resume()
        workspace.add(photos / "rocket.jpg")
        _is(page, "ready", "ready")


@pytest.mark.full
def test_an_idle_python_ends_and_previews_and_touch_up_go_on_afterwards(
    warm: BrowserContext, site: str, large: Path
) -> None:
    with open_workspace(warm, site) as workspace:
        page = workspace.page
        page.clock.install()
        page.reload()
        workspace.add(large)
        workspace.tick("White")
        before = workspace.result()
        workspace.is_seen(before, WHITE)
        page.evaluate(_WATCH)
        page.clock.run_for(SHORT_MS)
        _is(page, "ready", "resting")
        page.clock.run_for(LONG_MS - SHORT_MS)
        _is(page, "resting", "resting")
        is_ready(page)  # is all that the page says
        assert workspace.result().tobytes() == before.tobytes()
        # a preview, and a stroke
        page.clock.resume()
        page.get_by_role("tab", name="Erase & restore").click()
        page.get_by_role("radio", name="Erase", exact=True).check()
        place = workspace.stage.bounding_box()
        assert place
        page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        page.mouse.down()
        page.mouse.move(place["x"] + place["width"] / 2 + 60, place["y"] + place["height"] / 2)
        page.mouse.up()
        expect(workspace.button("Undo")).to_be_enabled(timeout=PATIENCE_MS)
        _is(page, "ready", "ready")
        after = workspace.result()
        middle = LARGE[1] // 2, LARGE[0] // 2
        assert np.asarray(before)[middle][3] == 255
        assert np.asarray(after)[middle][3] == 0
        workspace.is_seen(after, WHITE)
