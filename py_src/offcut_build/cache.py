"""The user's cache folder: what was fetched or made stays there between builds.

Everything gets its name when it is whole, so an interrupted build never leaves half of something
under a name that the next one would trust.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from offcut.files.cache_folder import cache_folder
from offcut.files.digest import sha256
from offcut_build.errors import BuildError


def folder(*names: str) -> Path:
    """A folder in the cache, made if need be. ``OFFCUT_CACHE`` moves the whole cache."""
    path = cache_folder(*names)
    path.mkdir(parents=True, exist_ok=True)
    return path


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
