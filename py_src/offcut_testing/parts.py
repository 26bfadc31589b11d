"""What is on the page, found as its visitors find it: by role, name and words, in English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Locator, Page, expect

TITLES: Final = {
    "isnet": "Best",
    "isnet_compact": "Compact",
    "isnet_fp16": "FP16",
    "isnet_quint8": "Fast",
}
"""What the page calls each model."""

PROOF: Final = "Prove it: nothing leaves this tab"
STORAGE: Final = "Stored on this device"
NOTHING_STORED: Final = "Nothing is stored on this device"
THE_PAGE: Final = "The page, Python and ONNX Runtime"
"""What the page's own files are called among what is stored."""

PATIENCE_MS: Final = 240_000
"""For what the network does, on a machine that has other things to do."""

State = Literal["working", "done", "failed", "cancelled"]
"""Of a picture, as it is told: by its progress, by a button or by a word."""


def models(page: Page) -> Locator:
    """All models to choose from, unfolded."""
    # it is there once the list of models is
    fold = page.locator("#all-models:not([hidden])")
    fold.evaluate("(fold) => { fold.open = true; }")
    return page.get_by_role("group", name="All models").get_by_role("radio")


def model(page: Page, id_: str) -> Locator:
    """One model among them."""
    return models(page).and_(page.get_by_role("radio", name=re.compile(f"^{TITLES[id_]} ")))


def quality(page: Page, name: Literal["Fast", "Best"]) -> Locator:
    """The choice that is in front."""
    group = page.get_by_role("group", name=re.compile("^Quality"))
    return group.get_by_role("radio", name=re.compile(f"^{name} ")).first


def small_mode(page: Page) -> Locator:
    """Its switch, unfolded."""
    models(page)
    return page.get_by_role("switch", name="Small mode")


def choose(page: Page, *files: Path) -> None:
    """Choose pictures."""
    page.get_by_label("Choose pictures").set_input_files(files)


def pictures(page: Page, state: State | None = None) -> Locator:
    """The pictures in the list, or those in a state."""
    items = page.get_by_role("list", name="Your pictures").get_by_role("listitem")
    if state == "working":
        return items.filter(has=page.get_by_role("progressbar"))
    if state == "done":
        return items.filter(has=page.get_by_role("button", name=re.compile("^Download: ")))
    if state is not None:
        items = items.filter(has=page.get_by_role("button", name=re.compile("^Remove: ")))
        items = items.filter(
            has_not=page.get_by_role("button", name=re.compile("^Download: ")),
        )
    if state == "failed":
        return items.filter(has_not_text="Cancelled")
    return items.filter(has_text="Cancelled") if state == "cancelled" else items


def has(page: Page, state: State, count: int = 1) -> None:
    """Wait until so many pictures are in a state."""
    expect(pictures(page, state)).to_have_count(count, timeout=PATIENCE_MS)


def says(page: Page, words: str | re.Pattern[str], timeout: float | None = None) -> None:
    """Wait until these words are seen somewhere on the page; timeout in milliseconds."""
    expect(page.get_by_text(words).filter(visible=True).first).to_be_visible(timeout=timeout)


def samples(page: Page) -> Locator:
    """The photos to try."""
    return page.get_by_role("region", name="Pictures to work on").get_by_role("listitem")


def shown(page: Page) -> Locator:
    """The selected picture: how far it is, and what became of it."""
    heading = page.get_by_role("heading", level=3)
    return page.get_by_role("group").filter(has=heading)


def opened(page: Page, panel: str) -> Locator:
    """A panel below the pictures, open: what it says."""
    heading = page.get_by_role("heading", name=panel, exact=True)
    details = page.get_by_role("group").filter(has=heading)
    if not details.evaluate("(details) => details.open"):
        heading.click()
    return details
