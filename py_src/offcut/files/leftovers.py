"""Temporary files: their names, and deleting what killed writers left."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import secrets
import sys
import time
import uuid
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

    That is, a file that has not changed for an hour, whose name has this machine and a process
    that no longer runs. Another machine's files may be in a folder on the network: they are left
    to that machine, which alone can tell.
    """
    with contextlib.suppress(OSError):
        for path in folder.glob(f".offcut-{_machine()}-*.new"):
            match = _TEMPORARY.fullmatch(path.name)
            age = time.time() - path.lstat().st_mtime
            if match and age > _ABANDONED and not _is_running(int(match["process"])):
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
