"""Run a benchmark in the environment that has its packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_MARK: Final = "OFFCUT_BENCH_INSIDE"


def require_environment(module: str, name: str = "test") -> None:
    """Start ``module`` again in an environment, and end with it, unless this is that.

    Args:
        module: as ``python3 -m`` takes it.
        name: of the environment: ``test``, or ``bench``, which has what scores and draws.
    """
    sys.path.insert(0, str(ROOT / "py_src"))
    if os.environ.get(_MARK) == name:
        return
    from offcut_build.environment import environment  # noqa: PLC0415 - needs the path above

    command = [str(environment(name)), "-m", module, *sys.argv[1:]]
    inside = {**os.environ, _MARK: name}
    sys.exit(subprocess.run(command, cwd=ROOT, env=inside, check=False).returncode)


def run_module(module: str, *arguments: str | Path) -> None:
    """Run a module that sees to its environment itself.

    Raises:
        CalledProcessError: if it fails.
    """
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT, check=True)
