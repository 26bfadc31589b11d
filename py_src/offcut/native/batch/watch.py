"""Pictures as they arrive in a folder, each once it is whole.

Folders are looked at again and again, since network drives tell nobody of what changes. A file is
taken once two looks in a row have found it with the same size and time: a copy that is under way
grows in between.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from offcut.native.batch.journal import Record
from offcut.native.batch.listing import Found
from offcut.native.batch.naming import Namer
from offcut.native.workers.task import Outcome, Task

PERIOD: Final = 2.0
"""Seconds between two looks."""

_Seen = tuple[int, str]


class Watch:
    """Gives tasks as pictures arrive; None in between."""

    def __init__(
        self,
        look: Callable[[], Iterable[Found]],
        namer: Callable[[], Namer],
        known: Mapping[str, Record],
        stop: threading.Event,
        *,
        period: float = PERIOD,
    ) -> None:
        """Nothing is looked at yet.

        Args:
            look: lists the pictures that are there.
            namer: gives names, none of which is taken yet.
            known: the journal's records: a result of another picture keeps its name.
            stop: once it is set, there are no more tasks.
            period: seconds between two looks.
        """
        self._look = look
        self._namer = namer
        self._known = known
        self._stop = stop
        self._period = period
        self._before: dict[str, _Seen] = {}
        self._taken: dict[str, _Seen] = {}
        self._tasks: dict[str, Task] = {}

    def __iter__(self) -> Iterator[Task | Outcome | None]:
        """Tasks, and pictures of which it is known that they will fail."""
        next_look = time.monotonic()
        while not self._stop.is_set():
            if time.monotonic() < next_look:
                yield None
                continue
            yield from self._arrived()
            next_look = time.monotonic() + self._period

    def _arrived(self) -> Iterator[Task | Outcome]:
        there = {found.entry.place: found for found in self._look()}
        seen = {place: (each.entry.size, each.entry.version) for place, each in there.items()}
        for place in self._taken.keys() - seen.keys():
            del self._taken[place]  # one of the same name may come again
        for place, found in there.items():
            now = seen[place]
            is_whole = self._before.get(place) == now and found.entry.size > 0
            if is_whole and self._taken.get(place) != now:
                self._taken[place] = now
                yield self._named(found, there.values())
        self._before = seen

    def _named(self, found: Found, there: Iterable[Found]) -> Task | Outcome:
        """The same name as last time, or one that no other picture's result has."""
        namer = self._namer()
        for each in there:
            namer.take(each.entry.place)
        for other in self._tasks.values():
            if other.name != found.name:
                namer.take(other.target)
        while True:
            made = namer.task(found)
            if isinstance(made, Outcome):
                return made
            record = self._known.get(made.result)
            if record is None or record.picture == found.name:
                self._tasks[found.name] = made
                return made
