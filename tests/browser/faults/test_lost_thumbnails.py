"""A thumbnail worker that dies or falls silent is replaced: each picture gets its thumbnail."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from offcut_testing import parts
from tests.browser.faults.saboteur import PICTURES, Saboteur, hooked_site

MODEL = "isnet_quint8"
SIDE = 192
"""Pixels of the longer side of a thumbnail that was drawn."""


@pytest.mark.parametrize(
    "deed",
    [
        "throws",
        pytest.param("end", marks=pytest.mark.full),
        pytest.param("stall", marks=pytest.mark.full),
    ],
)
def test_thumbnail_worker_that_is_lost_is_replaced(
    context: BrowserContext, photos: Path, deed: str
) -> None:
    with hooked_site() as site:
        sabotage = Saboteur(context, site)
        page = sabotage.page
        parts.model(page, MODEL).check()
        parts.choose(page, photos / "chelsea.png")
        _has_thumbnails(page, 1)
        sabotage.do(deed, PICTURES, seconds=3600)
        parts.choose(page, *(photos / name for name in ("coffee.png", "rocket.jpg")))
        _has_thumbnails(page, 3)
        assert sabotage.began(PICTURES) == 2


def _has_thumbnails(page: Page, count: int) -> None:
    page.wait_for_function(
        """([count, side]) => [...document.querySelectorAll('canvas.thumb')].filter(
          ({ width, height }) => Math.max(width, height) === side,
        ).length === count""",
        arg=[count, SIDE],
    )
