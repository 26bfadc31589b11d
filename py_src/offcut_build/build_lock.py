"""One build at a time per cache."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from offcut_build import cache, report

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_held: IO[bytes] | None = None


@contextmanager
def exclusive() -> Iterator[None]:
    """Hold the cache; a second build waits, and says so. May be nested within one process."""
    global _held  # noqa: PLW0603 - a process holds the one lock or doesn't
    if _held:
        yield
        return
    with (cache.folder() / "lock").open("a+b") as file:
        if not _try_lock(file):
            report.say("Another build is under way: waiting for it to end.")
            while not _try_lock(file):
                time.sleep(0.2)
        _held = file
        try:
            yield
        finally:
            _held = None
            _unlock(file)


def descriptors() -> tuple[int, ...]:
    """What a program that the build runs must inherit.

    It then goes on to hold the cache if the build is killed and the program is not; else the
    next build would get in its way.
    """
    return (_held.fileno(),) if _held and sys.platform != "win32" else ()


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _unlock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)
