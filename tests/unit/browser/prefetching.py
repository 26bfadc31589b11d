"""The worker's prefetch (web/workers/model-prefetch.js), as Python sees it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from tests.unit.browser.fake_browser import Browser, JsException


class Prefetching:
    """Fetches parts into the cache, each under its lock.

    Attributes:
        loaded: bytes that have arrived, by a part's path.
        onprogress: called with a part's path and its bytes so far.
    """

    def __init__(self, browser: Browser, cache_name: str) -> None:
        self.loaded: dict[str, int] = {}
        self.onprogress: Callable[[str, int], None] | None = None
        self._browser = browser
        self._cache_name = cache_name
        self._stop = browser.js.AbortController.new()

    def begin(self, part: str, url: str) -> None:
        """Begin to fetch a part."""
        js = self._browser.js

        async def fetch(_: Any) -> None:
            signal = SimpleNamespace(signal=self._stop.signal)
            try:
                response = await js.fetch(url, signal)
                if response.ok:
                    body = js.Blob.new(await self._pieces(part, response.body))
                    await self._browser.cache.put(url, js.Response.new(body))
            except JsException:
                self._note(part, 0)

        lock = SimpleNamespace(signal=js.AbortController.new().signal)
        js.navigator.locks.request(f"{self._cache_name} {part}", lock, fetch)

    def stop(self) -> None:
        """End what is under way."""
        self._stop.abort()

    async def _pieces(self, part: str, body: Any) -> list[Any]:
        pieces = []
        while not (step := await body.read()).done:
            pieces.append(step.value)
            self._note(part, sum(piece.length for piece in pieces))
        return pieces

    def _note(self, part: str, loaded: int) -> None:
        self.loaded[part] = loaded
        if self.onprogress is not None:
            self.onprogress(part, loaded)
