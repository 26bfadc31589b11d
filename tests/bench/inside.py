"""Run a benchmark in the environment that has its packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_MARK: Final = "OFFCUT_BENCH_INSIDE"


def require_environment(module: str) -> None:
    """Start ``module`` again in the tests' environment, and end with it, unless this is that."""
    sys.path.insert(0, str(ROOT / "py_src"))
    if os.environ.get(_MARK) == "1":
        return
    from offcut_build.environment import environment  # noqa: PLC0415 - needs the path above

    command = [str(environment("test")), "-m", module, *sys.argv[1:]]
    inside = {**os.environ, _MARK: "1"}
    sys.exit(subprocess.run(command, cwd=ROOT, env=inside, check=False).returncode)
