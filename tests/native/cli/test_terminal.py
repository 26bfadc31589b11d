"""What the command shows on a terminal, which Python has on Unix alone."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.native.conftest import QUICKEST


@pytest.mark.parametrize(("options", "shown"), [((), True), (("--quiet",), False)])
def test_on_a_terminal_a_bar_counts_the_pictures(
    options: tuple[str, ...], shown: bool, photos: Path, small_models: Path, tmp_path: Path
) -> None:
    files = (f"{photos / 'chelsea.png'}", f"{tmp_path / 'missing.jpg'}", f"{tmp_path / 'out'}/")
    given = [*options, "--models", str(small_models), "--model", QUICKEST, *files]
    control, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    done = subprocess.run(
        [sys.executable, "-m", "offcut.native", *given],
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
    assert done.returncode == 1
    assert (b"2/2" in seen) == shown
    assert seen.count(b"missing.jpg: No such file") == 1


def _read(control: int) -> bytes:
    try:
        return os.read(control, 4096)
    except OSError:  # Linux says so at a terminal's end
        return b""
