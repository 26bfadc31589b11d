"""Folders without rights, disks that are full: a line each, and the rest is done."""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path
from typing import Final

import pytest

from tests import pictures
from tests.native.running import Running, running

_PR_CAPBSET_DROP: Final = 24
_RIGHTS_OF_ROOT: Final = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: by these, root may read and write anything."""

PICTURE: Final = pictures.file(pictures.noise((60, 40)))


def _as_anybody() -> None:
    """Without root's special rights, which are lost once another program starts."""
    if os.geteuid() == 0:
        for right in _RIGHTS_OF_ROOT:
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, right, 0, 0, 0)


def _on_a_small_disk() -> None:
    """No file may get larger than 100 kB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def _make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(PICTURE)


def _told(run: Running) -> list[str]:
    assert run.end() == 1, run.errors
    return sorted(event["error"] for event in run.events if event["event"] == "failed")


@pytest.mark.full
def test_what_may_not_be_read_is_told_and_the_rest_is_done(
    small_models: Path, tmp_path: Path
) -> None:
    _make(tmp_path, "in/a.png", "in/locked/b.png", "in/secret.png", "in/z.png")
    (tmp_path / "in/locked").chmod(0)
    (tmp_path / "in/secret.png").chmod(0)
    with running(small_models, "in", "out", folder=tmp_path, before=_as_anybody) as run:
        assert _told(run) == [
            "in/locked: Permission denied.",
            "in/secret.png: Permission denied.",
        ]
    (tmp_path / "in/locked").chmod(0o700)
    assert sorted(run.told("done")) == ["a.png", "z.png"]


@pytest.mark.full
def test_where_nothing_may_be_written_it_is_told_and_the_rest_is_done(
    small_models: Path, tmp_path: Path
) -> None:
    _make(tmp_path, "in/a.png", "in/locked/b.png")
    (tmp_path / "out/locked").mkdir(parents=True)
    (tmp_path / "out/locked").chmod(0o500)
    with running(small_models, "in", "out", folder=tmp_path, before=_as_anybody) as run:
        assert _told(run) == [f"in/locked/b.png: {tmp_path / 'out/locked'}: Permission denied."]
    assert run.told("done") == ["a.png"]


@pytest.mark.full
def test_on_a_full_disk_nothing_half_written_is_left_and_what_fits_is_done(
    small_models: Path, tmp_path: Path
) -> None:
    _make(tmp_path, "in/a.png", "in/c.png")
    (tmp_path / "in/b.png").write_bytes(pictures.file(pictures.noise((900, 700))))
    with running(small_models, "in", "out", folder=tmp_path, before=_on_a_small_disk) as run:
        (line,) = _told(run)
    assert line == "in/b.png: out/b-offcut.png: File too large."
    left = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert left == [".offcut", "a-offcut.png", "c-offcut.png"]


def test_a_device_that_is_full_is_told(small_models: Path, tmp_path: Path) -> None:
    _make(tmp_path, "a.png")
    with running(small_models, "a.png", "/dev/full", "--format", "png", folder=tmp_path) as run:
        assert _told(run) == ["a.png: /dev/full: No space left on device."]


@pytest.mark.full
def test_without_its_journal_a_run_goes_on_and_says_so_once(
    small_models: Path, tmp_path: Path
) -> None:
    _make(tmp_path, "in/a.png", "in/b.png")
    (tmp_path / "out/.offcut").mkdir(parents=True)
    (tmp_path / "out/.offcut").chmod(0o500)
    with running(small_models, "in", "out", folder=tmp_path, before=_as_anybody) as run:
        assert run.end() == 0
    assert sorted(run.told("done")) == ["a.png", "b.png"]
    (trouble,) = [event["message"] for event in run.events if event["event"] == "trouble"]
    assert trouble.startswith("The journal can't be written, so this work can't be taken up again")
