"""The one error of the build, and how an operating system's error reads as a sentence."""

from __future__ import annotations

import errno
from typing import Final

FULL_DISK: Final = (
    "The disk is full: free about 2 GB and start again; what is already fetched is kept."
)
"""What to say when there is no space left."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {28})


class BuildError(Exception):
    """The build can't go on; the message is a sentence that says what to do."""


def sentence(error: OSError) -> str:
    """Say in one sentence what went wrong with a file or the network."""
    if error.errno in _FULL:
        written = error.filename2 or error.filename
        where = f" ({written})" if written else ""
        return FULL_DISK.replace("full:", f"full{where}:")
    reason = error.strerror or str(error)
    if error.filename:
        return f"Could not use {error.filename} ({reason}): put that right and start again."
    return f"The system refused ({reason}): put that right and start again."
