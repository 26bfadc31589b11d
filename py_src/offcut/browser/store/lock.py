"""Locks that all tabs and workers of an origin share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import js
from pyodide.ffi import create_proxy

from offcut.browser.ffi import js_object


@asynccontextmanager
async def exclusive(name: str) -> AsyncIterator[None]:
    """Hold a Web Lock; where the browser has none, go on without.

    The browser takes it back by itself when the tab goes away. Source:
    https://w3c.github.io/web-locks/.
    """
    locks = getattr(js.navigator, "locks", None)
    if locks is None:
        yield
        return
    granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    released = asyncio.Event()

    async def hold(_: Any) -> None:
        if not granted.done():
            granted.set_result(None)
        await released.wait()

    callback = create_proxy(hold)
    controller = js.AbortController.new()
    options = js_object({"signal": controller.signal})
    request = asyncio.ensure_future(locks.request(name, options, callback))

    def finish(request: asyncio.Future[Any]) -> None:
        callback.destroy()
        request.exception()  # that it was given up is no news
        if not granted.done():  # the browser refuses locks here: go on without
            granted.set_result(None)

    request.add_done_callback(finish)
    try:
        await granted
        yield
    finally:
        released.set()
        if not granted.done() or granted.cancelled():
            controller.abort()
