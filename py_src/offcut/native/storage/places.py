"""Paths and URLs as text: their parts, and putting them together."""

from __future__ import annotations

import glob
import os
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

STREAM: Final = "-"
"""Stands for standard input, or standard output."""

_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)  # a drive has one letter
_FILE: Final = "file"
_NUMBER: Final = re.compile(r"-\d+(?=\.[^./\\]*$)")
_DOTS: Final = ("", ".", "..")
_SEPARATORS: Final = tuple(separator for separator in ("/", os.sep, os.altsep) if separator)


def scheme_of(place: str) -> str | None:
    """The scheme of a URL in lower case; None for a path on this machine."""
    match = _URL.match(place)
    return match[1].lower() if match and match[1].lower() != _FILE else None


def local(place: str) -> str:
    """A path as it is, and that of a ``file://`` URL."""
    return place[len("file://") :] if place.lower().startswith("file://") else place


def join(folder: str, name: str) -> str:
    """A place in a folder; ``name`` may have folders of its own, with ``/``."""
    if scheme_of(folder) is None:
        return str(Path(folder, name))
    return f"{folder.rstrip('/')}/{name}"


def parent(place: str) -> str:
    """The folder that a place is in."""
    if scheme_of(place) is None:
        return str(Path(place).parent)
    return place.rstrip("/").rpartition("/")[0]


def name(place: str) -> str:
    """The last part of a place."""
    if scheme_of(place) is None:
        return Path(place).name
    return place.rstrip("/").rpartition("/")[2]


def stem_and_suffix(place: str) -> tuple[str, str]:
    """The last part in two: ``cat`` and ``.jpg``."""
    last = PurePosixPath(name(place))
    return last.stem, last.suffix


def numbered(place: str, number: int) -> str:
    """The same with a number at the end of its name: ``cat-2.png``."""
    stem, dot, suffix = place.rpartition(".")
    return f"{stem}-{number}{dot}{suffix}"


def unnumbered(place: str) -> str:
    """The same without a number at the end of its name: what ``numbered`` has made it of."""
    return _NUMBER.sub("", place)


def below(place: str, folder: str) -> str:
    """The part of a place that is below a folder, with ``/`` on every system.

    Args:
        place: as a listing of the folder gives it: it begins with the folder's own text.
        folder: as the listing was given it; "" for the one that this process is in.
    """
    inner = place[len(folder) :]
    return (inner if scheme_of(folder) else inner.replace(os.sep, "/")).lstrip("/")


def is_below(place: str, folder: str) -> bool:
    """Whether a place is in a folder or is that folder, wherever links lead."""
    if scheme_of(place) != scheme_of(folder):
        return False
    if scheme_of(place) is None:
        inner, outer = Path(real(place)), Path(real(folder))
        return inner == outer or outer in inner.parents
    return f"{place.rstrip('/')}/".startswith(f"{folder.rstrip('/')}/")


def real(place: str) -> str:
    """One text for all texts that mean this place."""
    return place.rstrip("/") if scheme_of(place) else os.path.realpath(place)


def key(place: str) -> str:
    """The same for two places that might be one: some file systems don't tell cases apart."""
    if scheme_of(place):
        return place
    folder, last = os.path.split(place)
    if last in _DOTS:
        folder, last = place, ""
    return f"{_folder_key(os.getcwd(), folder)}/{last.casefold()}"  # noqa: PTH109 - a text


@lru_cache(1 << 16)  # a folder may hold a million
def _folder_key(here: str, folder: str) -> str:
    return os.path.realpath(os.path.join(here, folder)).casefold()  # noqa: PTH118 - a text


def is_named_as_folder(place: str) -> bool:
    """Whether a place ends as only folders do."""
    return place.endswith(_SEPARATORS if scheme_of(place) is None else "/")


def is_pattern(place: str) -> bool:
    """Whether it has signs that stand for others."""
    return glob.has_magic(place)


def fixed_part(pattern: str) -> str:
    """The folder that a pattern's files are below: what stands before the first sign's part."""
    start = re.match(r"[^*?[]*", pattern)
    fixed = start[0] if start else ""
    cut = max(fixed.rfind(separator) for separator in _SEPARATORS)
    return fixed[: cut + 1]
