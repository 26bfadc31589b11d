"""Being told to end: at once, or after the pictures at work."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

_OTHERS: Final = ("SIGTERM", "SIGHUP")  # Windows lacks the second


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


_OWN: Final = (signal.SIG_DFL, signal.default_int_handler, _end)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Clean up when the system says to end, as after Ctrl-C: temporary files go.

    Outside of the main thread, and for a signal that is ignored (``nohup``), nothing changes.

    Raises:
        SystemExit: with 128 and the signal's number, as shells have it.
    """
    with _handled(_OTHERS, _end):
        yield


class Stop:
    """Whether this program was told to end.

    Attributes:
        event: set once it was.
        number: of the signal; 0 for none.
    """

    def __init__(self) -> None:
        """Not yet."""
        self.event = threading.Event()
        self.number = 0

    @property
    def was_told(self) -> bool:
        """Whether there was a signal."""
        return self.number != 0

    @property
    def exit_code(self) -> int:
        """As shells have it."""
        return 128 + self.number


@contextmanager
def stopped_by_signals(stop: Stop, say: Callable[[str], None]) -> Iterator[None]:
    """Finish the pictures at work when told to end; end at once when told a second time.

    Args:
        stop: is set.
        say: called once with a line, from another thread.

    Raises:
        SystemExit: the second time, with 128 and the signal's number.
    """
    over = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        if stop.event.is_set():
            _end(number, frame)
        stop.number = number
        stop.event.set()

    def announce() -> None:
        stop.event.wait()
        if not over.is_set():
            # not in the handler: the line might interrupt another in its middle
            say("Finishing the pictures at work. Another Ctrl-C drops them.")

    announcer = threading.Thread(target=announce, daemon=True)
    with _handled(("SIGINT", *_OTHERS), note):
        announcer.start()
        try:
            yield
        finally:
            if not stop.event.is_set():
                over.set()
                stop.event.set()
            announcer.join()


@contextmanager
def _handled(
    names: tuple[str, ...], handler: Callable[[int, FrameType | None], None]
) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}
    for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
        # not one that is ignored, or that the program around this has taken for itself
        if signal.getsignal(number) in _OWN:
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
