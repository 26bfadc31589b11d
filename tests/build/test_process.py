"""What other programs say when they fail becomes one sentence."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from offcut_build import cache, process
from offcut_build.errors import FULL_DISK, BuildError

OFFLINE = """\
npm warn Unknown user config
npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error network request to the host failed, reason: getaddrinfo ENOTFOUND
npm error network This is a problem related to network connectivity.
npm error A complete log of this run can be found in: y.log
"""
NOT_FOUND = """\
Collecting numpy
ERROR: Could not find a version that satisfies the requirement numpy==2.4.3
ERROR: No matching distribution found for numpy==2.4.3

[notice] A new release of pip is available
"""
MISMATCH = """\
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated
    numpy==2.4.3 from the index:
        Expected sha256 aa
             Got        bb
"""
TRACEBACK = """\
Traceback (most recent call last):
ValueError: the graph has no output
"""


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        (OFFLINE, "network request to the host failed, reason: getaddrinfo ENOTFOUND"),
        (NOT_FOUND, "No matching distribution found for numpy==2.4.3"),
        (MISMATCH, "wrong SHA-256: numpy==2.4.3 from the index"),
        (TRACEBACK, "ValueError: the graph has no output"),
        ("", "it said nothing"),
    ],
)
def test_the_programs_own_reason_is_kept(printed: str, reason: str) -> None:
    lines = [line.strip() for line in printed.splitlines()]
    sentence = process.explain(lines, "It failed", Path("x.log"))
    assert sentence == f"It failed ({reason}); the full log is x.log."


@pytest.mark.parametrize(
    "line",
    [
        "npm error nospc ENOSPC: no space left on device, write",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "OSError: There is not enough space on the disk",
    ],
)
def test_a_full_disk_is_recognised(line: str) -> None:
    assert process.explain([line, "more"], "It failed", Path("x.log")) == FULL_DISK


def test_output_goes_to_the_log_and_line_by_line_to_the_caller() -> None:
    lines: list[str] = []
    process.run(
        [sys.executable, "-c", "print('one'); print('two')"],
        log="trial",
        failure="It failed",
        on_line=lines.append,
    )
    assert lines == ["one", "two"]
    assert (cache.folder("logs") / "trial.log").read_text() == "one\ntwo\n"


def test_a_failure_names_the_log() -> None:
    with pytest.raises(BuildError, match=r"It failed \(bad\).*trial\.log"):
        process.run(
            [sys.executable, "-c", "raise SystemExit('error: bad')"],
            log="trial",
            failure="It failed",
        )


def test_an_interrupted_build_leaves_no_program_running(tmp_path: Path) -> None:
    # the program starts another, as npm's wrapper does; both must go
    inner = f"import time; time.sleep(1); open({str(tmp_path / 'alive')!r}, 'w')"
    outer = (
        "import subprocess, sys; print(1, flush=True);"
        f"subprocess.run([sys.executable, '-c', {inner!r}])"
    )

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        process.run(
            [sys.executable, "-c", outer], log="trial", failure="It failed", on_line=interrupt
        )
    time.sleep(1.5)
    assert not (tmp_path / "alive").exists()
