"""Offcut's turn: ``python3 -m offcut_bench.rembg.ours JOB OUT``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from offcut_bench.inside import require_environment

require_environment("offcut_bench.rembg.ours")

from offcut import Remover  # noqa: E402 - the environment above has what it needs
from offcut_bench.rembg.clock import answer  # noqa: E402


def main() -> None:
    """Do the job."""
    listed, out = map(Path, sys.argv[1:])
    job = json.loads(listed.read_text())
    remover = Remover(job["arguments"]["model"])
    answer(out, job, remover.remove_background)


if __name__ == "__main__":
    main()
