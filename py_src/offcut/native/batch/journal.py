"""What was done and what failed, a line of JSON for each picture, beside the results.

The journal is only ever added to, a whole line at a time, after the result is there. So a line
says the truth however the program ended: a line that was cut off is not read, and a picture whose
line is missing is done again, to the same result.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import time
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from offcut.native.batch.shards import ALL, Shard
from offcut.native.storage import places, storage_of
from offcut.native.workers.task import File, Outcome

FOLDER: Final = ".offcut"
"""In the folder of results; a listing leaves hidden folders out."""

_DONE: Final = "done"
_FAILED: Final = "failed"
_PERIOD: Final = 30.0
"""Seconds: an object can't be added to, so the journal of a bucket is written anew so often."""


@dataclass(frozen=True, slots=True)
class Record:
    """The last that is known of a result; sizes in bytes and pixels, times in seconds.

    Attributes:
        is_done: False if the picture failed.
        time: when, since the epoch.
        picture: name within what was given.
        size: of the picture.
        version: of the picture, see ``offcut.native.storage.Entry``.
        sha256: of the picture.
        result: name within the folder of results.
        result_size: of the result.
        result_sha256: of the result.
        width: of the result.
        height: of the result.
        options: what it was made with, see ``Settings.fingerprint``.
        is_numbered: see ``Outcome``.
        more: likewise.
    """

    is_done: bool
    time: float
    picture: str
    size: int
    version: str
    sha256: str
    result: str
    result_size: int
    result_sha256: str
    width: int
    height: int
    options: str
    is_numbered: bool = False
    more: tuple[File, ...] = ()

    @property
    def files(self) -> dict[str, File]:
        """What there is of the result, by name."""
        first = File(self.result_size, self.result_sha256, self.width, self.height)
        if not self.is_numbered:
            return {self.result: first}
        return {
            places.numbered(self.result, number): each
            for number, each in enumerate((first, *self.more), 1)
        }


class Journal:
    """The journals in a folder of results: all are read, and one is added to."""

    def __init__(self, folder: str, options: str, shard: Shard = ALL) -> None:
        """Nothing is read or written yet.

        Args:
            folder: of the results; a path or a URL.
            options: see ``Settings.fingerprint``.
            shard: part of the pictures; each has a journal of its own.
        """
        self._folder = places.join(folder, FOLDER)
        self._options = options
        self._part = "" if shard == ALL else f"-{shard}"
        self._lines = _lines_in(self._folder, f"journal{self._part}")

    def read(self, wanted: Container[str] | None = None) -> dict[str, Record]:
        """The last record of each result, of all journals.

        Args:
            wanted: names of results; None for all.

        Raises:
            OSError: if a journal can't be read.
        """
        records: dict[str, Record] = {}
        storage = storage_of(self._folder)
        found = storage.files(self._folder, lambda _: None)
        names = [entry.place for entry in found if _is_journal(places.name(entry.place))]
        for place in sorted(names):
            for record in _records(storage.read(place).splitlines()):
                before = records.get(record.result)
                if (wanted is None or record.result in wanted) and (
                    before is None or before.time <= record.time
                ):
                    records[record.result] = record
        return records

    def add(self, outcome: Outcome) -> Record:
        """Add a line. Returns what it says.

        Raises:
            OSError: if it can't be written.
        """
        task = outcome.task
        record = Record(
            is_done=outcome.error is None,
            time=round(time.time(), 3),
            picture=task.name,
            size=task.size,
            version=task.version,
            sha256=outcome.sha256,
            result=task.result,
            result_size=outcome.result_size,
            result_sha256=outcome.result_sha256,
            width=outcome.width,
            height=outcome.height,
            options=self._options,
            is_numbered=outcome.is_numbered,
            more=outcome.more,
        )
        self._lines.add(json.dumps(_line(record, outcome)).encode() + b"\n")
        return record

    def write_manifest(self, records: Iterable[Record]) -> str:
        """Write the list of all results that there are. Returns where it is.

        Raises:
            OSError: if it can't be written.
        """
        place = places.join(self._folder, f"manifest{self._part}.jsonl")
        done = sorted((each for each in records if each.is_done), key=lambda each: each.result)
        data = b"".join(
            json.dumps(_entry(each, name, file)).encode() + b"\n"
            for each in done
            for name, file in each.files.items()
        )
        storage_of(place).write(place, data, stay_in_folder=True)
        return place

    def close(self) -> None:
        """Write what is not written yet.

        Raises:
            OSError: if it can't be written.
        """
        self._lines.close()


def _is_journal(name: str) -> bool:
    return name.startswith("journal") and name.endswith(".jsonl")


def _line(record: Record, outcome: Outcome) -> dict[str, Any]:
    about = {"state": _DONE if record.is_done else _FAILED, "time": record.time}
    if record.is_done:
        first = File(record.result_size, record.result_sha256, record.width, record.height)
        rest = _entry(record, record.result, first)
        rest |= {"version": record.version, "seconds": round(outcome.seconds, 3)}
        if outcome.notes:
            rest["notes"] = outcome.notes
        if record.is_numbered:
            rest |= {"numbered": True, "more": record.more}
        return about | rest
    names = ("picture", "size", "version", "result", "options")
    values = {name: getattr(record, name) for name in names}
    return {**about, **values, "error": outcome.error, "code": outcome.code}


def _entry(record: Record, name: str, file: File) -> dict[str, Any]:
    """What is known of a file of the result, and of its picture."""
    return {
        "result": name,
        "result_size": file.size,
        "result_sha256": file.sha256,
        "width": file.width,
        "height": file.height,
        "picture": record.picture,
        "size": record.size,
        "sha256": record.sha256,
        "options": record.options,
    }


def _records(lines: Iterable[bytes]) -> Iterator[Record]:
    options: dict[str, str] = {}  # the same text for all
    for line in lines:
        # what was cut off, or what somebody else has put there
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            said = json.loads(line)
            chosen = said["options"]
            yield Record(
                is_done=said["state"] == _DONE,
                time=float(said["time"]),
                picture=said["picture"],
                size=int(said["size"]),
                version=said["version"],
                sha256=said.get("sha256", ""),
                result=said["result"],
                result_size=int(said.get("result_size", 0)),
                result_sha256=said.get("result_sha256", ""),
                width=int(said.get("width", 0)),
                height=int(said.get("height", 0)),
                options=options.setdefault(chosen, chosen),
                is_numbered=bool(said.get("numbered")),
                more=tuple(File(*each) for each in said.get("more", ())),
            )


class _LocalLines:
    """A file that whole lines are added to; it is made with the first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._is_cut = False

    def add(self, line: bytes) -> None:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._file = os.open(self._path, flags, 0o666)
            self._is_cut = _breaks_off(self._path)
        if self._is_cut:
            line = b"\n" + line
        self._is_cut = os.write(self._file, line) < len(line)
        if self._is_cut:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _breaks_off(path: Path) -> bool:
    """Whether the last line was cut off."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


class _RemoteLines:
    """An object of this run's own, which is written anew now and then."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._data = bytearray()
        self._is_written = True
        self._last = time.monotonic()

    def add(self, line: bytes) -> None:
        self._data += line
        self._is_written = False
        if time.monotonic() - self._last > _PERIOD:
            self.close()

    def close(self) -> None:
        if not self._is_written:
            storage_of(self._place).write(self._place, bytes(self._data))
            self._is_written = True
            self._last = time.monotonic()


def _lines_in(folder: str, name: str) -> _LocalLines | _RemoteLines:
    if places.scheme_of(folder) is None:
        return _LocalLines(Path(folder, f"{name}.jsonl"))
    run = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{secrets.token_hex(4)}"
    return _RemoteLines(places.join(folder, f"{name}-{run}.jsonl"))
