"""Where the models are: a folder, the ``models/`` folder of a site, or what is kept of one."""

from __future__ import annotations

import hashlib
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from offcut.errors import DamagedModelError, InvalidOptionError, ModelUnavailableError
from offcut.files import whole_file
from offcut.files.cache_folder import cache_folder
from offcut.models.built import FETCHED, MANIFEST, current_models
from offcut.models.manifest import Catalogue, Part, parse
from offcut.native.models import download

_HASH: Final = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_URL: Final = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)  # a drive has one letter


class ModelSource(ABC):
    """Gives a manifest and the parts it lists.

    Attributes:
        address: the folder or URL that it reads.
    """

    def __init__(self, address: str | Path, sha256: str | None = None) -> None:
        """Nothing is read yet.

        Args:
            address: the folder or URL.
            sha256: see ``locate``.
        """
        self.address = str(address)
        self._sha256 = sha256

    def catalogue(self) -> Catalogue:
        """Read the list of models.

        Raises:
            ModelUnavailableError: if it can't be had.
            DamagedModelError: if it can't be understood, or has another SHA-256 than it should.
        """
        return parse(self.manifest().decode(errors="replace"))

    def manifest(self) -> bytes:
        """The list of models as it is written; raises what ``catalogue`` does."""
        data = self._manifest()
        if self._sha256 is not None and hashlib.sha256(data).hexdigest() != self._sha256.lower():
            raise DamagedModelError(
                "The list of models (manifest.json) does not have the SHA-256 {sha256}: "
                "it was changed, or belongs to another release.",
                code="models-not-those",
                sha256=self._sha256,
            )
        return data

    @abstractmethod
    def _manifest(self) -> bytes:
        """The list, whatever its hash."""

    @abstractmethod
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
            the build or ``offcut models fetch`` left in the cache, whichever was last.
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
        folder = current_models()
        if folder is None:
            raise ModelUnavailableError(
                "No models were found: run `python3 build.py` in the project first, "
                "or give --models. `offcut models fetch` keeps those of a site or a folder.",
                code="models-missing",
            )
        kind = Kept if folder.name.startswith(FETCHED) else Folder
        return kind(folder, sha256)
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
    return _site(chosen, sha256)


class Folder(ModelSource):
    """Models in a folder, as the build makes it."""

    def _manifest(self) -> bytes:
        return self._read(MANIFEST)

    def part(self, part: Part, report: Callable[[int], None]) -> bytes:
        """Read a part; see ``ModelSource``."""
        data = self._read(part.path)
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise DamagedModelError(
                "{part}, a part of the model, is damaged: delete it and run "
                "`python3 build.py` again.",
                code="part-file-damaged",
                part=str(Path(self.address) / part.path),
            )
        report(len(data))
        return data

    def _read(self, name: str) -> bytes:
        path = Path(self.address) / name
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


class Kept(Folder):
    """The list that was fetched last. Parts of its models may be in the cache still."""

    def part(self, part: Part, report: Callable[[int], None]) -> bytes:
        """Take a part from the cache; see ``ModelSource``."""
        data = _cached(part)
        if data is None:
            raise ModelUnavailableError(
                "The model is not on this machine, or not all of it: "
                "run `offcut models fetch` with its id.",
                code="model-not-fetched",
            )
        report(len(data))
        return data


class Site(ModelSource):
    """Models on a deployed site. Parts are kept in the cache, where all sites share them.

    The list is fetched once: what is chosen from it and what is loaded belong together.
    """

    _list: bytes | None = None

    def _manifest(self) -> bytes:
        if self._list is None:
            self._list = download.manifest(f"{self._url}/{MANIFEST}")
        return self._list

    @property
    def _url(self) -> str:
        return self.address.rstrip("/")

    def part(self, part: Part, report: Callable[[int], None]) -> bytes:
        """Take a part from the cache, or fetch it; see ``ModelSource``."""
        data = _cached(part)
        if data is None:
            data = download.part(f"{self._url}/{part.path}", part, report)
            whole_file.write(part_file(part), data)
        else:
            report(len(data))
        return data


@cache  # whoever asks next is given the list that is there already
def _site(url: str, sha256: str | None) -> Site:
    return Site(url, sha256)


def part_file(part: Part) -> Path:
    """Where a part is kept that was fetched."""
    return cache_folder("parts", f"{part.sha256}.gz")


def _cached(part: Part) -> bytes | None:
    try:
        data = part_file(part).read_bytes()
    except FileNotFoundError:
        return None
    return data if hashlib.sha256(data).hexdigest() == part.sha256 else None
