"""Step 1: a model's parts to the files that ONNX Runtime reads."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from offcut.errors import DamagedModelError
from offcut.files import leftovers
from offcut.files.cache_folder import cache_folder
from offcut.files.verified import are_intact
from offcut.models.manifest import Part, Variant
from offcut.native.models.source import ModelSource

_GZIP: Final = 31  # zlib's wbits for a gzip frame

Report = Callable[[int, int], None]
"""Called with compressed bytes there, and in all."""


def unpack(variant: Variant, source: ModelSource, report: Report | None = None) -> Path:
    """Put a model's files into the cache, unless they are there, and verify them.

    Files that were verified before and have not changed since are not hashed again.

    Args:
        variant: which model.
        source: gives its parts.
        report: called with the progress, if there is anything to do.

    Returns:
        The graph; the weights lie beside it.

    Raises:
        ModelUnavailableError: if a part can't be had.
        DamagedModelError: if a part or a file has a wrong SHA-256.
    """
    variant = variant.as_uncut()
    home = unpacked_folder(variant)
    if not is_unpacked(variant):
        home.parent.mkdir(parents=True, exist_ok=True)
        with leftovers.new_folder(home.parent) as folder:
            _write(variant, source, folder, report or (lambda _loaded, _total: None))
            if not _is_intact(variant, folder, anew=True):
                raise DamagedModelError(
                    "The files of the model {model} are damaged: make or fetch them again.",
                    code="model-files-damaged",
                    model=variant.id,
                )
            _move(variant, folder, home)
    return home / variant.graph.name


def unpacked_folder(variant: Variant) -> Path:
    """Where the files of a model are, if they are there."""
    return cache_folder("unpacked", variant.as_uncut().sha256)


def is_unpacked(variant: Variant, *, anew: bool = False) -> bool:
    """Whether a model's files are in the cache, as they should be.

    Args:
        variant: which model.
        anew: hash all of them, even those that have not changed since they were verified.
    """
    return _is_intact(variant.as_uncut(), unpacked_folder(variant), anew=anew)


def _is_intact(variant: Variant, folder: Path, *, anew: bool = False) -> bool:
    return are_intact(folder, {file.name: file.sha256 for file in variant.files}, anew=anew)


def _write(variant: Variant, source: ModelSource, folder: Path, report: Report) -> None:
    done = 0
    for part in variant.parts:
        packed = source.part(part, partial(_count, report, done, variant.bytes))
        done += part.bytes
        with (folder / part.file).open("ab") as file:  # the manifest lists them in order
            file.write(part.restore(_inflate(packed, part)).data)


def _count(report: Report, before: int, total: int, loaded: int) -> None:
    report(before + loaded, total)


def _inflate(packed: bytes, part: Part) -> NDArray[np.uint8]:
    inflater = zlib.decompressobj(_GZIP)
    try:
        data = inflater.decompress(packed, part.size + 1)
    except zlib.error as error:
        raise DamagedModelError(
            "{part}, a part of the model, can't be inflated.", code="part-packed", part=part.path
        ) from error
    return np.frombuffer(data, np.uint8)


def _move(variant: Variant, folder: Path, home: Path) -> None:
    if home.exists() and not _is_intact(variant, home):
        shutil.rmtree(home)
    try:
        folder.rename(home)
    except OSError:
        # another process may have been quicker
        if not _is_intact(variant, home):
            raise
