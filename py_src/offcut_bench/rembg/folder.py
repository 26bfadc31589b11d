"""A folder of photos: the command line against what rembg's does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from offcut_bench.pages.photos import photo
from offcut_bench.rembg.single import REMBG, Measured, bare_environment, run

OURS: Final = "Offcut, folder"
_START: Final = b"\xff\xd8"
_COMMENT: Final = b"\xff\xfe"
"""Markers of a JPEG (ITU-T T.81, B.1.1.3)."""

_PEER: Final = "offcut_bench.rembg.peer"


def fill(folder: Path, count: int, megapixels: Sequence[float]) -> Path:
    """Copy photos of these sizes, by turns, into a new folder.

    Each has a comment of its own: what has the same bytes may be recognised, and done once.
    """
    folder.mkdir()
    for number in range(count):
        data = photo(megapixels[number % len(megapixels)]).read_bytes()
        text = f"{number:08}".encode()
        comment = _COMMENT + (len(text) + 2).to_bytes(2, "big") + text
        start = len(_START)
        (folder / f"picture-{number:03}.jpg").write_bytes(data[:start] + comment + data[start:])
    return folder


def measure(pictures: Path, scratch: Path, weights: Path) -> dict[str, Measured]:
    """Time each once, from the start of the process to its end.

    Args:
        pictures: a folder of them.
        scratch: where the results go.
        weights: graph of the full model, for rembg.

    Returns:
        Time of all pictures, and the most memory that one process had.

    Raises:
        ValueError: if somebody left a picture out.
    """
    found = {OURS: _ours(pictures, scratch / "ours")}
    job = {"folder": str(pictures), "results": str(scratch / "theirs"), "weights": str(weights)}
    said = run(_PEER, job)
    found[REMBG] = Measured(said["seconds"], [said["bytes"]])
    for results in (scratch / "ours", scratch / "theirs"):
        made = sum(1 for path in results.rglob("*.png") if path.stat().st_size)
        if made != len(list(pictures.iterdir())):
            raise ValueError(f"{results} has {made} results")
    return found


def _ours(pictures: Path, results: Path) -> Measured:
    command = [sys.executable, "-m", "offcut.native", str(pictures), f"{results}/"]
    start = time.perf_counter()
    with subprocess.Popen(command, env=bare_environment()) as process:
        # of the children that ended, and theirs: the most that one of them had
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise ValueError(f"offcut ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Measured([seconds], [used.ru_maxrss * unit])
