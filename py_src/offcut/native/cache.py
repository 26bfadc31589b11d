"""The user's cache folder, which the build shares, and writing a file at once or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from pathlib import Path


def folder(*names: str) -> Path:
    """A path in the cache, which is not created here. ``OFFCUT_CACHE`` moves the cache.

    ``offcut_build.cache`` finds the same folder, since the command line takes the models from it.
    """
    return _root().joinpath(*names)


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, data: bytes) -> None:
    """Write a file under a temporary name, then rename it: nobody ever sees half of it.

    A link's target is written, not the link; a device or a pipe is written to directly.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    temporary = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.new")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


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
