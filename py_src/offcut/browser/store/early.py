"""Parts of a model whose download began before Python was there (web/workers/model-prefetch.js)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class EarlyPart:
    """One of them, on its way to the store whether or not a picture still waits for it."""

    def __init__(
        self, begun: Any, finish: Callable[[Callable[[int], None]], Coroutine[Any, Any, Any]]
    ) -> None:
        """Bring it to its end.

        Args:
            begun: the JavaScript object that stands for it.
            finish: does so. Is given what it shall tell how many bytes are there; returns a
                JavaScript Blob.
        """
        self._loaded = 0
        self._report: Callable[[int], None] | None = None
        self._begun = begun
        self._task = asyncio.ensure_future(finish(self._note))
        # not in finish: it may be cancelled before it has begun
        self._task.add_done_callback(self._release)

    @property
    def has_failed(self) -> bool:
        """Whether it has come to a bad end: then the part has to be fetched anew."""
        if not self._task.done():
            return False
        return self._task.cancelled() or self._task.exception() is not None

    async def blob(self, report: Callable[[int], None]) -> Any:
        """The part's compressed bytes, verified.

        Raises:
            ModelUnavailableError: if it can't be fetched.
            DamagedModelError: if it keeps arriving damaged.
        """
        self._report = report
        report(self._loaded)
        return await asyncio.shield(self._task)

    def cancel(self) -> None:
        """End the download."""
        self._task.cancel()

    def _note(self, loaded: int) -> None:
        self._loaded = loaded
        if self._report is not None:
            self._report(loaded)

    def _release(self, task: asyncio.Future[Any]) -> None:
        self._begun.controller.abort()
        self._begun.release()
        if not task.cancelled():
            task.exception()  # is told to whoever waits for the part, if anybody does
