"""Files on this machine."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from offcut.native.storage.local import LOCAL


def _make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())


def test_a_folder_is_listed_to_its_depth_without_what_is_hidden(tmp_path: Path) -> None:
    _make(tmp_path, "a.jpg", "sub/deep/b.txt", ".c.jpg", ".git/d.jpg", "sub/._e.jpg")
    listed = {entry.place: entry.size for entry in LOCAL.files(str(tmp_path), _fail)}
    assert listed == {str(tmp_path / "a.jpg"): 5, str(tmp_path / "sub/deep/b.txt"): 14}


def _fail(error: OSError) -> None:
    raise error


def test_folders_that_lead_in_a_circle_are_no_matter(tmp_path: Path) -> None:
    _make(tmp_path, "sub/a.jpg")
    (tmp_path / "sub/up").symlink_to("..")
    assert [entry.place for entry in LOCAL.files(str(tmp_path), _fail)] == [
        str(tmp_path / "sub/a.jpg")
    ]


def test_a_link_that_leads_nowhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "gone.jpg").symlink_to("nowhere")
    assert list(LOCAL.files(str(tmp_path), _fail)) == []


def test_an_entry_is_another_once_the_file_is(tmp_path: Path) -> None:
    _make(tmp_path, "a.jpg")
    place = str(tmp_path / "a.jpg")
    before = LOCAL.entry(place)
    os.utime(place, ns=(1, 1))
    assert before is not None
    assert before != LOCAL.entry(place)


def test_what_is_no_file_has_no_entry(tmp_path: Path) -> None:
    _make(tmp_path, "a.jpg")
    assert LOCAL.entry(str(tmp_path)) is None
    assert LOCAL.entry(str(tmp_path / "b.jpg")) is None
    assert LOCAL.entry(str(tmp_path / "a.jpg" / "b.jpg")) is None


@pytest.mark.parametrize(
    ("name", "number"),
    [("a.jpg/b.png", errno.ENOTDIR), ("new/" + "x" * 300 + "/b.png", errno.ENAMETOOLONG)],
)
def test_what_can_not_be_written_is_told_beforehand(tmp_path: Path, name: str, number: int) -> None:
    _make(tmp_path, "a.jpg")
    with pytest.raises(OSError) as refused:  # noqa: PT011 - by its number
        LOCAL.check(str(tmp_path / name))
    assert refused.value.errno == number


def test_a_folder_that_is_not_there_yet_is_no_matter(tmp_path: Path) -> None:
    LOCAL.check(str(tmp_path / "new/deep/b.png"))
    assert not list(tmp_path.iterdir())


def test_a_file_is_moved_into_a_folder_and_replaces_an_older_one(tmp_path: Path) -> None:
    _make(tmp_path, "in/a.jpg", "done/a.jpg")
    LOCAL.move(str(tmp_path / "in/a.jpg"), str(tmp_path / "done"))
    assert (tmp_path / "done/a.jpg").read_bytes() == b"in/a.jpg"
    assert not list((tmp_path / "in").iterdir())


def test_onto_another_drive_a_file_is_moved_by_a_whole_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make(tmp_path, "in/a.jpg")
    replace = Path.replace

    def other_drive(path: Path, target: Path) -> Path:
        if path.name == "a.jpg":
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", other_drive)
    LOCAL.move(str(tmp_path / "in/a.jpg"), str(tmp_path / "done"))
    assert [path.name for path in (tmp_path / "done").iterdir()] == ["a.jpg"]
    assert not list((tmp_path / "in").iterdir())
