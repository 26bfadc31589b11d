"""Writing a file at once or not at all: nobody ever sees half of it."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from offcut.files import leftovers

_ROOT: Final = 0
_MOST_LINKS: Final = 40  # of a chain, as Linux has it


def write(path: Path, data: bytes, *, stay_in_folder: bool = False) -> None:
    """Write a file; a device or a pipe is written to directly.

    Args:
        path: see ``new_file``.
        data: all of its content.
        stay_in_folder: see ``new_file``.

    Raises:
        OSError: if it can't be written; an older file is still there, as it was.
    """
    # of the path as given: /dev/stdout may lead to a pipe, which has no path of its own
    _refuse_planted_link(path, stay_in_folder=stay_in_folder)
    is_other = path.exists() and not path.is_file()
    if is_other and _is_followed(path, stay_in_folder=stay_in_folder):
        path.write_bytes(data)
        return
    with new_file(path, stay_in_folder=stay_in_folder) as temporary:
        temporary.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    """Write a text file; UTF-8, line feeds on every system. See ``write``."""
    write(path, text.encode())


@contextlib.contextmanager
def new_file(path: Path, *, stay_in_folder: bool = False) -> Iterator[Path]:
    """Give a temporary file beside ``path`` to write to; on success it becomes ``path``.

    A file that is replaced leaves its permissions to the new one. Other hard links to it keep the
    old content. The content reaches the disk before the new name does: some file systems write
    names first, so that a power cut could leave an empty file in the place of a whole one.

    Args:
        path: of the file; its folder is made if need be. Of a link, what it leads to is replaced,
            unless the link is somebody else's: in a shared folder, they could lead us anywhere.
        stay_in_folder: replace the link itself where it leads out of its folder, so that nothing
            is written elsewhere.

    Raises:
        OSError: if it can't be written; an older file is still there, as it was.
    """
    _refuse_planted_link(path, stay_in_folder=stay_in_folder)
    is_followed = _is_followed(path, stay_in_folder=stay_in_folder)
    target = _real(path) if is_followed else _real(path.parent) / path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    leftovers.sweep(target.parent)
    temporary = target.with_name(leftovers.temporary_name())
    try:
        kept = _permissions(target)
        # nobody may read the new content who could not read the old
        temporary.touch(0o666 if kept is None else kept | 0o600, exist_ok=False)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        if kept is not None and kept != _permissions(temporary):
            temporary.chmod(kept)
        temporary.replace(target)
    except OSError as error:
        if error.errno and str(error.filename) in ("None", str(temporary)):
            # the temporary name would tell nobody anything
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _real(path: Path) -> Path:
    # unlike Path.resolve, this takes links that lead in a circle on every Python
    return Path(os.path.realpath(path))


def _is_followed(path: Path, *, stay_in_folder: bool) -> bool:
    return not stay_in_folder or _real(path.parent) in _real(path).parents


def _refuse_planted_link(path: Path, *, stay_in_folder: bool) -> None:
    if sys.platform == "win32" or not _is_followed(path, stay_in_folder=stay_in_folder):
        return
    trusted = (os.geteuid(), _ROOT)
    link, left = path, _MOST_LINKS
    while link.is_symlink() and left:
        if _owner(link) not in trusted:
            raise PermissionError(
                errno.EPERM, "It is a link that belongs to somebody else: delete it", str(link)
            )
        link, left = link.parent / link.readlink(), left - 1


def _owner(link: Path) -> int:
    return link.lstat().st_uid


def _permissions(path: Path) -> int | None:
    """Of a file that is there; a link has none of its own."""
    if sys.platform == "win32":
        return None  # there is but one, not to write, and such a file can't be replaced
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    return mode & 0o777 if stat.S_ISREG(mode) else None
