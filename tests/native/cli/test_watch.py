"""``offcut --watch``: pictures that arrive while it runs."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests import pictures
from tests.native.running import running


@pytest.mark.full
def test_pictures_that_arrive_are_done_and_put_away(small_models: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    (inbox / "sub").mkdir(parents=True)
    picture = pictures.file(pictures.noise((60, 40)))
    (inbox / "a.png").write_bytes(picture)
    given = ("in", "out", "--watch", "--every", "0.2", "--jobs", "2")
    folders = ("--done-dir", "in/done", "--failed-dir", "failed")
    with running(small_models, *given, *folders, folder=tmp_path) as run:
        run.until("done")
        (inbox / "bad.png").write_bytes(b"Dear diary")
        run.until("failed")
        (inbox / "sub" / "b.png").write_bytes(picture)
        run.until("done", 2)
        run.process.send_signal(signal.SIGINT)
        assert run.end() == 1
    assert run.told("done") == ["a.png", "b.png"]
    assert run.told("failed") == ["bad.png"]
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.png")) == [
        "a-offcut.png",
        "b-offcut.png",
    ]
    assert sorted(path.name for path in (inbox / "done").iterdir()) == ["a.png", "b.png"]
    assert [path.name for path in (tmp_path / "failed").iterdir()] == ["bad.png"]
    assert not list((inbox / "sub").iterdir())


@pytest.mark.full
def test_ended_without_failures_it_has_done_all(small_models: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with running(small_models, "in", "out", "--watch", folder=tmp_path) as run:
        run.until("start")
        run.process.send_signal(signal.SIGTERM)
        assert run.end() == 0
