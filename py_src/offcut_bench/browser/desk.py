"""The page as an app: a picture goes in, and is worked on with the mouse."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from offcut_bench.pages.record import PICTURES, answered, ready, recorded
from offcut_testing import parts

_PATIENCE: Final = 300.0
_LINE: Final = ((0.45, 0.5), (0.55, 0.55))
"""Of a stroke, in shares of the stage: within the subject."""


class Desk:
    """One picture that is worked on.

    It needs ``RECORD`` in the page.

    Attributes:
        ready: when Python was, seconds from the navigation.
    """

    def __init__(self, page: Page) -> None:
        """Take a page that has just been opened."""
        self._page = page
        page.set_default_timeout(1000 * _PATIENCE)
        self.ready = self._awaited(lambda: ready(recorded(page)))

    def add(self, picture: Path, title: str | None = None) -> None:
        """Choose a picture, and wait until its file and its preview are there.

        Args:
            picture: its path.
            title: of the model, as the page calls it; else the default.
        """
        if title is not None:
            (id_,) = (id_ for id_, known in parts.TITLES.items() if known == title)
            parts.model(self._page, id_).check()
        began = self._now()
        parts.choose(self._page, picture)
        parts.has(self._page, "done")
        self._both(began)

    def stroke(self, brush: str = "Erase") -> tuple[float, float]:
        """Draw a stroke over the subject; seconds from its end to the preview, and to the file."""
        self._page.get_by_role("tab", name="Erase & restore").click()
        self._page.get_by_role("radio", name=brush, exact=True).check()
        stage = self._page.get_by_role("application")
        stage.scroll_into_view_if_needed()
        box = stage.bounding_box()
        assert box
        (*_, end) = places = [
            (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in _LINE
        ]
        self._page.mouse.move(*places[0])
        self._page.mouse.down()
        self._page.mouse.move(*end, steps=8)
        self._page.mouse.up()
        ended = max(e["at"] for e in recorded(self._page) if e["kind"] == "pointerup")
        preview, file = self._both(ended)
        return preview - ended, file - ended

    def undo(self) -> None:
        """Take all strokes back, and wait until that is done."""
        began = self._now()
        self._page.get_by_role("button", name="Start over", exact=True).click()
        self._both(began)

    def shadow(self) -> None:
        """Ask for a shadow, and wait until preview and file have one."""
        self._page.get_by_role("tab", name="Background & size").click()
        began = self._now()
        self._page.get_by_role("slider", name="Shadow", exact=True).fill("0.5")
        self._both(began)

    def _now(self) -> float:
        return float(self._page.evaluate("performance.now() / 1000"))

    def _both(self, since: float) -> tuple[float, float]:
        """When the preview and the file were there that were asked for after a moment."""

        def when(*, preview: bool) -> Callable[[], float | None]:
            return lambda: answered(recorded(self._page), preview=preview, since=since)

        moments = self._awaited(when(preview=True)), self._awaited(when(preview=False))
        self._awaited(self._shown)
        return moments

    def _shown(self) -> float | None:
        """When the browser had decoded all that it was to show."""
        events = [e for e in recorded(self._page) if PICTURES in (e.get("to"), e.get("from"))]
        open_ones = sum(1 if "to" in event else -1 for event in events)
        return None if open_ones or not events else float(events[-1]["at"])

    def _awaited(self, look: Callable[[], float | None]) -> float:
        end = time.monotonic() + _PATIENCE
        while (moment := look()) is None:
            if time.monotonic() > end:
                raise TimeoutError("the page did not answer")
            self._page.wait_for_timeout(50)
        return moment
