"""Work on pictures in WebKit: cancelling, touching up, saving all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from offcut_testing.host import hosting
from offcut_testing.parts import TITLES
from offcut_testing.stand_in import SLOW
from tests.browser.webkit import minibrowser
from tests.browser.webkit.offcut_page import OffcutPage

pytestmark = pytest.mark.full

_CHOOSE = "(id) => document.querySelector(`#all-models input[value=${id}]`).click()"
_MODEL = "(title) => document.querySelector('#outcome .facts').textContent.endsWith(title)"


@pytest.fixture(scope="module")
def opened(dist: Path) -> Iterator[OffcutPage]:
    """The small site, ready."""
    with hosting(dist) as host, minibrowser.running() as session:
        page = OffcutPage(session)
        page.open(host.url)
        yield page


@pytest.fixture
def page(opened: OffcutPage) -> Iterator[OffcutPage]:
    """The same, for each test without pictures."""
    yield opened
    while opened.session.evaluate("() => document.querySelectorAll('li.picture').length"):
        opened.press("Remove")


def test_network_at_work_is_cancelled_again_and_again(page: OffcutPage, photos: Path) -> None:
    page.session.evaluate(_CHOOSE, SLOW)
    page.choose(photos / "rocket.jpg")
    for _ in range(3):
        page.session.wait_for(
            "() => document.querySelector('#pictures').innerText.includes('subject')"
        )
        page.press("Cancel")
        page.has("cancelled")
        page.press("Try again")
    page.has("done")
    assert page.session.evaluate(_MODEL, TITLES[SLOW])


def test_stroke_takes_away_what_is_under_the_brush(page: OffcutPage, photos: Path) -> None:
    page.choose(photos / "coffee.png")
    page.has("done")
    before = page.result("coffee-offcut.png")
    page.press("Erase & restore")
    page.press("Erase")
    page.paint([(0.4, 0.5), (0.5, 0.5), (0.6, 0.5)], (600, 400))
    after = page.result("coffee-offcut.png")
    assert before[200, 240:360, 3].min() == 255
    assert not after[200, 240:360].any(), "gone, with its colours"
    # edges are fitted anew, with what is known by now
    apart = np.abs(after - before)[100, 240:360]
    assert apart.max() <= 8, "elsewhere all is as it was"
    page.press("Undo")
    assert (page.result("coffee-offcut.png") == before).all()


def test_all_results_come_in_one_archive(page: OffcutPage, photos: Path) -> None:
    page.choose(photos / "astronaut.png", photos / "chelsea.png")
    page.has("done", 2)
    archive = page.archive(2)
    assert {name: pixels.shape for name, pixels in archive.items()} == {
        "astronaut-offcut.png": (512, 512, 4),
        "chelsea-offcut.png": (300, 451, 4),
    }
    assert (archive["astronaut-offcut.png"] == page.result("astronaut-offcut.png")).all()
