"""What is done already, and what has changed since."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from offcut.native.batch.journal import Record
from offcut.native.batch.planning import aim, plan
from offcut.native.batch.resume import Done
from offcut.native.workers.task import Task

PICTURE = b"a picture"
RESULT = b"its result"


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Task:
    """A picture whose result is there."""
    monkeypatch.chdir(tmp_path)
    for name, data in {"in/sub/cat.jpg": PICTURE, "out/sub/cat-offcut.png": RESULT}.items():
        Path(name).parent.mkdir(parents=True)
        Path(name).write_bytes(data)
    return _task()


def _task() -> Task:
    (made,) = plan(aim(["in", "out"])).tasks
    return made


def _record(task: Task) -> Record:
    return Record(
        is_done=True,
        time=1.0,
        picture=task.name,
        size=task.size,
        version=task.version,
        sha256=_sha256(),
        result=task.result,
        result_size=len(RESULT),
        result_sha256="",
        width=1,
        height=1,
        options="options",
    )


def _sha256() -> str:
    return hashlib.sha256(PICTURE).hexdigest()


def _has(task: Task, record: Record, compare: str = "time") -> bool:
    return Done("out", "options", {record.result: record}, compare).has(task)


def test_a_picture_and_its_result_that_are_as_they_were_are_done(task: Task) -> None:
    assert _has(task, _record(task))


@pytest.mark.parametrize(
    "change",
    [
        {"is_done": False},
        {"options": "others"},
        {"picture": "sub/cat.webp"},
        {"size": 10},
        {"version": "1"},
        {"result_size": 9},
        {"result": "another.png"},
    ],
    ids=str,
)
def test_any_change_has_it_done_again(task: Task, change: dict[str, object]) -> None:
    assert not _has(task, replace(_record(task), **change))  # type: ignore[arg-type]


def test_a_result_that_is_gone_is_made_again(task: Task) -> None:
    Path(task.target).unlink()
    assert not _has(task, _record(task))


@pytest.mark.parametrize(("compare", "done"), [("time", False), ("content", True)])
def test_a_new_time_counts_unless_contents_are_compared(
    task: Task, compare: str, *, done: bool
) -> None:
    record = _record(task)
    os.utime(task.source, (1, 1))
    assert _has(_task(), record, compare) is done


def test_another_content_of_the_same_size_counts(task: Task) -> None:
    record = _record(task)
    Path(task.source).write_bytes(PICTURE[::-1])
    os.utime(task.source, (1, 1))
    assert not _has(_task(), record, "content")


def test_it_knows_what_failed(task: Task) -> None:
    record = replace(_record(task), is_done=False)
    assert Done("out", "options", {record.result: record}).has_failed(task)
    assert not Done("out", "options", {}).has_failed(task)
