"""Who is served when: a few pictures at a time, a few more that wait, and nobody else."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from offcut.native.serve.failures import BusyError, ClosingError

T = TypeVar("T")

_FIRST_GUESS: Final = 2.0
"""Seconds for a picture, as long as none was done."""
_WEIGHT: Final = 0.2
"""Of the last picture in the mean."""


class Desk:
    """Bounds what is in memory: a request holds a place from before its body is read.

    Attributes:
        running: pictures that are worked on.
        places: that are taken, by those too.
        closing: whether those that wait are sent away.
    """

    def __init__(self, jobs: int, waiting: int) -> None:
        """Nobody is there.

        Args:
            jobs: pictures at a time.
            waiting: requests that may wait beside.
        """
        self.running = 0
        self.places = 0
        self.closing = False
        self._jobs = jobs
        self._most = jobs + waiting
        self._turn = asyncio.Semaphore(jobs)
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="offcut")
        self._seconds = _FIRST_GUESS

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place.

        Raises:
            BusyError: if none is free.
            ClosingError: if the server is ending.
        """
        self._refuse_if_closing()
        if self.places >= self._most:
            raise BusyError(
                "{count} pictures are being worked on or wait: try again in {seconds} seconds.",
                code="serve-busy",
                count=self.places,
                seconds=self._until_free(),
            )
        self.places += 1
        try:
            yield
        finally:
            self.places -= 1

    async def run(self, work: Callable[[], T], is_gone: Callable[[], Awaitable[bool]]) -> T | None:
        """Do something in a thread, once it is its turn.

        Args:
            work: what to do.
            is_gone: whether nobody wants it any more, asked when its turn comes.

        Returns:
            What ``work`` returned; None if it was not done.

        Raises:
            ClosingError: if the server is ending, and it had not begun.
        """
        async with self._turn:
            self._refuse_if_closing()
            if await is_gone():
                return None
            self.running += 1
            start = time.monotonic()
            try:
                return await asyncio.get_running_loop().run_in_executor(self._pool, work)
            finally:
                self.running -= 1
                self._seconds += _WEIGHT * (time.monotonic() - start - self._seconds)

    def _refuse_if_closing(self) -> None:
        if self.closing:
            raise ClosingError("The server is ending: try again in a moment.", code="serve-closing")

    def _until_free(self) -> int:
        return max(1, math.ceil(self._seconds * (self.places - self._jobs + 1) / self._jobs))
