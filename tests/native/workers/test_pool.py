"""Several processes: what they give, and what becomes of those that die."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from offcut import InferenceError, ModelUnavailableError, OutputOptions
from offcut.native import Remover
from offcut.native.workers import child
from offcut.native.workers.feed import Feed
from offcut.native.workers.pool import Pool
from offcut.native.workers.task import Outcome, Settings, Task, Tasks
from tests import pictures
from tests.conftest import ROOT
from tests.native.conftest import QUICKEST
from tests.native.workers import deadly


@pytest.fixture
def settings(small_models: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """For the quickest stand-in."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    return Settings(OutputOptions(), QUICKEST, str(small_models))


@pytest.fixture
def deadly_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_MODULE", deadly.__name__)


def _tasks(folder: Path, *names: str) -> list[Task]:
    data = pictures.file(pictures.noise((60, 40)))
    for name in names:
        (folder / name).write_bytes(data)
    return [Task(str(folder / name), str(folder / "out" / name), name, name) for name in names]


def _run(settings: Settings, tasks: Tasks, jobs: int = 2) -> dict[str, Outcome]:
    pool = Pool(settings, jobs, 1, threading.Event())
    return {outcome.task.name: outcome for outcome in pool.run(tasks)}


def test_they_give_what_one_process_gives(
    settings: Settings, remover: Remover, tmp_path: Path
) -> None:
    tasks = _tasks(tmp_path, *(f"{number}.png" for number in range(5)))
    (tmp_path / "3.png").write_bytes(b"no picture")
    outcomes = _run(settings, tasks)
    assert sorted(outcomes) == [task.name for task in tasks]
    expected = remover.remove_background(tmp_path / "0.png")
    for number in (0, 1, 2, 4):
        outcome = outcomes[f"{number}.png"]
        assert outcome.error is None
        assert outcome.result_sha256 == hashlib.sha256(expected).hexdigest()
        assert (tmp_path / "out" / f"{number}.png").read_bytes() == expected
    assert str(outcomes["3.png"].error).startswith(f"{tmp_path / '3.png'} is no picture")
    assert not (tmp_path / "out" / "3.png").exists()


@pytest.mark.usefixtures("deadly_workers")
def test_a_process_that_dies_once_is_replaced_and_its_pictures_are_done(
    settings: Settings, tmp_path: Path
) -> None:
    tasks = _tasks(tmp_path, "a.png", "once.png", "c.png", "d.png")
    outcomes = _run(settings, tasks, jobs=1)
    assert sorted(outcomes) == ["a.png", "c.png", "d.png", "once.png"]
    assert [outcome.error for outcome in outcomes.values()] == [None] * 4
    assert (tmp_path / "once.png.died").exists()


@pytest.mark.full
@pytest.mark.usefixtures("deadly_workers")
def test_a_picture_that_kills_every_process_fails_alone(settings: Settings, tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, "a.png", "always.png", "c.png", "d.png")
    outcomes = _run(settings, tasks, jobs=1)
    error = outcomes.pop("always.png").error
    assert error is not None
    assert error.startswith(f"{tmp_path / 'always.png'}: the process that worked on it died twice")
    assert "SIGKILL" in error
    assert [outcome.error for outcome in outcomes.values()] == [None] * 3
    assert not (tmp_path / "out" / "always.png").exists()


@pytest.mark.full
@pytest.mark.usefixtures("deadly_workers")
def test_processes_that_end_at_once_are_told_with_their_last_words(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(deadly.START, "1")
    with pytest.raises(InferenceError, match=r"Something is missing here\.\): try a smaller"):
        _run(settings, _tasks(tmp_path, "a.png"), jobs=1)


def test_a_model_that_they_can_not_load_is_told_once(settings: Settings, tmp_path: Path) -> None:
    missing = Settings(settings.output, models=str(tmp_path / "nowhere"))
    with pytest.raises(ModelUnavailableError, match=r"nowhere.manifest\.json can't be read"):
        _run(missing, _tasks(tmp_path, "a.png", "b.png", "c.png"))


def test_without_tasks_no_process_is_started(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert _run(settings, []) == {}


def test_an_error_of_the_list_is_raised(settings: Settings) -> None:
    def broken() -> Iterator[Task]:
        raise InferenceError("The list is broken.", code="none")
        yield

    with pytest.raises(InferenceError, match="The list is broken"):
        _run(settings, broken())


def test_what_is_given_back_is_given_again() -> None:
    tasks = [Task(name, name) for name in "ab"]
    feed = Feed(iter(tasks), threading.Event())
    first = feed.take(wait=True)
    assert first is tasks[0]
    assert feed.take(wait=True) is tasks[1]
    assert feed.take(wait=True) is None
    assert feed.is_over
    feed.give_back(deque([first]))
    assert feed.has_left
    assert feed.take(wait=False) is first


def test_once_it_is_to_stop_nothing_more_is_given() -> None:
    stop = threading.Event()
    feed = Feed(iter([Task("a", "a")]), stop)
    stop.set()
    assert feed.take(wait=True) is None
    assert feed.is_over
