"""A wheel in an environment of its own: ``python -m offcut_build.installed WHEEL``.

Installs it with what it asks for, and nothing else, and cuts out a picture with a stand-in for the
models.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import offcut
from offcut_build import cache, paths
from offcut_build.fetching.environment import environment

_DRAW: Final = """
import sys
from pathlib import Path
from PIL import Image
from offcut_testing import stand_in
folder = Path(sys.argv[1])
stand_in.make(folder / "models")
picture = Image.new("RGB", (90, 60), "#204060")
picture.paste("#e0c080", (20, 10, 70, 50))
picture.save(folder / "cat.png")
"""

_LIBRARY: Final = """
import offcut
result = offcut.remove_background("cat.png", models="models")
assert result == open("out.png", "rb").read()
"""


def main() -> None:
    """Try the wheel that the command line names."""
    (wheel,) = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        try_wheel(Path(wheel).absolute(), Path(folder))
    print(f"{Path(wheel).name} works")


def try_wheel(wheel: Path, folder: Path, extras: str = "") -> Path:
    """Install a wheel, and cut out a picture by its command and from Python.

    Args:
        wheel: of this version.
        folder: empty; everything goes there.
        extras: to install too, such as ``[serve]``.

    Returns:
        The environment's Python.

    Raises:
        CalledProcessError: if it does not work.
    """
    home = folder / "environment"
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    _run(sys.executable, "-m", "venv", home)
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    downloads = {"PIP_CACHE_DIR": str(cache.folder("pip"))}
    constraints = paths.PYTHON_SOURCES / "offcut" / "constraints.txt"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    _run(*pip, "--constraint", constraints, f"{wheel}{extras}", env=downloads)
    sources = {"PYTHONPATH": str(paths.PYTHON_SOURCES)}
    _run(environment("build"), "-c", _DRAW, folder, env=sources)
    command = scripts / ("offcut.exe" if os.name == "nt" else "offcut")
    said = _run(command, "--version").strip()
    if said != f"offcut {offcut.__version__}":
        raise ValueError(f"offcut --version says {said!r}")
    own = {"OFFCUT_CACHE": str(folder / "cache")}
    _run(command, "--models", "models", "cat.png", "out.png", cwd=folder, env=own)
    _run(python, "-I", "-W", "error", "-c", _LIBRARY, cwd=folder, env=own)
    return python


def _run(*command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**environ, **(env or {})},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


if __name__ == "__main__":
    main()
