"""Several processes, each with a session of its own; one that dies is replaced."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections import deque
from collections.abc import Generator
from typing import Final

from offcut.errors import InferenceError, OffcutError
from offcut.native.workers.child import Child, DiedError
from offcut.native.workers.feed import Feed
from offcut.native.workers.picture import failed
from offcut.native.workers.task import Outcome, Settings, Task, Tasks

_AT_ONCE: Final = 2
"""Pictures that a process has: one in the network, and one that it reads ahead."""

_IDLE: Final = 0.2
"""Seconds between two looks for Ctrl-C."""

_START: Final = "worker-start"
"""Of the error that leaves its pictures to the other processes."""

_STARTS: Final = 3
"""How often in a row a process may die before it has done anything."""


class Pool:
    """See ``offcut.native.workers.task.Engine``."""

    def __init__(self, settings: Settings, jobs: int, threads: int, stop: threading.Event) -> None:
        """Nothing is started yet.

        Args:
            settings: the same for all pictures.
            jobs: how many processes.
            threads: of each.
            stop: once it is set, no further picture is begun.
        """
        self._settings = settings
        self._threads = threads
        self._jobs = jobs
        self._stop = stop
        self._told: queue.SimpleQueue[Outcome | _Ended] = queue.SimpleQueue()
        self._keepers: list[_Keeper] = []

    def run(self, tasks: Tasks) -> Generator[Outcome, None, None]:
        """Give each outcome as it comes.

        Raises:
            InferenceError: if all processes die before they have done anything.
            OffcutError: if they can't load the model.
        """
        feed = Feed(tasks, self._stop)
        self._keepers = [
            _Keeper(self._settings, self._threads, feed, self._told) for _ in range(self._jobs)
        ]
        for keeper in self._keepers:
            keeper.start()
        working, reason = len(self._keepers), None
        try:
            while working:
                told = self._next()
                if isinstance(told, Outcome):
                    yield told
                else:
                    working -= 1
                    reason = told.reason or reason
                    if reason is not None and getattr(reason, "code", "") != _START:
                        raise reason  # as in each other process
            if reason is not None and feed.has_left:
                raise reason
        finally:
            feed.close()
            self.drop()
            for keeper in self._keepers:
                keeper.join()

    def drop(self) -> None:
        """End all processes at once; what they write is whole or not there."""
        for keeper in self._keepers:
            keeper.drop()

    def _next(self) -> Outcome | _Ended:
        while True:
            with contextlib.suppress(queue.Empty):
                return self._told.get(timeout=_IDLE)  # Windows sees Ctrl-C in between only


class _Ended:
    """A keeper has ended, and why if that was too early."""

    def __init__(self, reason: BaseException | None = None) -> None:
        self.reason = reason


class _Keeper(threading.Thread):
    """Has one process at a time, gives it tasks, and passes on its answers."""

    def __init__(
        self,
        settings: Settings,
        threads: int,
        feed: Feed,
        told: queue.SimpleQueue[Outcome | _Ended],
    ) -> None:
        super().__init__(daemon=True)
        self._settings = settings
        self._threads_of_child = threads
        self._feed = feed
        self._told = told
        self._child: Child | None = None
        self._given: deque[Task] = deque()
        """What the process has, in its order."""
        self._suspects: deque[Task] = deque()
        """What a process had that died: each is tried once more, alone, to find out whose fault it
        was."""
        self._failed_starts = 0
        self._dropped = False

    def run(self) -> None:
        """Work until there are no more tasks."""
        try:
            while self._give():
                try:
                    self._told.put(self._answer())
                except DiedError as death:
                    if self._dropped:
                        break
                    self._mourn(death)
        except BaseException as error:  # noqa: BLE001 - raised again where the outcomes are taken
            self._feed.give_back(deque([*self._suspects, *self._given]))
            self._told.put(_Ended(error))
        else:
            self._told.put(_Ended())
        finally:
            if self._child is not None:
                self._child.close()

    def drop(self) -> None:
        """End the process at once."""
        self._dropped = True
        child = self._child
        if child is not None:
            child.terminate()

    def _give(self) -> bool:
        """Give the process what it has room for; whether it has anything to do."""
        if self._suspects and not self._given:
            self._send(self._suspects[0])
        while not self._suspects and len(self._given) < _AT_ONCE:
            task = self._feed.take(wait=not self._given)
            if task is None:
                break
            self._send(task)
        return bool(self._given) and not self._dropped

    def _send(self, task: Task) -> None:
        self._given.append(task)
        if self._child is None:
            self._child = Child(self._settings, self._threads_of_child)
        self._child.send(task)

    def _answer(self) -> Outcome:
        if self._child is None:
            raise DiedError("It could not be started.")
        outcome = self._child.receive(self._given[0])
        self._failed_starts = 0
        task = self._given.popleft()
        if self._suspects and self._suspects[0] is task:
            self._suspects.popleft()
        return outcome

    def _mourn(self, death: DiedError) -> None:
        """The process has died: find out whose fault it was.

        Raises:
            InferenceError: if it dies at each start.
        """
        was_ready = self._child is not None and self._child.is_ready
        if self._child is not None:
            self._child.close()
        self._child = None
        if not was_ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise InferenceError(
                    "A process that works on pictures ends before it begins ({reason}): "
                    "try a smaller number for --jobs.",
                    code="worker-start",
                    reason=death.reason,
                )
        elif self._suspects:
            task = self._suspects.popleft()
            self._told.put(failed(task, _death(task, death)))
            self._given.clear()
            return
        if not self._suspects:
            self._suspects.extend(self._given)
        self._given.clear()


def _death(task: Task, death: DiedError) -> OffcutError:
    return InferenceError(
        "{name}: the process that worked on it died twice ({reason}): it may need more memory "
        "than there is.",
        code="worker-died",
        name=task.called,
        reason=death.reason,
    )
