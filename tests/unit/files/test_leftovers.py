"""What killed writers left is deleted, and nothing else."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from offcut.files import leftovers, whole_file
from tests.conftest import ROOT

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="nothing is swept there")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def _leave(folder: Path, age: float, process: int | str, machine: str | None = None) -> str:
    """Leave what a writer leaves that is killed."""
    path = folder / f".offcut-{machine or leftovers._machine()}-{process}-0123abcd.new"
    path.write_bytes(b"half")
    changed = time.time() - age
    os.utime(path, (changed, changed))
    return path.name


@posix_only
def test_what_a_killed_writer_left_goes_with_the_next_write(tmp_path: Path) -> None:
    program = (
        "import os, signal; from pathlib import Path; from offcut.files.whole_file import new_file;"
        "context = new_file(Path('file')); context.__enter__().write_bytes(b'half');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "py_src")}
    subprocess.run([sys.executable, "-c", program], env=environment, cwd=tmp_path, check=False)
    (left,) = tmp_path.iterdir()
    long_ago = time.time() - 2 * leftovers._ABANDONED
    os.utime(left, (long_ago, long_ago))
    whole_file.write(tmp_path / "other", b"new")
    assert _names(tmp_path) == ["other"]


def test_what_a_writer_may_still_be_at_stays(tmp_path: Path) -> None:
    old, dead = 2 * leftovers._ABANDONED, _ended_process()
    kept = {
        _leave(tmp_path, old, os.getppid()),
        _leave(tmp_path, 60, dead),
        _leave(tmp_path, old, dead, machine="00000000"),
        _leave(tmp_path, old, "notes"),
    }
    whole_file.write(tmp_path / "file", b"new")
    assert {*_names(tmp_path)} == {"file", *kept}


@posix_only
def test_somebody_else_s_process_counts_as_running(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: int, number: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "kill", refuse)
    assert leftovers._is_running(1)


def test_a_file_that_can_not_be_swept_stops_no_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = _leave(tmp_path, 2 * leftovers._ABANDONED, _ended_process())
    unlink = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path.name == left:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    whole_file.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
