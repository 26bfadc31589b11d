"""A thumbnail worker that dies or falls silent is replaced: each picture gets its thumbnail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from offcut_testing import parts
from tests.browser.faults.saboteur import PICTURES, Saboteur, hooked_site

SIDE = 192
"""Pixels of the longer side of a thumbnail that was drawn."""


@pytest.fixture(scope="module")
def sabotage(browser: Browser) -> Iterator[Saboteur]:
    """A page whose workers can be harmed."""
    with hooked_site() as site, browser.new_context() as context:
        context.set_default_timeout(120_000)
        yield Saboteur(context, site)


@pytest.mark.full
@pytest.mark.parametrize("deed", ["throws", "end", "stall"])
def test_thumbnail_worker_that_is_lost_is_replaced(
    sabotage: Saboteur, photos: Path, deed: str
) -> None:
    page = sabotage.page
    before = _thumbnails(page)
    parts.choose(page, photos / "chelsea.png")
    _has_thumbnails(page, before + 1)
    began = sabotage.began(PICTURES)
    sabotage.do(deed, PICTURES, seconds=3600)
    parts.choose(page, *(photos / name for name in ("coffee.png", "rocket.jpg")))
    _has_thumbnails(page, before + 3)
    assert sabotage.began(PICTURES) == began + 1


_DRAWN = """
(side) => [...document.querySelectorAll('canvas.thumb')].filter(
  ({ width, height }) => Math.max(width, height) === side,
).length
"""


def _thumbnails(page: Page) -> int:
    count: int = page.evaluate(_DRAWN, SIDE)
    return count


def _has_thumbnails(page: Page, count: int) -> None:
    page.wait_for_function(
        f"([side, count]) => ({_DRAWN.strip()})(side) === count", arg=[SIDE, count]
    )
