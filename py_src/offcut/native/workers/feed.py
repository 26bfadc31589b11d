"""The tasks, for several threads."""

from __future__ import annotations

import threading
from collections import deque
from typing import Final

from offcut.native.workers.task import Task, Tasks

_IDLE: Final = 0.2
"""Seconds until it is asked again whether there is a picture."""


class Feed:
    """The tasks, for several threads."""

    def __init__(self, tasks: Tasks, stop: threading.Event) -> None:
        """None is taken yet."""
        self._tasks = iter(tasks)
        self._stop = stop
        self._lock = threading.Lock()
        self._returned: deque[Task] = deque()
        self._has_ended = False
        self._is_closed = False

    @property
    def is_over(self) -> bool:
        """Whether there will be no more."""
        return self._is_closed or self._stop.is_set() or (self._has_ended and not self._returned)

    @property
    def has_left(self) -> bool:
        """Whether some were given back and not taken again."""
        return bool(self._returned)

    def take(self, *, wait: bool) -> Task | None:
        """The next task; None if there are no more, or, unless it is to wait, none right now."""
        while not (self._stop.is_set() or self._is_closed):
            if self._lock.acquire(blocking=wait):
                try:
                    task = self._next()
                finally:
                    self._lock.release()
                if task is not None or self._has_ended:
                    return task
            if not wait:
                return None
            self._stop.wait(_IDLE)
        return None

    def close(self) -> None:
        """Give no more."""
        self._is_closed = True

    def give_back(self, tasks: deque[Task]) -> None:
        """What a process could not do: another may."""
        with self._lock:
            self._returned.extend(tasks)

    def _next(self) -> Task | None:
        if self._returned:
            return self._returned.popleft()
        if self._has_ended:
            return None
        try:
            return next(self._tasks)
        except StopIteration:
            self._has_ended = True
            return None
