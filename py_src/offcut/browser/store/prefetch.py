"""Parts of a model that are fetched while Python is being loaded.

web/workers/model-prefetch.js does so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pyodide.ffi import create_proxy


class Prefetch:
    """What arrives without the store's doing, each part under its lock."""

    def __init__(self, worker: Any) -> None:
        """Follow it.

        Args:
            worker: the JavaScript object that fetches: ``loaded``, a Map of bytes by path;
                ``onprogress``; and ``stop()``.
        """
        self._worker = worker
        self._reports: dict[str, Callable[[int], None]] = {}
        worker.onprogress = create_proxy(self._note)

    @contextmanager
    def counted(self, path: str, report: Callable[[int], None]) -> Iterator[None]:
        """Within, tell how many bytes of a part are there."""
        report(self._worker.loaded.get(path) or 0)
        self._reports[path] = report
        try:
            yield
        finally:
            del self._reports[path]

    def stop(self) -> None:
        """Give up what is under way."""
        self._worker.stop()

    def _note(self, path: str, loaded: int) -> None:
        if (report := self._reports.get(path)) is not None:
            report(loaded)
