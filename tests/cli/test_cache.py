"""Writing a file at once or not at all."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from offcut.native import cache


def test_the_environment_moves_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_CACHE", str(tmp_path / "elsewhere"))
    assert cache.folder("models", "current") == tmp_path / "elsewhere" / "models" / "current"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("value", [None, ""])
def test_without_it_the_cache_is_in_the_home_folder(
    value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("OFFCUT_CACHE", raising=False)
    if value is not None:
        monkeypatch.setenv("OFFCUT_CACHE", value)
    assert cache.folder("parts") == tmp_path / ".cache" / "offcut" / "parts"


@pytest.mark.parametrize("name", ["new.png", "n" * 250 + ".png"])
def test_a_file_is_written_whole_and_nothing_else(name: str, tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        cache.write(tmp_path / name, content)
        assert (tmp_path / name).read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(b"old")

    def fill_the_disk(temporary: Path, data: bytes) -> int:
        with temporary.open("wb") as file:
            file.write(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    with pytest.raises(OSError, match="No space left"):
        cache.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target.png", tmp_path / "link.png"
    target.write_bytes(b"old")
    link.symlink_to(target)
    cache.write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_written_to_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    cache.write(pipe, b"through")
    reader.join()
    assert received == [b"through"]
    assert pipe.is_fifo()
