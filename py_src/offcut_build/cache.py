"""The user's cache folder: what was fetched or made stays there between builds.

``offcut.native.cache`` finds the same folder. Neither can use the other: the build runs before
there is a numpy to import ``offcut`` with, and the package comes without the build.

Everything is written under a temporary name first and renamed when it is whole, so an
interrupted build never leaves half a file under a name that the next one would trust.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from offcut_build.errors import BuildError


def folder(*names: str) -> Path:
    """A folder in the cache, made if need be. ``OFFCUT_CACHE`` moves the whole cache."""
    path = _root().joinpath(*names)
    path.mkdir(parents=True, exist_ok=True)
    return path


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_intact(path: Path, expected: str) -> bool:
    """Whether a file is there and has the expected SHA-256."""
    return path.is_file() and sha256(path) == expected


def require_hash(path: Path, expected: str) -> Path:
    """Verify a fetched file; a wrong one is removed, so that the next build fetches it again.

    Raises:
        BuildError: if its SHA-256 is not the expected one.
    """
    actual = sha256(path)
    if actual != expected:
        path.unlink()
        raise BuildError(
            f"{path} has a wrong SHA-256 ({actual} instead of {expected}) and was removed: "
            "start again to fetch it anew."
        )
    return path


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` to write to; on success it becomes ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty temporary folder beside ``path``; on success it replaces ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    replaced = path.with_name(f".{path.name}.old")
    for leftover in (temporary, replaced):
        if leftover.exists():
            shutil.rmtree(leftover)
    temporary.mkdir()
    try:
        yield temporary
        if path.exists():
            path.replace(replaced)
        temporary.replace(path)
    finally:
        for leftover in (temporary, replaced):
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """Give an empty folder for the time being; what a killed build left in it goes first."""
    path = folder() / "scratch" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file at once or not at all; UTF-8, line feeds on every system."""
    with new_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def size(*roots: Path) -> int:
    """Bytes in all files under the given folders; files that vanish meanwhile don't count."""
    total = 0
    for root in roots:
        for parent, _, names in os.walk(root):
            for name in names:
                try:
                    total += (Path(parent) / name).lstat().st_size
                except FileNotFoundError:
                    continue
    return total


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
