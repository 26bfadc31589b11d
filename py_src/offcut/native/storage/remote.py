"""Stores that fsspec reads and writes: S3, Google Cloud Storage, Azure, and others.

An object appears in such a store at once or not at all, also where it is uploaded in parts. On a
file server (SFTP, SMB) that is not so: there a file is written under another name and renamed.
"""

from __future__ import annotations

import errno
import os
import random
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, TypeVar

from offcut.errors import InvalidOptionError
from offcut.files.leftovers import temporary_name
from offcut.native.storage import places
from offcut.native.storage.store import Entry

T = TypeVar("T")

_OBJECT_STORES: Final = frozenset(
    ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "memory")
)
_IN_PARTS: Final = frozenset(("s3", "s3a"))
_PART: Final = 8 << 20
"""Bytes: an object of twice as many or more goes to S3 in parts of this size, side by side."""

_PAUSES: Final = (0.5, 2.0, 5.0)
"""Seconds before each further attempt; up to twice as long, so that not all come back at once."""

_FINAL: Final = frozenset(
    (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG)
)
"""What is no better a moment later."""

_VERSIONS: Final = ("ETag", "etag", "md5Hash", "content_md5", "generation")
_TIMES: Final = ("LastModified", "last_modified", "mtime", "updated", "modified", "created")


@cache
def of_scheme(scheme: str) -> Remote:
    """The storage of all URLs with this scheme.

    Raises:
        InvalidOptionError: if nothing is installed that reads them.
    """
    try:
        import fsspec  # noqa: PLC0415 - an extra

        fsspec.get_filesystem_class(scheme)
    except (ImportError, ValueError) as error:
        raise InvalidOptionError(
            "{scheme}:// can't be read or written here ({reason}): "
            "install offcut[s3] for S3, or fsspec with what it needs for this kind of URL.",
            code="storage-missing",
            scheme=scheme,
            reason=str(error),
        ) from error
    return Remote(scheme)


class Remote:
    """See ``Storage``."""

    def __init__(self, scheme: str) -> None:
        """Nothing is connected yet."""
        self._scheme = scheme

    def files(self, folder: str, unread: Callable[[OSError], None]) -> Iterator[Entry]:
        """All objects below a prefix that ends with ``/``: they can be listed together or not."""
        del unread
        store, path, start = _open(folder)
        found = _tried(folder, lambda: store.find(path, detail=True))
        for name, about in found.items():
            inner = name[len(path) :].strip("/")
            if inner and not any(part.startswith(".") for part in inner.split("/")):
                yield _entry(start + name, about)

    def matches(self, pattern: str) -> Iterator[Entry]:
        """As fsspec understands patterns."""
        store, path, start = _open(pattern)
        found = _tried(pattern, lambda: store.glob(path, detail=True))
        for name, about in found.items():
            if about.get("type") != "directory":
                yield _entry(start + name, about)

    def entry(self, place: str) -> Entry | None:
        """What the store says of it now."""
        store, path, _ = _open(place)
        try:
            store.invalidate_cache(store._parent(path))  # noqa: SLF001 - fsspec names no other way
            about = _tried(place, lambda: store.info(path))
        except FileNotFoundError:
            return None
        return None if about.get("type") == "directory" else _entry(place, about)

    def is_folder(self, place: str) -> bool:
        """Whether there is an object below it."""
        store, path, _ = _open(place)
        return bool(_tried(place, lambda: store.isdir(path)))

    def read(self, place: str) -> bytes:
        """All of an object, with further attempts if the connection fails."""
        store, path, _ = _open(place)
        return bytes(_tried(place, lambda: store.cat_file(path)))

    def check(self, place: str) -> None:
        """Nothing can be told beforehand."""

    def write(self, place: str, data: bytes, *, stay_in_folder: bool = False) -> None:
        """As an object whole or not at all, with further attempts if the connection fails."""
        del stay_in_folder  # there are no links
        store, path, _ = _open(place)
        more: dict[str, Any] = {"chunksize": _PART} if self._scheme in _IN_PARTS else {}
        if self._scheme in _OBJECT_STORES:
            _tried(place, lambda: store.pipe_file(path, data, **more))
            return
        folder = store._parent(path)  # noqa: SLF001 - fsspec names no other way
        temporary = f"{folder}/{temporary_name()}"
        _tried(place, lambda: store.makedirs(folder, exist_ok=True))
        try:
            _tried(place, lambda: store.pipe_file(temporary, data))
            _tried(place, lambda: store.mv(temporary, path))
        except BaseException:
            if store.exists(temporary):
                store.rm_file(temporary)
            raise

    def move(self, place: str, folder: str) -> None:
        """By a copy, and then the deletion."""
        data = self.read(place)
        target = places.join(folder, places.name(place))
        # the folder may be elsewhere than the object
        from offcut.native.storage import storage_of  # noqa: PLC0415 - it imports this module

        storage_of(target).write(target, data)
        store, path, _ = _open(place)
        _tried(place, lambda: store.rm_file(path))


def _open(place: str) -> tuple[Any, str, str]:
    """The file system, the path in it, and what stands before such a path in a URL."""
    import fsspec.core  # noqa: PLC0415 - an extra

    url = place.rstrip("/")
    store, path = fsspec.core.url_to_fs(url)
    path = str(path)
    start = url[: len(url) - len(path)] if url.endswith(path) else f"{places.scheme_of(url)}://"
    return store, path, start


def _entry(place: str, about: dict[str, Any]) -> Entry:
    known = next((about[key] for key in (*_VERSIONS, *_TIMES) if about.get(key)), "")
    return Entry(place, int(about.get("size") or 0), str(known).strip('"'))


def _tried(place: str, action: Callable[[], T]) -> T:
    """Do something over a network, again if it fails in a way that may pass."""
    for pause in (*_PAUSES, None):
        try:
            return action()
        except Exception as error:  # each store has kinds of its own
            if isinstance(error, OSError):
                number, reason = error.errno, error.strerror or str(error)
            else:
                number, reason = None, f"{type(error).__name__}: {error}"
            if isinstance(error, (FileNotFoundError, PermissionError)) and number is None:
                number = errno.ENOENT if isinstance(error, FileNotFoundError) else errno.EACCES
            if number in _FINAL or pause is None:
                text = " ".join(str(reason).split()) or os.strerror(number or errno.EIO)
                raise OSError(number or errno.EIO, text, place) from error
        time.sleep(pause * random.uniform(1, 2))  # noqa: S311 - no secret
    raise AssertionError  # the last attempt returns or raises
