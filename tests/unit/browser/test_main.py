"""What the Python worker hands over to Python, and gets back."""

from __future__ import annotations

import asyncio
import importlib
from types import SimpleNamespace
from typing import Any

from tests.unit.browser import fake_host as hosts
from tests.unit.browser.instant import instantly
from tests.unit.browser.tab import Tab


def _start(tab: Tab, **models: Any) -> tuple[Any, asyncio.Queue[Any]]:
    """Start the engine; what it tells the page, but for its status."""
    told: asyncio.Queue[Any] = asyncio.Queue()

    def note(message: Any) -> None:
        if message.kind != "status":
            told.put_nowait(message)

    vars(tab.browser.js)["postMessage"] = note
    worker = SimpleNamespace(postMessage=lambda *_: None, terminate=lambda: None)
    start = importlib.import_module("offcut.browser.main").start
    receive = start(
        SimpleNamespace(**tab.models, **models), lambda _: worker, worker, tab.prefetching
    )
    started = SimpleNamespace(kind="started", threads=1)
    worker.onmessage(SimpleNamespace(type="message", data=started))
    return receive, told


@instantly
async def test_site_says_how_long_a_host_is_waited_for(tab: Tab) -> None:
    tab.host.faults.update(dict.fromkeys(tab.parts, hosts.is_silent))
    receive, told = _start(tab, pauses=[1, 0.25], stalled=2)
    receive(SimpleNamespace(kind="preload", id=7, model=None))
    while (answer := await told.get()).kind == "progress":
        pass
    assert (answer.kind, answer.id, answer.name) == ("failure", 7, "ModelUnavailableError")
    assert tab.host.times(tab.parts[0]) == [0, 3, 5.25]
