"""The command while it runs: its events, its processes, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.native.conftest import QUICKEST

SLOW = "isnet"
"""A stand-in that takes a second or so: ``offcut_testing.stand_in.SLOW``."""


class Running:
    """``offcut --json``, started.

    Attributes:
        process: it.
        events: what it has said so far.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.events: list[dict[str, Any]] = []
        self._said: list[bytes] = []
        # or it would wait once the pipe is full
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    def until(self, event: str, count: int = 1) -> dict[str, Any]:
        """Wait until it has told so many of an event; gives the last of them."""
        while len(found := [each for each in self.events if each["event"] == event]) < count:
            line = self._out.readline()
            assert line, f"it ended before: {self.events} {self.errors}"
            self.events.append(json.loads(line))
        return found[-1]

    def end(self) -> int:
        """Wait for its end; gives the exit code."""
        for line in self._out:
            self.events.append(json.loads(line))
        code = self.process.wait(60)
        self._reader.join()
        return code

    @property
    def errors(self) -> str:
        """What it has said on standard error."""
        return b"".join(self._said).decode()

    def told(self, event: str) -> list[str]:
        """Names of the pictures of such events."""
        return [Path(each["picture"]).name for each in self.events if each["event"] == event]

    def children(self) -> list[int]:
        """The processes that it has started, on Linux."""
        folder = Path(f"/proc/{self.process.pid}/task")
        texts = [(task / "children").read_text() for task in folder.iterdir()]
        return [int(word) for text in texts for word in text.split()]

    def kill(self) -> None:
        """As the system kills what needs too much memory: it and all that it has started."""
        children = self.children()
        for process in (self.process.pid, *children):
            os.kill(process, signal.SIGKILL)
        self.process.wait(60)

    @property
    def _out(self) -> Any:
        return self.process.stdout

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._said.append(line)


@contextmanager
def running(
    models: Path,
    *arguments: str | Path,
    folder: Path,
    model: str = QUICKEST,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    python: str | Path = sys.executable,
) -> Iterator[Running]:
    """Start the command in a folder; it is ended at the latest with the block."""
    command = [python, "-m", "offcut.native", "--json", "--models", models, "--model", model]
    process = subprocess.Popen(
        [*command, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "py_src"), **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509 - no thread holds a lock that it needs
    )
    with process:
        run = Running(process)
        try:
            yield run
        finally:
            if process.poll() is None:
                run.kill()
