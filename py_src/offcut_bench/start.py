"""How long it takes until work begins: ``python3 -m offcut_bench.start``.

Each figure is of a new process, with the model in the cache, from the moment that the process is
asked for: until ``offcut`` is imported, until ``Remover`` is, with all that it needs, until the
model is loaded, and until the first picture is done.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from offcut_bench.inside import require_environment
from offcut_build import paths
from offcut_build.site import samples

STEPS: Final = (
    "Python",
    "import offcut",
    "from offcut import Remover",
    "model loaded",
    "first picture",
)

_PROGRAM: Final = """
import json, sys, time
marks = [time.time()]
import offcut; marks.append(time.time())
from offcut import Remover; marks.append(time.time())
remover = Remover(sys.argv[1]); marks.append(time.time())
remover.remove_background(sys.argv[2]); marks.append(time.time())
print(json.dumps(marks))
"""


def main() -> None:
    """Print the medians."""
    require_environment("offcut_bench.start")
    parser = argparse.ArgumentParser(prog="python3 -m offcut_bench.start", description=__doc__)
    parser.add_argument("--model", default="isnet_quint8", help="default: isnet_quint8")
    parser.add_argument("--rounds", type=int, default=7, help="processes (default: 7)")
    given = parser.parse_args()
    picture = samples.samples() / "chelsea.png"
    runs = [run(given.model, picture) for _ in range(given.rounds + 1)][1:]
    for step, seconds in zip(STEPS, zip(*runs, strict=True), strict=True):
        print(f"{step:28} {statistics.median(seconds):6.3f} s   least {min(seconds):.3f}")


def run(model: str, picture: Path) -> list[float]:
    """Seconds from asking for a process to each of ``STEPS``."""
    command = [sys.executable, "-c", _PROGRAM, model, str(picture)]
    start = time.time()
    environment = {**os.environ, "PYTHONPATH": str(paths.PYTHON_SOURCES)}
    done = subprocess.run(command, check=True, capture_output=True, env=environment)
    return [mark - start for mark in json.loads(done.stdout)]


if __name__ == "__main__":
    main()
