"""The pictures that arguments stand for: files, folders, patterns, URLs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from offcut.native.storage import Entry, places, storage_of

SUFFIXES: Final = frozenset((
    ".jpg", ".jpeg", ".jfif", ".mpo", ".png", ".apng", ".webp", ".gif", ".bmp", ".dib", ".tif",
    ".tiff", ".avif", ".ico", ".icns", ".jp2", ".j2k", ".psd", ".tga", ".qoi", ".dds", ".sgi",
    ".pcx", ".pbm", ".pgm", ".pnm", ".ppm", ".heic", ".heif", ".hif", ".jxl", ".dng", ".nef",
    ".cr2", ".cr3", ".arw", ".orf", ".rw2", ".pef", ".raf",
))  # fmt: skip
"""Of the files that are taken from a folder, which can hold anything; as the page takes them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A picture.

    Attributes:
        entry: its file; of one that is not there, the size is -1.
        name: within what was given, with ``/``: the same wherever that lies.
        is_listed: whether it was found in a folder or by a pattern, and not named itself.
    """

    entry: Entry
    name: str
    is_listed: bool


def find(
    arguments: Sequence[str],
    leave_out: Sequence[str] = (),
    unread: Callable[[OSError], None] = lambda _: None,
) -> list[Found]:
    """List pictures: arguments in their order, what is in a folder by its name, none twice.

    Args:
        arguments: paths, folders, patterns and URLs.
        leave_out: folders in them that are not looked into.
        unread: called for each folder that can't be read.

    Raises:
        OSError: if a storage can't be reached.
        InvalidOptionError: for a kind of URL for which nothing is installed.
    """
    found: dict[str, Found] = {}
    for argument in arguments:
        for picture in _of(argument, leave_out, unread, several=len(arguments) > 1):
            found.setdefault(places.key(picture.entry.place), picture)
    return list(found.values())


def _of(
    argument: str, leave_out: Sequence[str], unread: Callable[[OSError], None], *, several: bool
) -> list[Found]:
    storage = storage_of(argument)
    if storage.is_folder(argument):
        hidden = _hidden(argument, leave_out)
        start = f"{places.name(places.real(argument))}/" if several else ""
        listed = _below(argument, storage.files(argument, unread))
        return sorted(
            (
                Found(entry, start + name, is_listed=True)
                for entry, name in listed
                if _is_picture(name) and not name.startswith(hidden)
            ),
            key=_by_name,
        )
    try:
        entry = storage.entry(argument)
    except OSError:
        entry = None  # it is told when the picture is read
    if entry is None and places.is_pattern(argument):
        folder = places.fixed_part(argument)
        hidden = _hidden(folder, leave_out)
        is_any = places.is_pattern(PurePosixPath(argument).suffix or "*")
        return sorted(
            (
                Found(entry, name, is_listed=True)
                for entry, name in _below(folder, storage.matches(argument))
                if (_is_picture(name) or not is_any) and not name.startswith(hidden)
            ),
            key=_by_name,
        )
    missing = Entry(argument, -1, "")
    return [Found(entry or missing, places.name(argument), is_listed=False)]


def _below(folder: str, entries: Iterator[Entry]) -> Iterator[tuple[Entry, str]]:
    return ((entry, places.below(entry.place, folder)) for entry in entries)


def _hidden(folder: str, leave_out: Sequence[str]) -> tuple[str, ...]:
    """The beginnings of names that are in a folder to leave out."""
    folder = folder or "."
    inner = [place for place in leave_out if places.is_below(place, folder)]
    return tuple(
        f"{places.below(places.real(place), places.real(folder))}/".lstrip("/") for place in inner
    )


def _is_picture(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _by_name(found: Found) -> str:
    return found.name
