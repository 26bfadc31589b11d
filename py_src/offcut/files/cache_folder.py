"""Where the user's cache is; the command line and the build share it."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def cache_folder(*names: str) -> Path:
    """A path in the cache, which is not created here. ``OFFCUT_CACHE`` moves the cache."""
    return _root().joinpath(*names)


def _root() -> Path:
    """Where the platform keeps caches, unless ``OFFCUT_CACHE`` names a folder."""
    chosen = os.environ.get("OFFCUT_CACHE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    home = Path.home()
    if sys.platform == "win32":
        parent = _absolute("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        parent = home / "Library" / "Caches"
    else:
        parent = _absolute("XDG_CACHE_HOME") or home / ".cache"
    return parent / "offcut"


def _absolute(variable: str) -> Path | None:
    # a relative path is to be ignored: https://specifications.freedesktop.org/basedir-spec/
    path = Path(os.environ.get(variable, ""))
    return path if path.is_absolute() else None
