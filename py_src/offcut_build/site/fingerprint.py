"""Whether a site is still what a build would make: then there is nothing to do."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from offcut.files import whole_file
from offcut.models.built import built_models
from offcut_build import cache, paths

_TOP = ("LICENSE", "pyproject.toml")
_PACKAGES = ("offcut", "offcut_build", "offcut_fit")
_LEFT_OUT = frozenset({"node_modules", "__pycache__"})


def of_inputs(options: Sequence[str]) -> str:
    """SHA-256 over the content of every source, and over what was asked for."""
    digest = hashlib.sha256(repr(tuple(options)).encode())
    for path in _sources():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(paths.ROOT).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()


def is_current(out: Path, inputs: str) -> bool:
    """Whether ``out`` was built from these inputs, and no file in it has changed since."""
    record = _record(out)
    if not record.is_file() or built_models() is None:
        return False
    return record.read_bytes() == _content(out, inputs).encode()


def record(out: Path, inputs: str) -> None:
    """Keep what ``is_current`` compares with."""
    whole_file.write_text(_record(out), _content(out, inputs))


def _record(out: Path) -> Path:
    name = hashlib.sha256(str(out).encode()).hexdigest()[:16]
    return cache.folder("builds") / f"{name}.json"


def _content(out: Path, inputs: str) -> str:
    # sizes and times, since hashing everything would make each start slow
    state = {}
    for path in sorted(_files(out)):
        status = path.stat()
        state[path.relative_to(out).as_posix()] = [status.st_size, status.st_mtime_ns]
    return json.dumps({"inputs": inputs, "files": state}, indent=1)


def _sources() -> list[Path]:
    top = [paths.ROOT / name for name in _TOP]
    files = list(_files(paths.WEB))
    for package in _PACKAGES:
        files += _files(paths.PYTHON_SOURCES / package)
    files += (path for path in top if path.is_file())
    return sorted(files)


def _files(root: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(root):
        # hidden: caches and half-saved files of other tools
        folders[:] = [name for name in folders if name not in _LEFT_OUT and name[0] != "."]
        yield from (Path(parent) / name for name in names if name[0] != ".")
