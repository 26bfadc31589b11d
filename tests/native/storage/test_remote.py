"""Stores that fsspec reads and writes, with one in memory, and one that fails as told."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from offcut import InvalidOptionError
from offcut.native.storage import storage_of
from offcut.native.storage.store import Storage

ROOT = "memory://bucket"


@pytest.fixture
def memory() -> Iterator[Storage]:
    """An empty store."""
    yield storage_of(ROOT)
    fsspec.filesystem("memory").rm("/bucket", recursive=True)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Attempts without waiting; how long it would have been."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def _fail(error: OSError) -> None:
    raise error


def test_what_is_written_is_there_and_listed(memory: Storage) -> None:
    for name in ("a.jpg", "sub/b.jpg", ".offcut/journal.jsonl", "sub/.c.jpg"):
        memory.write(f"{ROOT}/in/{name}", name.encode())
    assert {entry.place: entry.size for entry in memory.files(f"{ROOT}/in/", _fail)} == {
        f"{ROOT}/in/a.jpg": 5,
        f"{ROOT}/in/sub/b.jpg": 9,
    }
    assert [entry.place for entry in memory.matches(f"{ROOT}/in/**/*.jpg")][-1].endswith("b.jpg")
    assert memory.read(f"{ROOT}/in/a.jpg") == b"a.jpg"
    assert memory.is_folder(f"{ROOT}/in")
    assert not memory.is_folder(f"{ROOT}/in/a.jpg")


def test_an_entry_is_another_once_the_object_is(memory: Storage) -> None:
    memory.write(f"{ROOT}/a", b"1")
    before = memory.entry(f"{ROOT}/a")
    memory.write(f"{ROOT}/a", b"2")
    assert before is not None
    assert before != memory.entry(f"{ROOT}/a")
    assert memory.entry(f"{ROOT}/b") is None


def test_an_object_is_moved(memory: Storage) -> None:
    memory.write(f"{ROOT}/in/a.jpg", b"1")
    memory.move(f"{ROOT}/in/a.jpg", f"{ROOT}/done")
    assert memory.read(f"{ROOT}/done/a.jpg") == b"1"
    assert memory.entry(f"{ROOT}/in/a.jpg") is None


def test_what_is_not_there_is_told_at_once(memory: Storage, no_pauses: list[float]) -> None:
    memory.write(f"{ROOT}/b", b"1")
    with pytest.raises(FileNotFoundError) as refused:
        memory.read(f"{ROOT}/a.jpg")
    assert refused.value.filename == f"{ROOT}/a.jpg"
    assert no_pauses == []


class Failing(MemoryFileSystem):  # type: ignore[misc] # fsspec has no types
    """Fails as often as it is told, with what it is told."""

    protocol = "failing"
    errors: list[Exception]

    def cat_file(self, *_: Any, **__: Any) -> bytes:
        """Fail, or give what is there."""
        if self.errors:
            raise self.errors.pop()
        return b"whole"


@pytest.fixture
def failing() -> Iterator[list[Exception]]:
    """What it is to fail with."""
    fsspec.register_implementation("failing", Failing, clobber=True)
    Failing.errors = []
    yield Failing.errors
    Failing.clear_instance_cache()


@pytest.mark.parametrize(
    "error",
    [TimeoutError(), ConnectionResetError(104, "reset"), ValueError("odd"), OSError("no number")],
    ids=str,
)
def test_what_may_pass_is_tried_again(
    failing: list[Exception], error: Exception, no_pauses: list[float]
) -> None:
    failing += [error] * 3
    assert storage_of("failing://x").read("failing://x/a") == b"whole"
    assert [0.5 <= no_pauses[0] <= 1, 2 <= no_pauses[1] <= 4, 5 <= no_pauses[2] <= 10] == [True] * 3


def test_what_does_not_pass_is_told_in_a_line(failing: list[Exception]) -> None:
    failing += [ValueError("it is\nodd")] * 4
    with pytest.raises(OSError, match="ValueError: it is odd") as refused:
        storage_of("failing://x").read("failing://x/a")
    assert refused.value.filename == "failing://x/a"
    assert failing == []


@pytest.mark.parametrize("error", [PermissionError("Forbidden"), FileNotFoundError("gone")])
def test_what_is_refused_is_not_tried_again(
    failing: list[Exception], error: Exception, no_pauses: list[float]
) -> None:
    failing.append(error)
    with pytest.raises(OSError) as refused:  # noqa: PT011 - by its number
        storage_of("failing://x").read("failing://x/a")
    assert refused.value.errno in {errno.EACCES, errno.ENOENT}
    assert no_pauses == []


class Server(MemoryFileSystem):  # type: ignore[misc] # fsspec has no types
    """A file server, which shows a file while it is written; its writes break off if told."""

    protocol = "server"
    is_broken = False

    def pipe_file(self, path: str, value: bytes, *_: Any, **__: Any) -> None:
        """Write, or break off."""
        super().pipe_file(path, value[:3] if self.is_broken else value)
        if self.is_broken:
            raise PermissionError("full")


@pytest.fixture
def server() -> Iterator[Storage]:
    """An empty one."""
    fsspec.register_implementation("server", Server, clobber=True)
    Server.is_broken = False
    yield storage_of("server://x")
    Server.store.clear()
    Server.clear_instance_cache()


def test_on_a_file_server_a_result_is_whole_or_not_there(server: Storage) -> None:
    server.write("server://x/a.png", b"whole")
    Server.is_broken = True
    with pytest.raises(PermissionError):
        server.write("server://x/a.png", b"other")
    with pytest.raises(PermissionError):
        server.write("server://x/b.png", b"other")
    listed = [entry.place for entry in server.files("server://x", _fail)]
    assert listed == ["server://x/a.png"]
    assert server.read("server://x/a.png") == b"whole"
    assert len(Server.store) == 1


def test_a_kind_that_nothing_reads_is_told() -> None:
    with pytest.raises(InvalidOptionError, match=r"nowhere:// can't be read or written here"):
        storage_of("nowhere://x/a.jpg")
