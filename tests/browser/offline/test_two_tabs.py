"""Two tabs share what one of them has fetched."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import BrowserContext

from offcut_testing.driver import begin_preload, part_names, visit
from offcut_testing.host import Host

MODEL = "isnet_compact"


@pytest.mark.full
def test_model_is_fetched_once_for_both(context: BrowserContext, host: Host) -> None:
    pages = [visit(context, host.url) for _ in range(2)]
    for page in pages:
        begin_preload(page, MODEL)
    for page in pages:
        assert page.evaluate("loading") is None
    for part in part_names(pages[0], MODEL):
        assert host.count(part) == 1, part


@pytest.mark.full
def test_tab_goes_on_when_the_fetching_one_is_closed(context: BrowserContext, host: Host) -> None:
    fetching, waiting = (visit(context, host.url) for _ in range(2))
    held = threading.Event()

    def hold(*_: object) -> bool:
        return not held.wait(timeout=2) and False

    part = part_names(waiting, MODEL)[0]
    host.faults[part] = hold
    begin_preload(fetching, MODEL)
    begin_preload(waiting, MODEL)
    fetching.wait_for_timeout(300)
    fetching.close()
    held.set()
    assert waiting.evaluate("loading") is None
