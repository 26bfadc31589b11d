"""A run's numbers, and what it tells of them."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from offcut.native.batch.journal import Journal
from offcut.native.batch.run import Batch, Keeping, Summary
from offcut.native.workers.task import Outcome, Task, Tasks


class Quick:
    """An engine that fails what is called bad."""

    def run(self, tasks: Tasks) -> Generator[Outcome, None, None]:
        """At once."""
        for task in tasks:
            if task is not None:
                yield Outcome(task, "It is bad." if "bad" in task.source else None)


class Noted:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []
        self.lines: list[str] = []

    def outcome(self, outcome: Outcome, summary: Summary) -> None:
        """Note its name, and how many there were."""
        self.outcomes.append(f"{outcome.task.source} {summary.done}+{len(summary.failed)}")

    def skipped(self, task: Task, summary: Summary) -> None:
        """Note nothing."""

    def trouble(self, line: str) -> None:
        """Note the line."""
        self.lines.append(line)


def test_what_is_known_to_fail_is_counted_like_the_rest() -> None:
    noted = Noted()
    refused = Outcome(Task("long", ""), "It is too long.")
    tasks: list[Task | Outcome | None] = [
        refused,
        Task("a", ""),
        None,
        Task("bad", ""),
        Task("b", ""),
    ]
    summary = Batch(Keeping(), noted, 4).run(tasks, Quick())
    assert noted.outcomes == ["long 0+1", "a 1+1", "bad 1+2", "b 2+2"]
    assert (summary.done, summary.failed) == (2, ["long", "bad"])


def test_what_fails_beforehand_at_the_end_of_the_list_is_not_forgotten() -> None:
    noted = Noted()
    Batch(Keeping(), noted, 1).run([Outcome(Task("long", ""), "It is too long.")], Quick())
    assert noted.outcomes == ["long 0+1"]


def test_a_journal_that_can_not_be_written_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int, data: bytes) -> int:
        return len(data) // 2

    monkeypatch.setattr(os, "write", full)
    noted = Noted()
    batch = Batch(Keeping(Journal(str(tmp_path), "options")), noted, 2)
    summary = batch.run([Task("a", "", result="a"), Task("b", "", result="b")], Quick())
    assert summary.done == 2
    (line,) = noted.lines
    assert "can't be written" in line
    assert line.endswith("No space left on device.")


def test_a_picture_that_can_not_be_put_away_is_told() -> None:
    def move(_outcome: Outcome) -> None:
        raise PermissionError(13, "Permission denied", "done/a")

    noted = Noted()
    Batch(Keeping(), noted, 1, move).run([Task("a", "")], Quick())
    assert noted.lines == ["a can't be moved: Permission denied."]


def test_the_time_left_is_that_of_what_is_left_at_the_same_rate() -> None:
    summary = Summary(10, done=3, skipped=2, failed=["a"])
    summary.start -= 8
    assert summary.rate == pytest.approx(0.5, rel=0.1)
    assert summary.left == pytest.approx(8, rel=0.1)
    assert Summary(10).left is None
    assert Summary(None, done=3).left is None
