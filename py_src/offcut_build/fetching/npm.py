"""npm: what the page is made of besides its own files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from offcut.files.digest import is_intact
from offcut_build import cache, paths, process, report
from offcut_build.build_lock import exclusive
from offcut_build.errors import BuildError

_MIN_NODE: Final = 20
# npm writes it last, so it is also the sign that an installation was not interrupted
_INSTALLED: Final = ".package-lock.json"


def install(*, development: bool = False) -> None:
    """Run ``npm ci`` in web/ unless what it would install is there.

    Args:
        development: also what only the checks need (TypeScript).

    Raises:
        BuildError: if npm is missing, too old, or fails.
    """
    with exclusive():
        if _is_installed(development=development):
            return
        npm = require_npm()
        downloaded = cache.folder("npm")
        # half-fetched packages, which npm neither uses nor removes
        shutil.rmtree(downloaded / "_cacache" / "tmp", ignore_errors=True)
        with report.step("Installing the npm packages", lambda: cache.size(downloaded)):
            process.run(
                [
                    *(npm, "ci", "--no-progress", "--prefer-offline", "--cache", downloaded),
                    # else it takes more than a minute to see that there is no network
                    "--fetch-retry-mintimeout=1000",
                    *(() if development else ("--omit=dev",)),
                ],
                cwd=paths.WEB,
                log="npm",
                failure="npm could not install the packages of web/: check the network "
                "and start again",
            )


def require_npm() -> str:
    """Path of npm.

    Raises:
        BuildError: if there is none, or Node is too old.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        raise BuildError(
            f"npm was not found: install Node.js {_MIN_NODE} or newer with npm "
            "(nodejs.org, or your system's packages nodejs and npm) and start again."
        )
    version = subprocess.run(
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()
    match = re.match(r"v(\d+)\.", version)
    if not match or int(match[1]) < _MIN_NODE:
        raise BuildError(
            f"Node.js {version or 'on this machine'} is too old: "
            f"install version {_MIN_NODE} or newer and start again."
        )
    return npm


def package_file(name: str) -> Path:
    """A file in node_modules, verified against its pin.

    ``npm ci`` verifies only when it installs; this is verified at every build.

    Args:
        name: path below node_modules, with slashes.

    Raises:
        BuildError: if it is not the pinned file.
    """
    path = paths.NODE_MODULES / name
    expected: str = json.loads(paths.PINS.read_text(encoding="utf-8"))[name]
    if not is_intact(path, expected):
        raise damaged(path)
    return path


def damaged(path: Path) -> BuildError:
    """Have node_modules installed anew at the next start, and say so."""
    (paths.NODE_MODULES / _INSTALLED).unlink(missing_ok=True)
    return BuildError(
        f"{path} is missing or has a wrong SHA-256: start again to install the npm packages anew."
    )


def _is_installed(*, development: bool) -> bool:
    installed = paths.NODE_MODULES / _INSTALLED
    if not installed.is_file():
        return False
    wanted = _packages(paths.WEB / "package-lock.json")
    try:
        present = _packages(installed)
    except (ValueError, KeyError):  # npm was killed while it wrote the file
        return False
    return all(
        name in present and present[name].get("integrity") == package.get("integrity")
        for name, package in wanted.items()
        # optional: packages for other systems, which npm leaves out
        if name and not package.get("optional") and (development or not package.get("dev"))
    )


def _packages(lock: Path) -> dict[str, Any]:
    packages: dict[str, Any] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return packages
