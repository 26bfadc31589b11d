"""The models that this machine keeps: fetched once, and then used without a network."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from offcut.errors import InvalidOptionError, ModelUnavailableError
from offcut.files.cache_folder import cache_folder
from offcut.files.whole_file import write, write_text
from offcut.models.built import FETCHED, MANIFEST, current_models, note_models
from offcut.models.manifest import Catalogue, Variant
from offcut.native.models.source import ModelSource, locate, part_file
from offcut.native.models.unpack import Report, is_unpacked, unpack, unpacked_folder

_ADDRESS: Final = "address.txt"
"""Beside a list that was fetched: where it came from, to fetch more of its models."""

_MAKE: Final = "from offcut_build.models.variants import variants; variants()"


def fetch(source: ModelSource, ids: Sequence[str], report: Report | None = None) -> list[Variant]:
    """Keep some models, and the list that they are on: a ``Remover`` finds them by itself then.

    Args:
        source: where they come from.
        ids: of the models; none for the default.
        report: called with the progress of each.

    Raises:
        UnknownModelError: if there is no such model.
        ModelUnavailableError: if it can't be had.
        DamagedModelError: if the list or the model is damaged.
    """
    catalogue = source.catalogue()
    wanted = [catalogue.find(each) for each in ids or [catalogue.default]]
    for variant in wanted:
        unpack(variant, source, report)
    if source.address != str(current_models()):
        _note(source)
    return wanted


def origin(models: str | None, sha256: str | None) -> ModelSource:
    """Where to fetch from: what was given, or where the list in the cache came from.

    Raises:
        OffcutError: see ``locate``.
    """
    if not models and not os.environ.get("OFFCUT_MODELS"):
        folder = current_models()
        address = folder and folder / _ADDRESS
        if address and address.is_file():
            models = address.read_text(encoding="utf-8").strip()
    return locate(models, sha256)


def make(checkout: Path) -> ModelSource:
    """Make the models from the published weights, as the build does.

    Args:
        checkout: a folder with the project's sources.

    Raises:
        InvalidOptionError: if it is none.
        ModelUnavailableError: if they could not be made; why is on standard error.
    """
    sources = checkout / "py_src"
    if not (sources / "offcut_build" / "models" / "variants.py").is_file():
        raise InvalidOptionError(
            "{folder} does not hold the project's sources: give the folder that has its build.py.",
            code="checkout-missing",
            folder=str(checkout),
        )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {_MAKE}", sources],
        check=False,
    )
    if done.returncode:
        raise ModelUnavailableError(
            "The models could not be made: what is printed above says why.",
            code="models-not-made",
        )
    return locate()


def kept(catalogue: Catalogue) -> Iterator[Variant]:
    """Those models of a list that are in the cache."""
    return (variant for variant in catalogue.variants if is_unpacked(variant))


def remove(catalogue: Catalogue, ids: Sequence[str]) -> list[Variant]:
    """Delete some models' files; parts that others still need are left.

    Returns:
        Those that were there.

    Raises:
        UnknownModelError: if there is no such model.
        OSError: if they can't be deleted.
    """
    wanted = [catalogue.find(each) for each in ids]
    found = [variant for variant in wanted if unpacked_folder(variant).exists()]
    for variant in found:
        shutil.rmtree(unpacked_folder(variant))
    needed = {part.sha256 for variant in kept(catalogue) for part in variant.as_uncut().parts}
    for variant in wanted:
        for part in variant.as_uncut().parts:
            if part.sha256 not in needed:
                part_file(part).unlink(missing_ok=True)
    return found


def _note(source: ModelSource) -> None:
    manifest = source.manifest()
    folder = cache_folder("models", f"{FETCHED}{hashlib.sha256(manifest).hexdigest()[:16]}")
    for older in folder.parent.glob(f"{FETCHED}*"):
        if older != folder:
            shutil.rmtree(older)
    write(folder / MANIFEST, manifest)
    write_text(folder / _ADDRESS, f"{source.address}\n")
    note_models(folder)
