"""Standard error carries Python's lines and not those of C libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest

from offcut.native.cli.stderr import libraries_silenced
from tests.conftest import ROOT

PROGRAM = """
import os, sys
from offcut.native.cli.stderr import libraries_silenced

def say(when):
    print("python", when, "grün", file=sys.stderr)
    os.write(2, f"library {when}\\n".encode())

say("before")
with libraries_silenced():
    say("within")
say("after")
raise SystemExit(7)
"""


def test_libraries_are_silent_within_and_only_there() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": str(ROOT / "py_src"), "PYTHONIOENCODING": "utf-8"},
        stderr=subprocess.PIPE,
        check=False,
    )
    assert done.stderr.decode().splitlines() == [
        "python before grün",
        "library before",
        "python within grün",
        "python after grün",
        "library after",
    ]
    assert done.returncode == 7


def test_a_stream_that_stands_in_for_standard_error_is_left_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with libraries_silenced():
        print("a line", file=sys.stderr)
    assert capsys.readouterr().err == "a line\n"


def test_a_program_without_standard_error_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with libraries_silenced():
        assert sys.stderr is None
