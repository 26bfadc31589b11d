"""From tasks to results: what is left to do, an engine that does it, and the journal of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol

from offcut.native.batch.journal import Journal, Record
from offcut.native.batch.resume import Done
from offcut.native.workers.task import Engine, Outcome, Task


class Reporter(Protocol):
    """Is told how it goes."""

    def outcome(self, outcome: Outcome, summary: Summary) -> None:
        """A picture was done, or failed."""

    def skipped(self, task: Task, summary: Summary) -> None:
        """A picture was done before."""

    def trouble(self, line: str) -> None:
        """Something else that a person should know."""


@dataclass(slots=True)
class Summary:
    """How many there were.

    Attributes:
        of: pictures in all; None if that is not known.
        done: in this run.
        skipped: that were done before.
        failed: names of those that failed.
        seconds: since the start.
    """

    of: int | None
    done: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)
    start: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self.start

    @property
    def rate(self) -> float:
        """Pictures a second."""
        return (self.done + len(self.failed)) / max(self.seconds, 1e-9)

    @property
    def left(self) -> float | None:
        """Seconds until the end; None if that can't be told."""
        worked = self.done + len(self.failed)
        if self.of is None or not worked:
            return None
        return (self.of - self.skipped - worked) / self.rate


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is known of results, and where it is kept.

    Attributes:
        journal: None for no journal.
        records: what it says, by the result's name; added to here.
        done: what is done already; None to do all anew.
        only_failed: do what failed last time, and nothing else.
    """

    journal: Journal | None = None
    records: dict[str, Record] = field(default_factory=dict)
    done: Done | None = None
    only_failed: bool = False


class Batch:
    """One run over pictures."""

    def __init__(
        self,
        keeping: Keeping,
        reporter: Reporter,
        of: int | None,
        after: Callable[[Outcome], None] | None = None,
    ) -> None:
        """Nothing is done yet.

        Args:
            keeping: what is known already.
            reporter: is told how it goes.
            of: pictures in all; None if that is not known.
            after: called for each picture that had its turn.
        """
        self._keeping = keeping
        self._reporter = reporter
        self._after = after
        self._troubled = False
        self.summary = Summary(of)

    def run(self, tasks: Iterable[Task | Outcome | None], engine: Engine) -> Summary:
        """Do what is left to do.

        Args:
            tasks: pictures; those that fail beforehand as their outcomes; None for none right now.
            engine: works on them.

        Raises:
            OffcutError: if no picture can be worked on at all.
        """
        early: list[Outcome] = []
        with closing(engine.run(self._left(tasks, early))) as outcomes:
            for outcome in outcomes:
                self._note_all(early)
                self._note(outcome)
        self._note_all(early)
        return self.summary

    def finish(self) -> str | None:
        """Write what the journal has not written yet, and the list of results.

        Returns:
            Where that list is; None if there is none.
        """
        journal = self._keeping.journal
        if journal is None or not (self.summary.done or self.summary.failed):
            return None
        try:
            journal.close()
            return journal.write_manifest(self._keeping.records.values())
        except OSError as error:
            self._complain(error)
            return None

    def _left(
        self, tasks: Iterable[Task | Outcome | None], early: list[Outcome]
    ) -> Iterator[Task | None]:
        """What is to be done; an engine may ask for it in any thread."""
        done, only_failed = self._keeping.done, self._keeping.only_failed
        for task in tasks:
            if isinstance(task, Outcome):
                early.append(task)
            elif task is None:
                yield None
            elif only_failed and not (done and done.has_failed(task)):
                self.summary.skipped += 1
            elif done is not None and done.has(task):
                self.summary.skipped += 1
                self._reporter.skipped(task, self.summary)
            else:
                yield task

    def _note_all(self, early: list[Outcome]) -> None:
        while early:
            self._note(early.pop(0))

    def _note(self, outcome: Outcome) -> None:
        if outcome.error is None:
            self.summary.done += 1
        else:
            self.summary.failed.append(outcome.task.called)
        if self._keeping.journal is not None:
            try:
                record = self._keeping.journal.add(outcome)
                self._keeping.records[record.result] = record
            except OSError as error:
                self._complain(error)
        self._reporter.outcome(outcome, self.summary)
        if self._after is not None:
            try:
                self._after(outcome)
            except OSError as error:
                self._reporter.trouble(f"{outcome.task.called} can't be moved: {error.strerror}.")

    def _complain(self, error: OSError) -> None:
        """Once: without a journal, pictures are only done again."""
        if not self._troubled:
            self._troubled = True
            self._reporter.trouble(
                f"The journal can't be written, so this work can't be taken up again: "
                f"{error.filename or ''}: {error.strerror or error}."
            )
