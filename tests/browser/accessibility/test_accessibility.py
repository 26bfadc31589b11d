"""Everyone: axe-core finds nothing, targets are large, and nothing is cut off, in any state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from offcut_testing.host import Host, hosting
from offcut_testing.parts import (
    PATIENCE_MS,
    PROOF,
    STORAGE,
    THE_PAGE,
    State,
    choose,
    has,
    model,
    opened,
    pictures,
    says,
    shown,
)
from tests.browser.accessibility.axe import violations
from tests.browser.faults.gate import Gate
from tests.browser.look.fit import misplaced, small_targets
from tests.pictures import bands

MODEL = "isnet_compact"
WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
NARROWEST = ViewportSize(width=320, height=512)
"""What is left of 1280 at a zoom of 400 %."""

STATES = (
    *("empty", "drag-over", "starting", "model on its way", "done", "compare", "background"),
    *("touch up", "picking", "failed", "no subject", "removed", "shortcuts", "panels", "question"),
    *("offline", "Arabic"),
)


@dataclass
class Faults:
    """What was wrong, each as a line that begins with the state.

    Attributes:
        states: those that were looked at.
        axe: by axe-core, in light and dark.
        targets: small ones, on a phone.
        fit: what is cut off or overlaps, by viewport.
        motion: what moves though people want less of it.
    """

    states: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    fit: list[str] = field(default_factory=list)
    motion: list[str] = field(default_factory=list)

    def look(self, page: Page, state: str) -> None:
        """Look at the page in this state, in every way."""
        self.states.append(state)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            self.axe += [f"{state}, {scheme}: {line}" for line in violations(page)]
        self.motion += [f"{state}: {line}" for line in page.evaluate(_MOTION)]
        for name, size in (("phone", PHONE), ("zoomed", NARROWEST)):
            page.set_viewport_size(size)
            self.fit += [f"{state}, {name}: {line}" for line in misplaced(page)]
            if size is PHONE:
                self.targets += [f"{state}: {line}" for line in small_targets(page)]
        page.set_viewport_size(WIDE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        self.fit += [f"{state}, large text: {line}" for line in misplaced(page)]
        page.evaluate("document.documentElement.style.fontSize = ''")


# An animation that ends after a frame, or only fades, moves nothing.
_MOTION = """
() => {
  const still = new Set(['offset', 'computedOffset', 'easing', 'composite', 'opacity']);
  const moves = (frame) => Object.keys(frame).some((key) => !still.has(key));
  return document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().duration > 17)
    .filter(({ effect }) => effect.getKeyframes().some(moves))
    .map(({ animationName, effect }) => `${animationName} of ${effect.target.localName}`);
}
"""


@pytest.fixture(scope="module")
def faults(
    browser: Browser, dist: Path, photos: Path, tmp_path_factory: pytest.TempPathFactory
) -> Faults:
    """Go through all states of one page."""
    found = Faults()
    folder = tmp_path_factory.mktemp("pictures")
    with (
        hosting(dist) as host,
        browser.new_context(viewport=WIDE, reduced_motion="reduce") as context,
    ):
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        for state in _states(page, host, photos, folder):
            found.look(page, state)
    return found


def _states(page: Page, host: Host, photos: Path, folder: Path) -> Iterator[str]:
    python, weights = Gate(), Gate()
    host.faults |= {".whl": python.holds, ".gz": weights.holds}
    page.goto(host.url)
    model(page, MODEL).check()
    says(page, "No picture at hand?")
    yield "empty"
    yield from _drag_over(page)
    choose(page, photos / "chelsea.png", photos / "rocket.jpg")
    says(page, "Getting ready …")
    expect(page.get_by_role("progressbar").first).to_be_visible()
    yield "starting"
    python.open()
    expect(pictures(page).filter(has_text=re.compile(r" of \d\.\d MB"))).to_have_count(1)
    yield "model on its way"
    weights.open()
    has(page, "done", 2)
    yield "done"
    yield from _looks(page)
    yield from _picking(page, folder)
    _add(page, _broken(folder), "failed")
    yield "failed"
    _add(page, _sky(folder), "done")
    expect(shown(page)).to_contain_text("No subject was found")
    yield "no subject"
    page.get_by_role("button", name="Remove: sky.png").click()
    # "Removed: sky.png", or how many were removed if that of stripes.png can still be undone
    page.get_by_role("button", name=re.compile("^Undo: ")).focus()  # so it stays
    yield "removed"
    yield from _around(page)


def _drag_over(page: Page) -> Iterator[str]:
    transfer = page.evaluate_handle(
        """() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([], 'a.png', { type: 'image/png' }));
          return transfer;
        }"""
    )
    page.dispatch_event("body", "dragover", {"dataTransfer": transfer})
    expect(page.get_by_text("Drop them here")).to_be_visible()
    yield "drag-over"
    page.dispatch_event("body", "dragleave")
    expect(page.get_by_text("Drop them here")).to_be_hidden()


def _looks(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="Compare").click()
    yield "compare"
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("radio", name="Colour").check()
    page.get_by_text("Advanced", exact=True).click()
    page.get_by_label("Canvas", exact=True).select_option("square")
    page.get_by_label("Format").select_option(label="WebP")
    yield "background"
    page.get_by_role("tab", name="Erase & restore").click()
    page.get_by_role("radio", name="Bring back area (smart)").check()
    yield "touch up"
    page.get_by_role("tab", name="Background & size").click()


def _picking(page: Page, folder: Path) -> Iterator[str]:
    """With two subjects: the middle of the one that the stand-in found is dropped."""
    file = folder / "stripes.png"
    bands("#b02020", "#b02020", "#e0e0e0", "#2040b0", "#2040b0").save(file)
    _add(page, file, "done")
    page.get_by_role("tab", name="Erase & restore").click()
    page.get_by_role("radio", name="Pick").check()
    page.get_by_role("application").click()
    subjects = page.get_by_role("group", name="Subjects")
    expect(subjects.get_by_role("checkbox")).to_have_count(2)
    yield "picking"
    page.get_by_role("radio", name="Erase").check()
    page.get_by_role("tab", name="Background & size").click()
    page.get_by_role("button", name="Remove", exact=True).click()


def _around(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="Keyboard shortcuts").click()
    yield "shortcuts"
    page.get_by_role("button", name="Close").click()
    opened(page, PROOF).get_by_text("Every request", exact=True).click()
    expect(opened(page, STORAGE).get_by_text(THE_PAGE)).to_be_visible()
    yield "panels"
    page.get_by_role("button", name="Delete everything").click()
    yield "question"
    page.get_by_role("alertdialog").get_by_role("button", name="Cancel").click()
    page.context.set_offline(True)
    says(page, "No network.")
    yield "offline"
    page.context.set_offline(False)
    page.get_by_label("Language").select_option("ar")
    expect(page.get_by_role("document")).to_have_attribute("dir", "rtl")
    yield "Arabic"


def _add(page: Page, file: Path, state: State) -> None:
    choose(page, file)
    item = pictures(page, state).filter(has_text=file.name)
    item.get_by_role("button", name=file.name).first.click()


def _broken(folder: Path) -> Path:
    file = folder / "a-picture-with-a-long-name-that-ends-too-early-of-our-holiday.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0")
    return file


def _sky(folder: Path) -> Path:
    file = folder / "sky.png"
    Image.new("RGB", (300, 200), (90, 140, 220)).save(file)
    return file


def test_every_state_was_looked_at(faults: Faults) -> None:
    assert faults.states == list(STATES)


def test_axe_finds_nothing(faults: Faults) -> None:
    assert not faults.axe, "\n".join(faults.axe)


def test_targets_are_large_enough_for_a_finger(faults: Faults) -> None:
    assert not faults.targets, "\n".join(faults.targets)


def test_nothing_is_cut_off_or_overlaps(faults: Faults) -> None:
    assert not faults.fit, "\n".join(faults.fit)


def test_nothing_moves_where_less_motion_is_wanted(faults: Faults) -> None:
    assert not faults.motion, "\n".join(faults.motion)
