"""Which file each picture's result goes to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from offcut.errors import InvalidOptionError
from offcut.native.cli.selection import Selection

STREAM: Final = "-"
"""Stands for standard input, or standard output."""

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

_ALL: Final = Selection()

_MOST_BYTES: Final = 255
"""Of a file's name: most file systems take no more."""
_MOST_OF_STEM: Final = 200
"""Bytes of a picture's name that its result is given: some are left for what is added."""


@dataclass(frozen=True, slots=True)
class Job:
    """One picture, and where its result goes; None for standard input and output.

    ``stay_in_folder`` is for ``offcut.files.whole_file``: the user named the target's folder, so
    nothing outside it is to change. ``page``: of a TIFF, from 1; None for the largest. ``whole``:
    whether to refuse a picture of which a part is missing. ``selection``: what of it is kept.
    """

    source: Path | None
    target: Path | None
    stay_in_folder: bool = False
    page: int | None = None
    whole: bool = False
    selection: Selection = _ALL

    @property
    def name(self) -> str:
        """What errors call the picture."""
        return "The picture from standard input" if self.source is None else str(self.source)

    def numbered(self, number: int) -> Job:
        """The same with a number at the end of the target's name."""
        target = self.target and self.target.with_stem(f"{self.target.stem}-{number}")
        return replace(self, target=target)


@dataclass(frozen=True, slots=True)
class Plan:
    """All pictures, and the format (a key of ``MEDIA_TYPES``) of what is written."""

    jobs: tuple[Job, ...]
    format: str


def plan(files: Sequence[str], folder: str | None, chosen_format: str | None) -> Plan:
    """Read the file arguments.

    Args:
        files: one picture and where it goes; or pictures, and a folder last unless it is given.
        folder: where all results go, if that is given apart.
        chosen_format: a key of ``MEDIA_TYPES``; None to go by the output's name.

    Raises:
        InvalidOptionError: if the arguments don't fit together.
    """
    if not files:
        raise InvalidOptionError(
            "Give a picture and a file for the result: offcut IN OUT.png", code="files-missing"
        )
    if folder is not None:
        _refuse_long(folder)
        return _into_folder(files, Path(folder), chosen_format)
    *sources, target = files
    if not sources:
        raise InvalidOptionError(
            "Give a file for the result of {file}: offcut {file} OUT.png",
            code="target-missing",
            file=target,
        )
    _refuse_long(target)
    if target != STREAM and (target.endswith(("/", "\\")) or Path(target).is_dir()):
        return _into_folder(sources, Path(target), chosen_format)
    if len(sources) > 1:
        raise InvalidOptionError(
            "{target} is not a folder: end its name with / to have it made, or use --out-dir.",
            code="target-no-folder",
            target=target,
        )
    return _one(sources[0], target, chosen_format)


def refuse_streams(jobs: Sequence[Job]) -> None:
    """Where a picture gives several files.

    Raises:
        InvalidOptionError: if one goes to standard output.
    """
    if any(job.target is None and job.selection.each for job in jobs):
        raise InvalidOptionError(
            "--subjects each gives several files: give a name for them, or a folder.",
            code="each-to-stream",
        )


def _refuse_long(target: str) -> None:
    """Before anything is computed that could not be written."""
    for part in Path(target).parts:
        if len(os.fsencode(part)) > _MOST_BYTES:
            raise InvalidOptionError(
                "{part} is too long for a name: it may have {limit} bytes.",
                code="name-too-long",
                part=part,
                limit=_MOST_BYTES,
            )


def _one(source: str, target: str, chosen_format: str | None) -> Plan:
    job = Job(_path(source), _path(target))
    if job.source is not None and job.target is not None and _same(job.source, job.target):
        raise InvalidOptionError(
            "{target} is the picture itself: choose another output.",
            code="target-is-source",
            target=target,
        )
    return Plan((job,), chosen_format or _format_of(target))


def _into_folder(sources: Sequence[str], folder: Path, chosen_format: str | None) -> Plan:
    if STREAM in sources:
        raise InvalidOptionError(
            "Standard input goes to one file: offcut - OUT.png", code="stream-to-folder"
        )
    kind = chosen_format or "png"
    inputs = [Path(source) for source in sources]
    taken = {_key(path) for path in inputs}
    jobs = []
    for path in inputs:
        target = _free(folder, _shortened(path.stem), kind, taken)
        taken.add(_key(target))
        jobs.append(Job(path, target, stay_in_folder=True))
    return Plan(tuple(jobs), kind)


def _free(folder: Path, stem: str, kind: str, taken: set[str]) -> Path:
    suffix = ".jpg" if kind == "jpeg" else f".{kind}"
    number = 1
    while True:
        counter = f"-{number}" if number > 1 else ""
        target = folder / f"{stem}-offcut{counter}{suffix}"
        if _key(target) not in taken:
            return target
        number += 1


def _shortened(stem: str) -> str:
    data = os.fsencode(stem)
    return stem if len(data) <= _MOST_OF_STEM else data[:_MOST_OF_STEM].decode(errors="ignore")


def _key(path: Path) -> str:
    # some file systems take names that differ in case only for the same
    return str(path.resolve()).casefold()


def _same(source: Path, target: Path) -> bool:
    return target.exists() and source.exists() and target.samefile(source)


def _path(text: str) -> Path | None:
    return None if text == STREAM else Path(text)


def _format_of(target: str) -> str:
    if target == STREAM:
        return "png"
    known = _SUFFIXES.get(Path(target).suffix.lower())
    if known is None:
        raise InvalidOptionError(
            "The name {target} does not say the format: end it with .png, .webp, .jpg or .tif, "
            "or use --format.",
            code="target-format",
            target=target,
        )
    return known
