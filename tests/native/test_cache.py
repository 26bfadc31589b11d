"""Where the cache is, and writing a file at once or not at all."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from offcut.native import cache
from offcut_build import cache as build_cache


def test_the_environment_moves_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_CACHE", str(tmp_path / "elsewhere"))
    assert cache.folder("models", "current") == tmp_path / "elsewhere" / "models" / "current"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "home/.cache/offcut"),
        ("linux", {"OFFCUT_CACHE": ""}, "home/.cache/offcut"),
        ("linux", {"XDG_CACHE_HOME": "{}/xdg"}, "xdg/offcut"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "home/.cache/offcut"),
        ("linux", {"XDG_CACHE_HOME": ""}, "home/.cache/offcut"),
        ("darwin", {"XDG_CACHE_HOME": "{}/xdg"}, "home/Library/Caches/offcut"),
        ("win32", {"LOCALAPPDATA": "{}/local"}, "local/offcut"),
        ("win32", {}, "home/AppData/Local/offcut"),
        ("darwin", {"OFFCUT_CACHE": "~/mine"}, "home/mine"),
    ],
)
def test_without_it_the_cache_is_where_the_platform_keeps_caches(
    platform: str,
    variables: dict[str, str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("OFFCUT_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert cache.folder("parts") == tmp_path / expected / "parts"
    assert build_cache.folder("parts") == cache.folder("parts")


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
