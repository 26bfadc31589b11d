"""Told to end, or killed: results are whole or not there, and the next run goes on."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from pathlib import Path

import pytest

from offcut.files.digest import sha256
from tests import pictures
from tests.native.conftest import QUICKEST
from tests.native.running import SLOW, Running, running

COUNT = 8
FEW = 4
"""Of the slow network."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a folder ``in`` of pictures."""
    return _make(tmp_path, COUNT)


def _make(folder: Path, count: int) -> Path:
    (folder / "in").mkdir()
    data = pictures.file(pictures.noise((300, 200)))
    for number in range(count):
        (folder / "in" / f"{number}.png").write_bytes(data)
    return folder


def _results(folder: Path) -> list[Path]:
    return sorted((folder / "out").glob("*.png"))


def _assert_whole(folder: Path) -> None:
    for path in _results(folder):
        image = pictures.read(path.read_bytes())
        image.load()
        assert image.size == (300, 200)


def _in_journal(folder: Path) -> set[str]:
    path = folder / "out" / ".offcut" / "journal.jsonl"
    if not path.exists():
        return set()
    lines = path.read_bytes().split(b"\n")[:-1]
    return {json.loads(line)["result"] for line in lines}


def _goes_on(folder: Path, models: Path, model: str = QUICKEST) -> Running:
    """Start the same command again: all is there in the end, and nothing is done twice."""
    known = _in_journal(folder)
    assert known <= {path.name for path in _results(folder)}
    times = {name: (folder / "out" / name).stat().st_mtime_ns for name in known}
    with running(models, "in", "out", "--jobs", "2", folder=folder, model=model) as run:
        assert run.end() == 0
    assert len(_results(folder)) == len(list((folder / "in").iterdir()))
    assert times == {name: (folder / "out" / name).stat().st_mtime_ns for name in known}
    assert len(run.told("skipped")) == len(known)
    _assert_whole(folder)
    return run


@pytest.mark.full
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_finishes_what_it_has_and_says_how_to_go_on(
    number: int, tmp_path: Path, small_models: Path
) -> None:
    folder = _make(tmp_path, FEW)
    with running(small_models, "in", "out", "--jobs", "1", folder=folder, model=SLOW) as run:
        run.until("done")
        run.process.send_signal(number)
        assert run.end() == 128 + number
    assert run.events[-1]["event"] == "end"
    assert run.events[-1]["stopped"] is True
    done = len(run.told("done"))
    assert 1 < done < FEW
    assert len(_results(folder)) == len(_in_journal(folder)) == done
    assert not list((folder / "out").glob(".offcut-*"))
    again = _goes_on(folder, small_models, SLOW)
    assert len(again.told("done")) == FEW - done


@pytest.mark.full
def test_told_twice_it_drops_them(tmp_path: Path, small_models: Path) -> None:
    folder = _make(tmp_path, COUNT)
    with running(small_models, "in", "out", "--jobs", "2", folder=folder, model=SLOW) as run:
        run.until("done")
        run.process.send_signal(signal.SIGTERM)
        run.until("trouble")
        assert "Finishing the pictures at work" in run.events[-1]["message"]
        children = run.children()
        run.process.send_signal(signal.SIGTERM)
        assert run.end() == 128 + signal.SIGTERM
    assert children
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    assert not list((folder / "out").glob(".offcut-*"))
    _assert_whole(folder)


@pytest.mark.parametrize(
    "after", [2, *(pytest.param(count, marks=pytest.mark.full) for count in (0, 1, 3, 5, 7))]
)
def test_killed_at_any_moment_it_leaves_what_is_whole_and_goes_on(
    after: int, folder: Path, small_models: Path
) -> None:
    before = {path: sha256(path) for path in (folder / "in").iterdir()}
    with running(small_models, "in", "out", "--jobs", "2", folder=folder) as run:
        run.until("start" if after == 0 else "done", max(after, 1))
        run.kill()
    _assert_whole(folder)
    _goes_on(folder, small_models)
    assert before == {path: sha256(path) for path in (folder / "in").iterdir()}


@pytest.mark.full
@pytest.mark.parametrize("wait", [0.2, 0.5, 0.8, 1.1, 1.4, 1.7, 2.0, 2.3])
def test_killed_at_other_moments_too(wait: float, folder: Path, small_models: Path) -> None:
    with running(small_models, "in", "out", "--jobs", "2", folder=folder) as run:
        time.sleep(wait)
        run.kill()
    _assert_whole(folder)
    _goes_on(folder, small_models)


@pytest.mark.full
def test_without_who_started_it_a_worker_finishes_what_it_has_and_ends(
    folder: Path, small_models: Path
) -> None:
    with running(small_models, "in", "out", "--jobs", "1", folder=folder, model=SLOW) as run:
        run.until("done")
        (child,) = run.children()
        run.process.kill()
        run.process.wait(60)
        _await_end(child)
    assert len(_results(folder)) < COUNT
    _assert_whole(folder)
    _goes_on(folder, small_models, SLOW)


def _await_end(process: int) -> None:
    """Of a process that is nobody's child here."""
    descriptor = os.pidfd_open(process)
    try:
        assert select.select([descriptor], [], [], 60)[0]
    finally:
        os.close(descriptor)


@pytest.mark.full
def test_a_worker_that_is_killed_is_replaced(folder: Path, small_models: Path) -> None:
    with running(small_models, "in", "out", "--jobs", "2", folder=folder, model=SLOW) as run:
        run.until("done")
        os.kill(run.children()[0], signal.SIGKILL)
        assert run.end() == 0
    assert sorted(run.told("done")) == [f"{number}.png" for number in range(COUNT)]
    _assert_whole(folder)
