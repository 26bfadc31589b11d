"""What results are called."""

from __future__ import annotations

import os
import string
from typing import Final

from offcut.errors import InvalidOptionError
from offcut.native.batch.listing import Found
from offcut.native.storage import places
from offcut.native.storage.places import STREAM
from offcut.native.workers.task import Outcome, Task

PATTERN: Final = "{stem}-offcut"
MOST_BYTES: Final = 255
"""Of a file's name: most file systems take no more."""

MEDIA_TYPES: Final = {
    "png": "image/png",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
}
_SUFFIXES: Final = {
    ".png": "png",
    ".webp": "webp",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".tif": "tiff",
    ".tiff": "tiff",
}
_MOST_OF_STEM: Final = 200
"""Bytes of a picture's name that its result is given: some are left for what is added."""

_FIELDS: Final = ("stem", "ext")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that can't be filled in.

    Raises:
        InvalidOptionError: if it has other fields than ``{stem}`` and ``{ext}``, or folders.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
        is_plain = all(not spec and conversion is None for _, _, spec, conversion in parts)
        fields = [field for _, field, _, _ in parts if field is not None]
    except ValueError:
        is_plain, fields = False, []
    if not is_plain or "stem" not in fields or not {*fields} <= {*_FIELDS}:
        raise InvalidOptionError(
            "--name is {value}: it needs {stem}, the picture's name, and may have {ext}, "
            "its extension.",
            code="name-pattern",
            value=repr(pattern),
            stem="{stem}",
            ext="{ext}",
        )
    if any(sign in pattern for sign in "/\\\0"):
        raise InvalidOptionError(
            "--name is {value}: it can't have folders. Those in a folder of pictures are kept.",
            code="name-folder",
            value=repr(pattern),
        )


def refuse_long(target: str) -> None:
    """Before anything is computed that could not be written.

    Raises:
        InvalidOptionError: if a part of a path is too long for a name.
    """
    if places.scheme_of(target) is not None:
        return
    for part in target.replace(os.sep, "/").split("/"):
        if len(os.fsencode(part)) > MOST_BYTES:
            raise too_long(part)


def too_long(part: str) -> InvalidOptionError:
    """What to say of such a name."""
    return InvalidOptionError(
        "{part} is too long for a name: it may have {limit} bytes.",
        code="name-too-long",
        part=part,
        limit=MOST_BYTES,
    )


def format_of(target: str) -> str:
    """The format that a result's name says, a key of ``MEDIA_TYPES``.

    Raises:
        InvalidOptionError: if it says none.
    """
    if target == STREAM:
        return "png"
    known = known_format(target)
    if known is None:
        raise InvalidOptionError(
            "The name {target} does not say the format: end it with .png, .webp, .jpg or .tif, "
            "or use --format.",
            code="target-format",
            target=target,
        )
    return known


def known_format(target: str) -> str | None:
    """The format that a name says, if it says one."""
    return _SUFFIXES.get(places.stem_and_suffix(target)[1].lower())


class Namer:
    """Gives each picture a result's name that nothing else has."""

    def __init__(
        self, folder: str | None, pattern: str, kind: str, *, is_several: bool = False
    ) -> None:
        """Nothing has a name yet.

        Args:
            folder: of the results, in which the pictures' own folders are kept; None for beside
                each picture.
            pattern: with ``{stem}`` and ``{ext}``, without the suffix.
            kind: the format, a key of ``MEDIA_TYPES``.
            is_several: a picture may have several files, with numbers at the ends of their names
                (``places.numbered``): those are kept free, too.
        """
        self.is_several = is_several
        self._folder = folder
        self._pattern = pattern
        self._suffix = ".jpg" if kind == "jpeg" else f".{kind}"
        self._taken: set[str] = set()
        self._roots: set[str] = set()
        """What is taken, without the numbers at the ends of names."""
        self._results: set[str] = set()

    def take(self, place: str) -> None:
        """Nothing is to be called so: a picture is, or another picture's result."""
        key = places.key(place)
        self._taken.add(key)
        self._roots.add(places.unnumbered(key))

    def is_free(self, place: str) -> bool:
        """Whether nothing else is called so, nor like one of its files."""
        key = places.key(place)
        if key in self._taken:
            return False
        return not self.is_several or (
            key not in self._roots and places.unnumbered(key) not in self._results
        )

    def first_choice(self, found: Found) -> str:
        """Where the result goes if nothing else is called so."""
        return self._target(found, 1)[0]

    def task(self, found: Found) -> Task | Outcome:
        """The task; or what to say of a picture whose result would have too long a name."""
        number = 1
        while True:
            target, result = self._target(found, number)
            if self.is_free(target):
                break
            number += 1
        self.take(target)
        self._results.add(places.key(target))
        entry = found.entry
        task = Task(
            entry.place, target, found.name, result, entry.size, entry.version, stay_in_folder=True
        )
        last = places.name(target)
        if len(os.fsencode(last)) > MOST_BYTES:
            error = too_long(last)
            return Outcome(task, f"{task.called}: {error}", error.code)
        return task

    def _target(self, found: Found, number: int) -> tuple[str, str]:
        stem, suffix = places.stem_and_suffix(found.name)
        counter = f"{'_' if self.is_several else '-'}{number}" if number > 1 else ""
        name = self._pattern.format(stem=_shortened(stem), ext=suffix.lstrip("."))
        name = f"{name}{counter}{self._suffix}"
        folder = found.name.rpartition("/")[0]
        result = f"{folder}/{name}" if folder else name
        if self._folder is None:
            return places.join(places.parent(found.entry.place), name), result
        return places.join(self._folder, result), result


def _shortened(stem: str) -> str:
    data = os.fsencode(stem)
    return stem if len(data) <= _MOST_OF_STEM else data[:_MOST_OF_STEM].decode(errors="ignore")
