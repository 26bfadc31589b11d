"""From the file arguments to tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from offcut.errors import InvalidOptionError
from offcut.native.batch import listing
from offcut.native.batch.listing import Found
from offcut.native.batch.naming import (
    PATTERN,
    Namer,
    check_pattern,
    format_of,
    known_format,
    refuse_long,
)
from offcut.native.batch.shards import ALL, Shard
from offcut.native.storage import Entry, places, storage_of
from offcut.native.storage.places import STREAM
from offcut.native.workers.task import Outcome, Task

_SAME: Final = "{stem}"
_BESIDE: Final = "-offcut"
"""What is added to the name of a folder, for that of its results."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where pictures come from, and where results go.

    Attributes:
        sources: files, folders, patterns and URLs.
        target: the one file, or ``STREAM``; None where there are several, or a folder.
        folder: of the results; None for beside each picture, and for one file.
        format: of the results, a key of ``MEDIA_TYPES``.
        pattern: see ``Namer``.
        is_several: see ``Namer``.
    """

    sources: tuple[str, ...]
    target: str | None
    folder: str | None
    format: str
    pattern: str = PATTERN
    is_several: bool = False

    def namer(self) -> Namer:
        """Gives results their names."""
        return Namer(self.folder, self.pattern, self.format, is_several=self.is_several)


@dataclass(frozen=True, slots=True)
class Plan:
    """All pictures, in their order.

    Attributes:
        tasks: what there is to do.
        refused: pictures of which it is known that they will fail.
    """

    tasks: tuple[Task, ...]
    refused: tuple[Outcome, ...] = ()


def aim(
    files: Sequence[str],
    folder: str | None = None,
    chosen_format: str | None = None,
    *,
    pattern: str | None = None,
    beside: bool = False,
) -> Aim:
    """Read the file arguments.

    Args:
        files: pictures, and what their results are called or go into, unless that is said apart.
            One picture alone has its result beside it; so has a folder.
        folder: where all results go.
        chosen_format: a key of ``MEDIA_TYPES``; None to go by the output's name.
        pattern: see ``Namer``; None for the usual.
        beside: write each result beside its picture.

    Raises:
        InvalidOptionError: if the arguments don't fit together.
    """
    if pattern is not None:
        check_pattern(pattern)
    if not files:
        raise InvalidOptionError(
            "Give a picture: offcut IN, or offcut IN OUT.png", code="files-missing"
        )
    names = [places.local(name) for name in files]
    sources, target, into = _ends(names, folder and places.local(folder), beside=beside)
    if target is None or target == STREAM:
        kind = chosen_format or "png"
    else:
        kind = chosen_format or format_of(target)
    if into is not None:
        refuse_long(into)
        _refuse_same(sources, into)
    if target is None and into is None and pattern == _SAME:
        raise InvalidOptionError(
            "Beside their pictures, results can't have the pictures' names: "
            "choose another --name, or a folder.",
            code="name-beside",
        )
    if STREAM in sources and target is None:
        raise InvalidOptionError(
            "Standard input goes to one file: offcut - OUT.png", code="stream-to-folder"
        )
    return Aim(tuple(sources), target, into, kind, pattern or PATTERN)


def _ends(
    names: list[str], folder: str | None, *, beside: bool
) -> tuple[list[str], str | None, str | None]:
    """Sources, the one target, the folder of results."""
    if folder is not None or beside:
        return names, None, folder
    if len(names) == 1:
        return _alone(names[0])
    *sources, target = names
    is_one = len(sources) == 1
    if target == STREAM:
        if is_one:
            return sources, STREAM, None
    elif places.is_named_as_folder(target) or _is_folder(target):
        return sources, None, target
    elif is_one and not _is_several(sources[0]):
        refuse_long(target)
        return sources, target, None
    elif is_one and known_format(target) is None:
        return sources, None, target  # a folder that is not there yet, for what a folder holds
    raise InvalidOptionError(
        "{target} is not a folder: end its name with / to have it made, or use --out-dir; "
        "--beside writes each result beside its picture.",
        code="target-no-folder",
        target=target,
    )


def _alone(source: str) -> tuple[list[str], str | None, str | None]:
    if source == STREAM:
        return [source], STREAM, None
    if _is_folder(source):
        plain = source.rstrip("/\\") or source
        if places.name(plain) in ("", "..", "."):
            plain = places.real(plain)
        return [source], None, plain + _BESIDE
    return [source], None, None


def _is_folder(place: str) -> bool:
    return place != STREAM and storage_of(place).is_folder(place)


def _is_several(source: str) -> bool:
    """Whether it can stand for more than one picture."""
    if source == STREAM:
        return False
    if _is_folder(source):
        return True
    return places.is_pattern(source) and storage_of(source).entry(source) is None


def _refuse_same(sources: Sequence[str], folder: str) -> None:
    for source in sources:
        if source != STREAM and places.key(places.real(source)) == places.key(places.real(folder)):
            raise InvalidOptionError(
                "{folder} has the pictures themselves: choose another folder for the results.",
                code="folder-is-source",
                folder=folder,
            )


def plan(
    chosen: Aim,
    shard: Shard = ALL,
    leave_out: Sequence[str] = (),
    unread: Callable[[OSError], None] = lambda _: None,
) -> Plan:
    """List the pictures, and give each result a name.

    Args:
        chosen: what the arguments say.
        shard: the part of them that is to be done; names are given to all, so that they are the
            same in each part.
        leave_out: see ``listing.find``; the folder of results is left out anyway.
        unread: see ``listing.find``.

    Raises:
        OSError: if they can't be listed.
        InvalidOptionError: if the only target is the picture itself.
    """
    if chosen.target is not None:
        return Plan((_only(chosen.sources[0], chosen.target, is_several=chosen.is_several),))
    hidden = [place for place in (chosen.folder, *leave_out) if place is not None]
    found = listing.find(chosen.sources, hidden, unread)
    namer = chosen.namer()
    if chosen.folder is None:
        found = _without_results(found, namer)
    for each in found:
        namer.take(each.entry.place)
    made = [namer.task(each) for each in found]
    tasks = tuple(each for each in made if isinstance(each, Task) and shard.has(each.name))
    refused = tuple(
        each for each in made if isinstance(each, Outcome) and shard.has(each.task.name)
    )
    return Plan(tasks, refused)


def _without_results(found: list[Found], namer: Namer) -> list[Found]:
    """Without what an earlier run has put beside the pictures."""
    results = {places.key(namer.first_choice(each)) for each in found}

    def is_result(place: str) -> bool:
        key = places.key(place)
        return key in results or (namer.is_several and places.unnumbered(key) in results)

    return [each for each in found if not (each.is_listed and is_result(each.entry.place))]


def _only(source: str, target: str, *, is_several: bool) -> Task:
    storage = storage_of(source) if source != STREAM else None
    entry = storage.entry(source) if storage else None
    plain = places.unnumbered(source)
    is_one_of_several = is_several and places.real(plain) == places.real(target)
    if STREAM not in (source, target) and (is_one_of_several or _same(source, target)):
        raise InvalidOptionError(
            "{target} is the picture itself: choose another output.",
            code="target-is-source",
            target=target,
        )
    entry = entry or Entry(source, -1, "")
    name = places.name(source) if source != STREAM else STREAM
    return Task(source, target, name, places.name(target), entry.size, entry.version)


def _same(source: str, target: str) -> bool:
    """Whether both are one file, wherever links lead."""
    if places.real(source) == places.real(target):
        return True
    if places.scheme_of(source) or places.scheme_of(target):
        return False
    ends = Path(source), Path(target)
    return all(end.exists() for end in ends) and ends[0].samefile(ends[1])
