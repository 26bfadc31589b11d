"""What the build says while it works: one line a step, on standard error.

On a terminal the running step's line is redrawn several times a second; elsewhere (a log of
continuous integration) a plain line now and then shows that it is alive.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_REDRAW: Final = 0.2
_PLAIN: Final = 10.0
_WIDTH: Final = 79


class Step:
    """A step under way.

    Attributes:
        detail: shown behind the title while the step runs, and in its last line.
        measure: gives bytes fetched so far, or None where they can't be known.
        total: bytes to fetch in all, 0 where unknown.
    """

    def __init__(self, title: str, measure: Callable[[], int] | None, total: int) -> None:
        self.title = title
        self.detail = ""
        self.measure = measure
        self.total = total
        self._start = time.monotonic()

    def line(self, ending: str) -> str:
        """The step's line: title, how far, seconds."""
        parts = [self.detail] if self.detail else []
        if self.measure:
            parts.insert(0, megabytes(self.measure()) + self._of_total())
        parts.append(f"{time.monotonic() - self._start:.1f} s")
        return f"{self.title}{ending} {', '.join(parts)}"

    def _of_total(self) -> str:
        return f" of {megabytes(self.total)}" if self.total else ""


@contextmanager
def step(title: str, measure: Callable[[], int] | None = None, total: int = 0) -> Iterator[Step]:
    """Say that a step is under way, that it still is, and how long it took."""
    current = Step(title, measure, total)
    over = threading.Event()
    ticker = threading.Thread(target=_tick, args=(current, over), daemon=True)
    ticker.start()
    try:
        yield current
    finally:
        over.set()
        ticker.join()
        if sys.stderr.isatty():
            _draw("")
    say(current.line(":"))


def say(line: str) -> None:
    """Print a line for the person who waits."""
    print(line, file=sys.stderr, flush=True)


def megabytes(count: int) -> str:
    """Bytes for people: ``12.3 MB``."""
    return f"{count / 1e6:.1f} MB"


def _tick(current: Step, over: threading.Event) -> None:
    live = sys.stderr.isatty()
    while not over.wait(_REDRAW if live else _PLAIN):
        line = current.line(" ...")
        if live:
            _draw(line)
        else:
            say(line)


def _draw(line: str) -> None:
    # padded rather than erased: not every terminal knows the escape code
    print(f"\r{line[:_WIDTH]:<{_WIDTH}}\r", end="", file=sys.stderr, flush=True)
