"""Private Python environments: exact trees of packages, each verified by hash."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import sys
from pathlib import Path

from offcut_build import cache, paths, process, report
from offcut_build.build_lock import exclusive
from offcut_build.errors import BuildError
from offcut_build.fetching import pip

_COMPLETE = "offcut-complete"


def environment(name: str) -> Path:
    """Make the environment of ``requirements/<name>.txt`` unless it is there.

    Returns:
        Its Python interpreter.

    Raises:
        BuildError: if it can't be made.
    """
    requirements = paths.REQUIREMENTS / f"{name}.txt"
    home = cache.folder() / f"env-{_key(requirements)}"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    with exclusive():
        if (home / _COMPLETE).is_file() and python.is_file():
            return python
        _require_venv()
        downloaded = cache.folder("pip")
        title = f"Installing the Python packages ({name})"
        with report.step(title, lambda: cache.size(downloaded, home)):
            process.run(
                [sys.executable, "-m", "venv", "--clear", home],
                log="venv",
                failure="Python could not make a virtual environment",
            )
            pip.install(python, requirements)
        (home / _COMPLETE).touch()
    return python


def _key(requirements: Path) -> str:
    interpreter = (sys.version, sys.base_prefix, platform.machine())
    content = requirements.read_bytes() + repr(interpreter).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def _require_venv() -> None:
    """Debian's ``python3`` comes without what ``venv`` needs."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    raise BuildError(
        f"This Python can't make virtual environments: install {package} "
        f"(on Debian or Ubuntu: sudo apt-get install {package}) and start again."
    )
