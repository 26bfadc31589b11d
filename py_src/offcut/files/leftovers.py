"""Temporary files and folders: their names, and deleting what killed writers left."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import secrets
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_TEMPORARY: Final = re.compile(r"\.offcut-[0-9a-f]{8}-(?P<process>\d{1,9})-[0-9a-f]{8}\.new")
_ABANDONED: Final = 3600.0  # seconds since the last change


def temporary_name() -> str:
    """A new name, which says what ``sweep`` needs to know: the machine and the process."""
    return f".offcut-{_machine()}-{os.getpid()}-{secrets.token_hex(4)}.new"


@cache  # once for each folder: it may hold many files
def sweep(folder: Path) -> None:
    """Delete what writers left that were killed.

    That is, a file or folder that has not changed for an hour, whose name has this machine and a
    process that no longer runs. Another machine's files may be in a folder on the network: they
    are left to that machine, which alone can tell.
    """
    with contextlib.suppress(OSError):
        for path in folder.glob(f".offcut-{_machine()}-*.new"):
            match = _TEMPORARY.fullmatch(path.name)
            age = time.time() - path.lstat().st_mtime
            if match and age > _ABANDONED and not _is_running(int(match["process"])):
                _delete(path)


@contextlib.contextmanager
def new_folder(parent: Path) -> Iterator[Path]:
    """Give a temporary folder, deleted in the end unless it was renamed; ``sweep`` knows it."""
    sweep(parent)
    folder = parent / temporary_name()
    folder.mkdir()
    try:
        yield folder
    finally:
        with contextlib.suppress(FileNotFoundError):
            _delete(folder)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there, the signal below would end it; so nothing is ever swept
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


@cache
def _machine() -> str:
    # many machines share a name such as localhost, and some containers an address
    return hashlib.sha256(f"{platform.node()} {uuid.getnode()}".encode()).hexdigest()[:8]
