"""Large files whose hash is known: they are hashed anew only once they have changed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from offcut.files import whole_file
from offcut.files.digest import sha256

_RECORD: Final = "verified.json"


def are_intact(folder: Path, expected: Mapping[str, str], *, anew: bool = False) -> bool:
    """Whether a folder's files are there and have the expected SHA-256.

    What was hashed is noted in the folder, with its size, the times of its last change, and its
    inode. A file of which all of these are as they were is taken for what it was: whoever can write
    to the folder and give a file back its times is trusted.

    Args:
        folder: has the files.
        expected: SHA-256, hexadecimal, by the file's name.
        anew: hash all files, whatever was noted.
    """
    known = {} if anew else _read(folder)
    found = {}
    for name, expected_hash in expected.items():
        state = _state(folder / name)
        if state is None:
            return False
        note = [expected_hash, *state]
        if known.get(name) != note and (
            # one that was written to meanwhile may be neither the old nor the new
            sha256(folder / name) != expected_hash or _state(folder / name) != state
        ):
            return False
        found[name] = note
    if found != known:
        # a cache that is not ours to write to is hashed each time
        with contextlib.suppress(OSError):
            whole_file.write_text(folder / _RECORD, json.dumps(found, indent=1) + "\n")
    return True


def _state(path: Path) -> list[int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def _read(folder: Path) -> dict[str, Any]:
    try:
        noted = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}
