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

_HASH: Final = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
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


def locate(models: str | Path | None = None, sha256: str | None = None) -> ModelSource:
    """Find the models.

    Args:
        models: a folder or a URL; None for the environment's ``OFFCUT_MODELS``, else for what
            the build left in the cache.
        sha256: of ``manifest.json``, hexadecimal, which has the hashes of all else; None takes
            whatever list is there.

    Raises:
        InvalidOptionError: if it is a URL of another kind than https, and http on this machine;
            or if the hash is none.
        ModelUnavailableError: if there are no models.
    """
    if sha256 is not None and not _HASH.fullmatch(sha256):
        raise InvalidOptionError(
            "The SHA-256 of the list of models is {sha256}: give its 64 hexadecimal digits.",
            code="models-hash",
            sha256=repr(sha256),
        )
    chosen = str(models or os.environ.get("OFFCUT_MODELS") or "")
    if not chosen:
        folder = built_models()
        if folder is None:
            raise ModelUnavailableError(
                "No models were found: run `python3 build.py` in the project first, "
                "or give --models.",
                code="models-missing",
            )
        return Folder(folder, sha256)
    scheme = _URL.match(chosen)
    if scheme is None:
        return Folder(Path(chosen).expanduser(), sha256)
    if scheme[1].lower() not in ("http", "https"):
        raise InvalidOptionError(
            "The models can't be fetched from {models}: give a folder, or a URL that starts "
            "with https://.",
            code="url-kind",
            models=repr(chosen),
        )
    if not download.is_safe(chosen):
        raise InvalidOptionError(
            "The models can't be fetched from {models}: on the way anybody could replace them. "
            "Give a URL that starts with https://, or a folder.",
            code="url-unsafe",
            models=repr(chosen),
        )
    return Site(chosen, sha256)


class Folder:
    """Models in a folder, as the build makes it."""

    def __init__(self, path: Path, sha256: str | None = None) -> None:
        """Nothing is read yet."""
        self._path = path
        self._sha256 = sha256

    def catalogue(self) -> Catalogue:
        """Read the list of models; see ``ModelSource``."""
        return _catalogue(self._read(MANIFEST), self._sha256)

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

    def __init__(self, url: str, sha256: str | None = None) -> None:
        """Nothing is fetched yet.

        Args:
            url: of the site's ``models/`` folder.
            sha256: see ``locate``.
        """
        self._url = url.rstrip("/")
        self._sha256 = sha256

    def catalogue(self) -> Catalogue:
        """Fetch the list of models; see ``ModelSource``."""
        return _catalogue(download.manifest(f"{self._url}/{MANIFEST}"), self._sha256)

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


def _catalogue(data: bytes, sha256: str | None) -> Catalogue:
    if sha256 is not None and hashlib.sha256(data).hexdigest() != sha256.lower():
        raise DamagedModelError(
            "The list of models (manifest.json) does not have the SHA-256 {sha256}: "
            "it was changed, or belongs to another release.",
            code="models-not-those",
            sha256=sha256,
        )
    return parse(data.decode(errors="replace"))
