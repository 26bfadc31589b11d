"""What the command shows on a terminal, which Python has on Unix alone."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests import animations
from tests.conftest import ROOT
from tests.native.conftest import QUICKEST

_MODELS = ("--model", QUICKEST, "--models")


@pytest.mark.parametrize(("options", "shown"), [((), True), (("--quiet",), False)])
def test_on_a_terminal_a_bar_counts_the_pictures(
    options: tuple[str, ...], shown: bool, photos: Path, small_models: Path, tmp_path: Path
) -> None:
    files = (f"{photos / 'chelsea.png'}", f"{tmp_path / 'missing.jpg'}", f"{tmp_path / 'out'}/")
    done, seen = _seen([*options, *_MODELS, str(small_models), *files])
    assert done == 1
    assert (b"2/2" in seen) == shown
    assert seen.count(b"missing.jpg: No such file") == 1


def test_of_an_animation_the_frames_are_counted(small_models: Path, tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(animations.written(animations.moving(), "GIF", duration=50))
    files = (tmp_path / "a.gif", tmp_path / "out.png")
    done, seen = _seen(["--animation", "all", *_MODELS, str(small_models), *map(str, files)])
    assert done == 0
    assert b"frame 3 of 3" in seen


def _seen(arguments: list[str]) -> tuple[int, bytes]:
    """Run the command on a terminal of 80 columns: its exit code, and what was seen there."""
    control, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    done = subprocess.run(
        [sys.executable, "-m", "offcut.native", *arguments],
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": str(ROOT / "py_src")},
        check=False,
        timeout=60,
    )
    os.close(terminal)
    seen = b""
    while block := _read(control):
        seen += block
    os.close(control)
    return done.returncode, seen


def _read(control: int) -> bytes:
    try:
        return os.read(control, 4096)
    except OSError:  # Linux says so at a terminal's end
        return b""
