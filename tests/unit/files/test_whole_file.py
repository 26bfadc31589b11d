"""Writing a file at once or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from offcut.files import whole_file
from tests.conftest import ROOT

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What is in it is listed by the tests."""
    path = tmp_path / "folder"
    path.mkdir()
    return path


@pytest.fixture
def umask() -> Iterator[None]:
    """What a new file lets others do: read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("name", ["new.png", "n" * 250 + ".png", "猫" * 83 + ".png"])
def test_a_file_is_written_whole_and_nothing_else(name: str, folder: Path) -> None:
    for content in (b"first", b"second"):
        whole_file.write(folder / name, content)
        assert (folder / name).read_bytes() == content
    assert _names(folder) == [name]


def test_its_folder_is_made(folder: Path) -> None:
    whole_file.write(folder / "new" / "deep" / "file", b"new")
    assert (folder / "new" / "deep" / "file").read_bytes() == b"new"


def test_text_is_utf_8_with_line_feeds(folder: Path) -> None:
    whole_file.write_text(folder / "file", "Käse\n")
    assert (folder / "file").read_bytes() == b"K\xc3\xa4se\n"


def test_the_content_is_on_the_disk_before_it_has_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "file"
    synced: list[tuple[int, bool]] = []

    def fsync(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_size, path.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    whole_file.write(path, b"content")
    assert synced == [(7, False)]


# Permissions


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755, 0o444])
def test_a_file_that_is_replaced_keeps_its_permissions(
    mode: int, folder: Path, umask: None
) -> None:
    path = folder / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    whole_file.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert _mode(path) == mode


@posix_only
def test_who_could_not_read_the_old_file_can_never_read_the_new(folder: Path, umask: None) -> None:
    path = folder / "file"
    path.write_bytes(b"old")
    path.chmod(0o600)
    with whole_file.new_file(path) as temporary:
        assert _mode(temporary) == 0o600


@posix_only
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_permissions_of_any_new_file(
    mask: int, mode: int, folder: Path, umask: None
) -> None:
    os.umask(mask)
    whole_file.write(folder / "file", b"new")
    assert _mode(folder / "file") == mode


# Links


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, folder: Path) -> None:
    target, link = tmp_path / "target", folder / "link"
    target.write_bytes(b"old")
    link.symlink_to(Path("..") / "target")
    whole_file.write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert _names(folder) == ["link"]


def test_a_link_to_nothing_stays_and_its_file_is_made(tmp_path: Path, folder: Path) -> None:
    link = folder / "link"
    link.symlink_to(tmp_path / "missing")
    whole_file.write(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "missing").read_bytes() == b"new"


def test_the_other_name_of_a_file_keeps_the_old_content(folder: Path) -> None:
    path, other = folder / "file", folder / "other"
    path.write_bytes(b"old")
    other.hardlink_to(path)
    whole_file.write(path, b"new")
    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")


@pytest.mark.parametrize("target", ["outside", "{}/outside", "folder/../outside", "hop", "missing"])
def test_a_link_out_of_the_folder_is_replaced_where_nothing_else_may_change(
    target: str, tmp_path: Path, folder: Path, umask: None
) -> None:
    (tmp_path / "outside").write_bytes(b"old")
    (tmp_path / "outside").chmod(0o600)
    (tmp_path / "hop").symlink_to("outside")
    link = folder / "link"
    link.symlink_to(Path("..") / target.format(tmp_path))
    whole_file.write(link, b"new", stay_in_folder=True)
    assert not link.is_symlink()
    assert link.read_bytes() == b"new"
    assert (tmp_path / "outside").read_bytes() == b"old"
    assert _names(tmp_path) == ["folder", "hop", "outside"]
    if sys.platform != "win32":
        assert _mode(link) == 0o644


@posix_only
def test_a_link_to_a_folder_or_a_device_outside_is_replaced_too(
    tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "away").mkdir()
    for name, target in {"a": tmp_path / "away", "b": Path(os.devnull)}.items():
        (folder / name).symlink_to(target)
        whole_file.write(folder / name, b"new", stay_in_folder=True)
        assert not (folder / name).is_symlink()
        assert (folder / name).read_bytes() == b"new"
    assert _names(tmp_path / "away") == []


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "target").write_bytes(b"old")
    (folder / "link").symlink_to("target")
    whole_file.write(folder / "link", b"new", stay_in_folder=True)
    assert (folder / "link").is_symlink()
    assert (folder / "target").read_bytes() == b"new"


def test_the_folder_itself_may_be_a_link(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    for name in ("link/a", "folder/../link/b"):
        whole_file.write(tmp_path / name, b"new", stay_in_folder=True)
    assert _names(folder) == ["a", "b"]


@posix_only
@pytest.mark.parametrize("stay_in_folder", [False, True])
def test_links_in_a_circle_are_replaced(folder: Path, *, stay_in_folder: bool) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    whole_file.write(folder / "a", b"new", stay_in_folder=stay_in_folder)
    assert (folder / "a").read_bytes() == b"new"


# What is no file


@posix_only
@pytest.mark.parametrize("stay_in_folder", [False, True])
def test_a_pipe_is_written_to_directly(folder: Path, *, stay_in_folder: bool) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    whole_file.write(pipe, b"through", stay_in_folder=stay_in_folder)
    reader.join(timeout=10)
    assert received == [b"through"]
    assert pipe.is_fifo()
    assert _names(folder) == ["pipe"]


def test_a_device_stays_one() -> None:
    whole_file.write(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()


@posix_only
def test_standard_output_has_a_name_too() -> None:
    program = (
        "from pathlib import Path; from offcut.files.whole_file import write;"
        "write(Path('/dev/stdout'), b'through')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT / "py_src")},
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"through"


# Failures


def _is_clear(error: OSError, path: Path) -> bool:
    return error.filename == str(path) and error.filename2 is None and bool(error.strerror)


def test_a_full_disk_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "file"
    path.write_bytes(b"old")

    def fill_the_disk(temporary: Path, data: bytes) -> int:
        with temporary.open("wb") as file:
            file.write(data[:2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    with pytest.raises(OSError, match="No space left") as raised:
        whole_file.write(path, b"new")
    assert _is_clear(raised.value, path)
    assert path.read_bytes() == b"old"
    assert _names(folder) == ["file"]


def test_a_rename_that_fails_leaves_the_old_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "file"
    path.write_bytes(b"old")

    def refuse(temporary: Path, target: Path) -> Path:
        raise OSError(errno.EACCES, "Permission denied", str(temporary), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError) as raised:
        whole_file.write(path, b"new")
    assert _is_clear(raised.value, path)
    assert path.read_bytes() == b"old"
    assert _names(folder) == ["file"]


def test_a_folder_that_may_not_be_written_to_is_one_clear_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "file"
    path.write_bytes(b"old")

    def refuse(temporary: Path, mode: int, *, exist_ok: bool) -> None:  # root may write anywhere
        raise PermissionError(errno.EACCES, "Permission denied", str(temporary))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(PermissionError) as raised:
        whole_file.write(path, b"new")
    assert _is_clear(raised.value, path)
    assert path.read_bytes() == b"old"
    assert _names(folder) == ["file"]


@posix_only
def test_a_folder_that_vanishes_is_one_clear_error(folder: Path) -> None:
    path = folder / "file"
    with pytest.raises(FileNotFoundError) as raised, whole_file.new_file(path):
        shutil.rmtree(folder)
    assert _is_clear(raised.value, path)
    assert not folder.exists()


def test_a_link_into_a_folder_that_is_not_there_is_one_clear_error(folder: Path) -> None:
    (folder / "link").symlink_to("missing/file")
    with pytest.raises(FileNotFoundError) as raised:
        whole_file.write(folder / "link", b"new")
    assert _is_clear(raised.value, folder / "link")
    assert _names(folder) == ["link"]


@posix_only
def test_a_folder_is_no_file(folder: Path) -> None:
    with pytest.raises(IsADirectoryError) as raised:
        whole_file.write(folder, b"new")
    assert _is_clear(raised.value, folder)
    assert _names(folder) == []


def test_an_error_of_the_writer_s_own_is_passed_on(folder: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised, whole_file.new_file(folder / "file"):
        (folder / "missing").read_bytes()
    assert _is_clear(raised.value, folder / "missing")


def test_an_interrupted_write_leaves_the_old_file(folder: Path) -> None:
    path = folder / "file"
    path.write_text("old")

    def write_half() -> None:
        with whole_file.new_file(path) as temporary:
            temporary.write_text("ne")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert path.read_text() == "old"
    assert _names(folder) == ["file"]


@pytest.fixture
def strangers_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A link in a shared folder to a file of ours, which somebody else has made."""
    (tmp_path / "diary").write_bytes(b"dear diary")
    (tmp_path / "shared").mkdir()
    link = tmp_path / "shared" / "result.png"
    link.symlink_to(tmp_path / "diary")
    monkeypatch.setattr(
        whole_file, "_owner", lambda path: 4242 if path.name == link.name else os.geteuid()
    )
    return link


@posix_only
@pytest.mark.parametrize("chained", [False, True])
def test_a_link_that_somebody_else_has_planted_is_not_followed(
    chained: bool, strangers_link: Path, tmp_path: Path
) -> None:
    path = strangers_link
    if chained:
        path = tmp_path / "mine.png"
        path.symlink_to("shared/result.png")
    with pytest.raises(PermissionError, match="belongs to somebody else") as caught:
        whole_file.write(path, b"new")
    assert caught.value.filename == str(strangers_link)
    assert (tmp_path / "diary").read_bytes() == b"dear diary"
    assert strangers_link.is_symlink()


@posix_only
def test_a_planted_link_is_replaced_where_nothing_else_is_to_change(
    strangers_link: Path, tmp_path: Path
) -> None:
    whole_file.write(strangers_link, b"new", stay_in_folder=True)
    assert (tmp_path / "diary").read_bytes() == b"dear diary"
    assert not strangers_link.is_symlink()
    assert strangers_link.read_bytes() == b"new"
