"""What the tests of the stage share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession

from offcut_testing.driver import developer_tools
from tests.browser.stage.stage_page import Seen, open_stage


@pytest.fixture
def seen(browser: Browser) -> Iterator[Seen]:
    """A stage on which the picture fits five times enlarged."""
    with open_stage(browser) as stage:
        yield stage


@pytest.fixture
def touched(browser: Browser) -> Iterator[tuple[Seen, CDPSession]]:
    """The same on a screen for fingers, and what moves them."""
    with open_stage(browser, has_touch=True) as stage:
        yield stage, developer_tools(stage.page)
