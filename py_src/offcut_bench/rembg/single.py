"""One photo at a time, from its file's bytes to a PNG's, with the model loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from offcut_build import paths

FULL: Final = "isnet"
REMBG: Final = "rembg"
_PEER: Final = "offcut_bench.rembg.peer"
_OURS: Final = "offcut_bench.rembg.ours"

CONTENDERS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    REMBG: (_PEER, {}),
    "rembg -dc": (_PEER, {"decontaminate": True}),
    "Offcut isnet": (_OURS, {"model": "isnet"}),
    "Offcut isnet_quint8": (_OURS, {"model": "isnet_quint8"}),
}
"""Module and arguments of each."""

_PICTURES: Final = 3
"""In each process, after one that is not counted."""


@dataclass(slots=True)
class Measured:
    """What came of it.

    Attributes:
        seconds: of each picture, or of each run.
        bytes: the most memory that a process had, of each process.
    """

    seconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)


def measure(photo: Path, weights: Path, rounds: int) -> dict[str, Measured]:
    """Let the contenders take turns.

    Args:
        photo: what all cut out.
        weights: graph of the full model, for rembg.
        rounds: processes of each.
    """
    found = {who: Measured() for who in CONTENDERS}
    for _ in range(rounds):
        for who, (module, arguments) in CONTENDERS.items():
            job = {"photo": str(photo), "weights": str(weights), "pictures": _PICTURES}
            said = run(module, {**job, "arguments": dict(arguments)})
            found[who].seconds += said["seconds"]
            found[who].bytes.append(said["bytes"])
            print(f"{who}: {said}", flush=True)
    return found


def run(module: str, job: Mapping[str, Any]) -> dict[str, Any]:
    """Run a module that sees to its environment itself.

    Args:
        module: takes the path of a job and of its answer, both JSON.
        job: what to do.

    Returns:
        The answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        listed, out = Path(folder) / "job.json", Path(folder) / "out.json"
        listed.write_text(json.dumps(job))
        subprocess.run(
            [sys.executable, "-m", module, listed, out],
            check=True,
            env=bare_environment(),
        )
        said: dict[str, Any] = json.loads(out.read_text())
        return said


def bare_environment() -> dict[str, str]:
    """Ours, without the mark of the environment that this one runs in."""
    marked = {name: value for name, value in os.environ.items() if name != "OFFCUT_BENCH_INSIDE"}
    return {**marked, "PYTHONPATH": str(paths.PYTHON_SOURCES)}
