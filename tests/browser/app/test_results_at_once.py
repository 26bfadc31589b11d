"""What is done is shown cut out at once, whatever Python is doing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, expect

from offcut_testing.parts import TITLES
from offcut_testing.stand_in import SLOW
from tests.browser.app.workspace import Workspace, eventually, fitted, open_workspace

SIZE: Final = (600, 400)
COUNT: Final = 4

_WATCH: Final = """
([width, height]) => {
  const canvas = document.querySelector('[role=application]');
  const seen = { done: 0, uncut: [] };
  const corners = () => {
    const zoom = Math.min(canvas.width / width, canvas.height / height);
    return [0.02, 0.98].flatMap((y) => [0.02, 0.98].map((x) => [
      canvas.width / 2 + (x - 0.5) * width * zoom,
      canvas.height / 2 + (y - 0.5) * height * zoom,
    ].map(Math.floor)));
  };
  const shown = () => document.querySelector('.pick[aria-current=true]');
  const state = () => shown()?.closest('[data-state]').dataset.state;
  const look = () => {
    const [pick, was] = [shown(), state()];
    // once the frame is drawn
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => {
      if (was === 'done' && pick === shown() && canvas.width) {
        seen.done += 1;
        const context = canvas.getContext('2d');
        for (const [x, y] of corners())
          if (context.getImageData(x, y, 1, 1).data[3] > 8) seen.uncut.push(pick.textContent);
      }
    };
    port1.postMessage(null);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  globalThis.seen = seen;
}
"""

_CORNER: Final = """
(canvas) => {
  const copy = document.createElement('canvas');
  Object.assign(copy, { width: canvas.width, height: canvas.height });
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  return context.getImageData(2, 2, 1, 1).data[3];
}
"""
"""Alpha in the corner of what is in the list."""


@pytest.fixture
def opened(warm: BrowserContext, site: str) -> Iterator[Workspace]:
    """A page whose network is slow, so that Python and it are at work all the time."""
    with open_workspace(warm, site, TITLES[SLOW]) as workspace:
        yield workspace


@pytest.fixture
def batch(photos: Path, tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{letter}.png" for letter in "abcdef"[:COUNT]]
    for file in files:
        file.write_bytes((photos / "coffee.png").read_bytes())
    return files


def _is_cut(opened: Workspace) -> None:
    """The subject is drawn, and nothing in the corner."""
    drawn = opened.canvas()
    left, top, right, bottom = fitted(SIZE, (drawn.shape[1], drawn.shape[0]))
    assert drawn[(top + bottom) // 2, (left + right) // 2, 3] > 200
    assert drawn[top + 4, left + 4, 3] == 0


@pytest.mark.full
def test_the_original_is_never_drawn_in_the_place_of_what_is_done(
    opened: Workspace, batch: list[Path]
) -> None:
    busy = opened.page.get_by_role("region", name="Your pictures").get_by_text(
        re.compile(r"\d done · \d to go")
    )
    opened.page.evaluate(_WATCH, SIZE)
    opened.choose(*batch)
    for file in batch[: COUNT - 2]:
        opened.is_done(file.name)
        opened.select(file.name)
        eventually(lambda: _is_cut(opened))
        expect(busy).to_be_visible()
    for file in batch:
        opened.is_done(file.name)
    seen: dict[str, Any] = opened.page.evaluate("seen")
    assert seen["done"] > 20
    assert seen["uncut"] == []


@pytest.mark.full
def test_compare_has_its_divider_while_others_go_on(opened: Workspace, batch: list[Path]) -> None:
    opened.choose(*batch)
    opened.is_done(batch[1].name)
    opened.select(batch[1].name)
    opened.button("Compare").click()
    divider = opened.page.get_by_role("slider", name="Divider between original and result")
    expect(divider).to_be_visible()

    def is_split() -> None:
        drawn = opened.canvas()
        left, top, right, _ = fitted(SIZE, (drawn.shape[1], drawn.shape[0]))
        assert [drawn[top + 4, x, 3] for x in (left + 4, right - 4)] == [255, 0]

    eventually(is_split)
    expect(opened.button(f"Cancel: {batch[-1].name}")).to_be_visible()


@pytest.mark.full
def test_the_first_of_a_drop_that_is_done_is_shown(
    opened: Workspace, batch: list[Path], tmp_path: Path
) -> None:
    heading = opened.page.get_by_role("heading", level=3)
    broken = tmp_path / "broken.png"
    broken.write_text("no picture, so that it is done with at once")
    opened.choose(broken)
    expect(opened.item("broken.png")).to_contain_text("broken.png is no picture")
    opened.choose(*batch[:2])
    expect(heading).to_have_text("broken.png")
    opened.is_done("a.png")
    expect(heading).to_have_text("a.png")
    opened.is_done("b.png")
    expect(heading).to_have_text("a.png")
    # who has chosen another one meanwhile keeps that
    opened.choose(batch[2])
    opened.select("b.png")
    opened.is_done("c.png")
    expect(heading).to_have_text("b.png")


@pytest.mark.full
def test_the_list_shows_results_that_no_browser_can_decode(
    opened: Workspace, batch: list[Path]
) -> None:
    opened.choose(batch[0])
    opened.pick("Format", "TIFF")
    opened.is_done("a.png")
    thumbnail = opened.item("a.png").locator("canvas")

    def is_cut() -> None:
        _is_cut(opened)
        assert thumbnail.evaluate(_CORNER) == 0

    eventually(is_cut)
    opened.button("Reset").click()
