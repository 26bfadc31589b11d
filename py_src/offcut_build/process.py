"""Other programs (pip, npm, ...), run quietly: their output goes to a log in the cache."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from offcut_build import build_lock, cache
from offcut_build.errors import FULL_DISK, BuildError

_FULL: Final = re.compile(
    r"No space left on device|ENOSPC|not enough space on the disk", re.IGNORECASE
)
# npm opens with codes and closes with where its log is; the line that tells lies in between.
_NOISE: Final = re.compile(
    r"npm (error|ERR!)( code| syscall| errno| path| dest| A complete log|\s*$)"
    r"|npm warn|\[notice\]|npm notice",
    re.IGNORECASE,
)
_ERROR: Final = re.compile(r"error", re.IGNORECASE)
_PREFIX: Final = re.compile(r"^(npm (error|ERR!)|ERROR:)\s*", re.IGNORECASE)
_PIP_MISMATCH: Final = "DO NOT MATCH THE HASHES"


def run(  # noqa: PLR0913 - all but the command are given by name
    command: Sequence[str | Path],
    *,
    log: str,
    failure: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
) -> None:
    """Run a program to its end.

    Args:
        command: the program and its arguments.
        log: name of the log, in ``logs/`` of the cache.
        failure: what to say if it fails, without the final dot.
        cwd: where to run it.
        env: environment variables to add to our own.
        on_line: called with each line that it prints.

    Raises:
        BuildError: if it fails; the program's own reason is in the sentence.
    """
    path = cache.folder("logs") / f"{log}.log"
    lines: list[str] = []
    with (
        path.open("w", encoding="utf-8") as file,
        subprocess.Popen(
            list(map(str, command)),
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            pass_fds=build_lock.descriptors(),
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                file.write(line)
                lines.append(line.strip())
                if on_line:
                    on_line(line.strip())
        except BaseException:
            _end(process)
            raise
    if process.returncode:
        raise BuildError(explain(lines, failure, path))


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and what it has started; else it would get in the next build's way."""
    if sys.platform == "win32":
        process.terminate()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def explain(lines: Sequence[str], failure: str, log: Path) -> str:
    """One sentence from what a program printed before it failed."""
    if any(_FULL.search(line) for line in lines):
        return FULL_DISK
    return f"{failure} ({_telling(lines)}); the full log is {log}."


def _telling(lines: Sequence[str]) -> str:
    said = [line for line in lines if line and not _NOISE.match(line)]
    for index, line in enumerate(said):
        if _PIP_MISMATCH in line:
            return "wrong SHA-256: " + "".join(said[index + 1 : index + 2]).rstrip(":")
    npm = [line for line in said if line.startswith(("npm error", "npm ERR!"))]
    errors = npm[:1] or [line for line in said if _ERROR.search(line)][-1:] or said[-1:]
    return _PREFIX.sub("", errors[0]).rstrip(".") if errors else "it said nothing"
