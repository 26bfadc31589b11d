"""The default model in WebKit gives Chromium's pixels, with one thread and with several."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from offcut_testing.driver import remove_background
from offcut_testing.host import Host
from tests.browser.webkit import minibrowser
from tests.browser.webkit.offcut_page import OffcutPage, Pixels, rgba

pytestmark = pytest.mark.full

PHOTO = "astronaut.png"


@pytest.fixture(scope="module")
def expected(real_page: Page, photos: Path) -> Pixels:
    """What Chromium makes of it."""
    outcome = remove_background(real_page, (photos / PHOTO).read_bytes(), model="isnet_quint8")
    assert outcome.error is None, outcome
    return rgba(outcome.file)


@pytest.mark.parametrize(
    "variables",
    [pytest.param({}, id="one thread"), pytest.param(minibrowser.THREADS, id="threads")],
)
def test_pixels_are_those_of_chromium(
    real_host: Host, photos: Path, expected: Pixels, variables: Mapping[str, str]
) -> None:
    with minibrowser.running(variables) as session:
        page = OffcutPage(session)
        page.open(real_host.url)
        assert (page.threads > 1) == bool(variables)
        page.choose(photos / PHOTO)
        page.has("done")
        pixels = page.result("astronaut-offcut.png")
    assert np.abs(pixels - expected).max() <= 2
