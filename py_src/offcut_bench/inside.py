"""Run a benchmark in the environment that has its packages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from offcut_build import paths
from offcut_build.fetching.environment import environment

ROOT: Final = paths.ROOT
_MARK: Final = "OFFCUT_BENCH_INSIDE"


def require_environment(module: str, name: str = "test") -> None:
    """Start ``module`` again in an environment, and end with it, unless this is that.

    Args:
        module: as ``python3 -m`` takes it.
        name: of the environment: ``test``, or ``bench``, which has what scores and draws.
    """
    if os.environ.get(_MARK) == name:
        return
    command = [str(environment(name)), "-m", module, *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=_environment(name), check=False).returncode)


def run_module(module: str, *arguments: str | Path) -> None:
    """Run a module that sees to its environment itself.

    Raises:
        CalledProcessError: if it fails.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    subprocess.run(command, env=_environment(None), check=True)


def _environment(mark: str | None) -> dict[str, str]:
    inside = {**os.environ, "PYTHONPATH": str(paths.PYTHON_SOURCES)}
    return {**inside, _MARK: mark} if mark else inside
