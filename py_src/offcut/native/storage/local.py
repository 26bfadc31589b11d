"""Files on this machine, and on drives that it has mounted."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from offcut.files import whole_file
from offcut.native.storage.store import Entry, Storage

_MOST_BYTES: Final = 255
"""Of a name: most file systems take no more."""


class Local:
    """See ``Storage``."""

    def files(self, folder: str, unread: Callable[[OSError], None]) -> Iterator[Entry]:
        """All files below a folder; links to folders are not followed."""
        for where, folders, names in os.walk(folder, onerror=unread):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                if name.startswith("."):
                    continue
                try:
                    found = self.entry(os.path.join(where, name))  # noqa: PTH118 - a million of them
                except OSError as error:
                    unread(error)
                else:
                    if found is not None:
                        yield found

    def matches(self, pattern: str) -> Iterator[Entry]:
        """Of two files that a pattern finds twice, one."""
        for place in dict.fromkeys(glob.iglob(pattern, recursive=True)):  # noqa: PTH207 - a text
            found = self.entry(place)
            if found is not None:
                yield found

    def entry(self, place: str) -> Entry | None:
        """A link is what it leads to; a pipe or a device is taken for a file without a size."""
        try:
            status = os.stat(place)  # noqa: PTH116 - a million of them
        except (FileNotFoundError, NotADirectoryError):
            return None
        if stat.S_ISDIR(status.st_mode):
            return None
        return Entry(place, status.st_size, str(status.st_mtime_ns))

    def is_folder(self, place: str) -> bool:
        """A link to a folder is one."""
        return os.path.isdir(place)  # noqa: PTH112 - says no where Path raises, as for a long name

    def read(self, place: str) -> bytes:
        """All of a file."""
        return Path(place).read_bytes()

    def check(self, place: str) -> None:
        """The nearest folder that there is must be one, and be writable."""
        path = Path(place).absolute()
        for part in path.parts:
            if len(os.fsencode(part)) > _MOST_BYTES:
                raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), place)
        folder = path.parent
        while not _is_there(folder):
            folder = folder.parent
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    def write(self, place: str, data: bytes, *, stay_in_folder: bool = False) -> None:
        """See ``offcut.files.whole_file``."""
        whole_file.write(Path(place), data, stay_in_folder=stay_in_folder)

    def move(self, place: str, folder: str) -> None:
        """By a new name where that is possible, else by a whole copy."""
        source = Path(place)
        target = Path(folder, source.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            source.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with whole_file.new_file(target, stay_in_folder=True) as copy:
                shutil.copyfile(source, copy)
            source.unlink()


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


LOCAL: Final[Storage] = Local()
