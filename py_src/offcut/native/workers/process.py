"""A process that works on pictures: ``python -m offcut.native.workers.process``.

It is told on its standard input, a line of JSON for each: first the settings, then tasks. It
answers on its standard output, one line for each task, in their order. Once its input ends, however
that came about, it finishes what it has and ends.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any

from offcut.errors import OffcutError
from offcut.native.cli.signals import ended_by_signals
from offcut.native.remover import Remover
from offcut.native.workers.picture import InProcess
from offcut.native.workers.task import Settings, Task


def main() -> int:
    """Read settings, then tasks, until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who has started it
    answers = _own_output()
    told = sys.stdin.buffer
    first = json.loads(told.readline())
    settings = Settings.from_json(first["settings"])
    with ended_by_signals():
        try:
            remover = Remover(
                settings.model,
                settings.models,
                models_sha256=settings.models_sha256,
                threads=first["threads"],
            )
        except OffcutError as error:
            _say(answers, {"fatal": str(error)})
            return 1
        _say(answers, {"ready": True})
        work = InProcess(remover, settings, threading.Event())
        for outcome in work.run(_tasks(told)):
            _say(answers, {"outcome": outcome.to_json()})
    return 0


def _tasks(told: IO[bytes]) -> Iterator[Task]:
    for line in told:
        yield Task(**json.loads(line))


def _own_output() -> IO[bytes]:
    """Standard output, which no library can write to any more."""
    own = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return own


def _say(answers: IO[bytes], values: dict[str, Any]) -> None:
    answers.write(json.dumps(values).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())
