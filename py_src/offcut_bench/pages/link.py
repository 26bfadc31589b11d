"""A link to the network, as slow as it is told to be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

LATENCY: Final = 0.04
"""Seconds that each request waits before it is answered."""

_BURST: Final = 1 << 15


class Link:
    """A token bucket that all connections of a server share.

    Attributes:
        sent: bytes that went through, the answers' heads included.
    """

    def __init__(
        self,
        megabits: float | None = None,
        latency: float = LATENCY,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Open the link.

        Args:
            megabits: of a million bits, a second; None for as fast as it goes, without latency.
            latency: seconds, of each request.
            clock: gives seconds.
            sleep: waits for seconds.
        """
        self._rate = megabits * 1e6 / 8 if megabits else None
        self._latency = latency if megabits else 0.0
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at = clock()
        self.sent = 0

    def delay(self) -> None:
        """Wait as long as a request takes to get here and its answer back."""
        if self._latency:
            self._sleep(self._latency)

    def take(self, count: int) -> None:
        """Wait until so many bytes are through."""
        wait = self._reserve(count)
        if wait > 0:
            self._sleep(wait)

    def _reserve(self, count: int) -> float:
        with self._lock:
            self.sent += count
            if self._rate is None:
                return 0.0
            now = self._clock()
            # what an idle link may catch up with is the depth of the bucket
            start = max(self._free_at, now - _BURST / self._rate)
            self._free_at = start + count / self._rate
            return self._free_at - now
