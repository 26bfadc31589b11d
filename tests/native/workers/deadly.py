"""A worker that dies of certain pictures, as of too little memory; run as ``process`` is."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from offcut.native.workers import picture, process
from offcut.native.workers.task import Outcome, Settings, Task

ONCE = "once"
"""A picture with this in its name is deadly the first time, and leaves a file that says so."""
ALWAYS = "always"
START = "OFFCUT_TEST_DEADLY_START"

_cut_out = picture.cut_out


def _deadly(
    task: Task, found: picture.Read, remover: Any, settings: Settings, on_frame: Any = None
) -> Outcome:
    mark = Path(f"{task.source}.died")
    if ALWAYS in task.name or (ONCE in task.name and not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return _cut_out(task, found, remover, settings, on_frame)


if __name__ == "__main__":
    if START in os.environ:
        print("Something is missing here.", file=sys.stderr)
        sys.exit(3)
    picture.cut_out = _deadly
    sys.exit(process.main())
