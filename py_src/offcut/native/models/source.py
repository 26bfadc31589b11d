"""Where the models are: a folder on this machine, or the ``models/`` folder of a site."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from offcut.errors import DamagedModelError, InvalidOptionError, ModelUnavailableError
from offcut.files import whole_file
from offcut.files.cache_folder import cache_folder
from offcut.models.built import MANIFEST, built_models
from offcut.models.manifest import Catalogue, Part, parse
from offcut.native.models import download

_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)  # a drive has one letter


class ModelSource(Protocol):
    """Gives a manifest and the parts it lists."""

    def catalogue(self) -> Catalogue:
        """Read the list of models.

        Raises:
            ModelUnavailableError: if it can't be had.
            DamagedModelError: if it can't be understood.
        """

    def part(self, part: Part, report: Callable[[int], None]) -> bytes:
        """Read a part's compressed bytes, verified.

        Args:
            part: an entry of the manifest.
            report: called with how many of its bytes are there.

        Raises:
            ModelUnavailableError: if it can't be had.
            DamagedModelError: if its SHA-256 is wrong.
        """


def locate(models: str | Path | None = None) -> ModelSource:
    """Find the models.

    Args:
        models: a folder or a URL; None for the environment's ``OFFCUT_MODELS``, else for what
            the build left in the cache.

    Raises:
        InvalidOptionError: if it is a URL of another kind than http and https.
        ModelUnavailableError: if there are no models.
    """
    chosen = str(models or os.environ.get("OFFCUT_MODELS") or "")
    if not chosen:
        folder = built_models()
        if folder is None:
            raise ModelUnavailableError(
                "No models were found: run `python3 build.py` in the project first, "
                "or give --models.",
                code="models-missing",
            )
        return Folder(folder)
    scheme = _URL.match(chosen)
    if scheme is None:
        return Folder(Path(chosen).expanduser())
    if scheme[1].lower() not in ("http", "https"):
        raise InvalidOptionError(
            "The models can't be fetched from {models}: give a folder, or a URL that starts "
            "with https:// or http://.",
            code="url-kind",
            models=repr(chosen),
        )
    return Site(chosen)


class Folder:
    """Models in a folder, as the build makes it."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self._path = path

    def catalogue(self) -> Catalogue:
        """Read the list of models; see ``ModelSource``."""
        return parse(self._read(MANIFEST).decode(errors="replace"))

    def part(self, part: Part, report: Callable[[int], None]) -> bytes:
        """Read a part; see ``ModelSource``."""
        data = self._read(part.path)
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise DamagedModelError(
                "{part}, a part of the model, is damaged: delete it and run "
                "`python3 build.py` again.",
                code="part-file-damaged",
                part=str(self._path / part.path),
            )
        report(len(data))
        return data

    def _read(self, name: str) -> bytes:
        path = self._path / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise ModelUnavailableError(
                "{path} can't be read ({reason}): give the folder of models that "
                "`python3 build.py` makes, such as dist/models.",
                code="models-folder",
                path=str(path),
                reason=str(error.strerror),
            ) from error


class Site:
    """Models on a deployed site. Parts are kept in the cache, where all sites share them."""

    def __init__(self, url: str) -> None:
        """Nothing is fetched yet.

        Args:
            url: of the site's ``models/`` folder.
        """
        self._url = url.rstrip("/")

    def catalogue(self) -> Catalogue:
        """Fetch the list of models; see ``ModelSource``."""
        return parse(download.text(f"{self._url}/{MANIFEST}"))

    def part(self, part: Part, report: Callable[[int], None]) -> bytes:
        """Take a part from the cache, or fetch it; see ``ModelSource``."""
        kept = cache_folder("parts", f"{part.sha256}.gz")
        if kept.is_file():
            data = kept.read_bytes()
            if hashlib.sha256(data).hexdigest() == part.sha256:
                report(len(data))
                return data
        data = download.part(f"{self._url}/{part.path}", part, report)
        whole_file.write(kept, data)
        return data
