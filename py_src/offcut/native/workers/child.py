"""A process that works on pictures, seen from who has started it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from offcut.errors import ModelUnavailableError
from offcut.native.workers.task import Outcome, Settings, Task

_PACKAGES: Final = Path(__file__).parents[3]
_MODULE: Final = "offcut.native.workers.process"
_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_PATIENCE: Final = 5.0
"""Seconds that a process has to clean up once it is told to end."""


class DiedError(Exception):
    """The process has ended before it answered.

    Attributes:
        reason: how, in a few words.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Child:
    """One process. See ``offcut.native.workers.process`` for what is said."""

    def __init__(self, settings: Settings, threads: int) -> None:
        """Start it.

        Args:
            settings: the same for all pictures.
            threads: of its session.
        """
        paths = [str(_PACKAGES), os.environ.get("PYTHONPATH", "")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
        environment |= {name: str(threads) for name in _THREADS}
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _MODULE],  # -P: a picture's folder may hold a numpy.py
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=environment,
            **_apart(),
        )
        self.is_ready = False
        self._write({"settings": settings.to_json(), "threads": threads})

    def send(self, task: Task) -> None:
        """Give it a task; that it has died is noticed when its answer is read."""
        self._write(asdict(task))

    def receive(self, task: Task) -> Outcome:
        """Wait for the answer to the oldest task.

        Raises:
            DiedError: if the process has ended.
            ModelUnavailableError: if it can't load the model.
        """
        while True:
            line = self._read()
            if "outcome" in line:
                return Outcome.from_json(task, line["outcome"])
            if "fatal" in line:
                raise ModelUnavailableError("{reason}", code="worker-model", reason=line["fatal"])
            self.is_ready = True

    def terminate(self) -> None:
        """Tell it to clean up and end."""
        with contextlib.suppress(OSError):
            self._process.terminate()
        self._close_input()

    def close(self) -> None:
        """Wait for its end: there are no more tasks, or it has died."""
        self._close_input()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._said.close()

    def _close_input(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _write(self, values: dict[str, Any]) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        # ValueError: it was closed because it is to end
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(values).encode() + b"\n")
            self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise DiedError(self._cause())
        return dict(json.loads(line))

    def _cause(self) -> str:
        code = self._process.wait()
        if code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-code).name
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return said[-1] if said else f"exit code {code}"


def _apart() -> dict[str, Any]:
    """So that Ctrl-C reaches this program alone, which then lets the others finish."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}
