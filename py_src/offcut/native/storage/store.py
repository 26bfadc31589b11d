"""What a storage does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that is there.

    Attributes:
        place: its path or URL.
        size: bytes.
        version: a text that is another once the content is: the time of its last change in
            nanoseconds, or what the store calls its version (ETag).
    """

    place: str
    size: int
    version: str


class Storage(Protocol):
    """Reads and writes files of one kind of place. All of it may raise ``OSError``."""

    def files(self, folder: str, unread: Callable[[OSError], None]) -> Iterator[Entry]:
        """All files below a folder, in no order; hidden files and folders are left out.

        Args:
            folder: where.
            unread: called for a folder in it that can't be read; the others are read all the same.
        """

    def matches(self, pattern: str) -> Iterator[Entry]:
        """The files that a pattern with ``*``, ``?``, ``[...]`` and ``**`` stands for."""

    def entry(self, place: str) -> Entry | None:
        """What is there as a file; None if nothing is, or a folder."""

    def is_folder(self, place: str) -> bool:
        """Whether there is such a folder."""

    def read(self, place: str) -> bytes:
        """All of a file."""

    def check(self, place: str) -> None:
        """Fail if a file could not be written there, as far as that can be told beforehand."""

    def write(self, place: str, data: bytes, *, stay_in_folder: bool = False) -> None:
        """Write a file: whole, or not at all.

        Args:
            place: of the file; its folder is made if need be.
            data: all of its content.
            stay_in_folder: see ``offcut.files.whole_file.new_file``.
        """

    def move(self, place: str, folder: str) -> None:
        """Move a file into a folder, which is made if need be; an older one there is replaced."""
