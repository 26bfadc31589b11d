"""A file whose hash is known is hashed anew only once it has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from offcut.files import digest, verified, whole_file
from offcut.files.verified import are_intact

CONTENT = b"weights of a network"
EXPECTED = {"weights.bin": hashlib.sha256(CONTENT).hexdigest()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "weights.bin").write_bytes(CONTENT)
    return tmp_path


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were hashed."""
    names: list[str] = []
    original = digest.sha256

    def counted(path: Path) -> str:
        names.append(path.name)
        return original(path)

    monkeypatch.setattr(verified, "sha256", counted)
    return names


def test_a_file_is_hashed_once(folder: Path, hashed: list[str]) -> None:
    assert [are_intact(folder, EXPECTED) for _ in range(3)] == [True] * 3
    assert hashed == ["weights.bin"]


def test_it_is_hashed_anew_on_request(folder: Path, hashed: list[str]) -> None:
    assert are_intact(folder, EXPECTED)
    assert are_intact(folder, EXPECTED, anew=True)
    assert len(hashed) == 2


def test_a_changed_file_is_hashed_anew_and_noticed(folder: Path, hashed: list[str]) -> None:
    assert are_intact(folder, EXPECTED)
    (folder / "weights.bin").write_bytes(CONTENT[:-1] + b"!")
    assert not are_intact(folder, EXPECTED)
    assert len(hashed) == 2


def test_a_change_is_noticed_though_the_file_has_its_old_times(folder: Path) -> None:
    path = folder / "weights.bin"
    before = path.stat()
    assert are_intact(folder, EXPECTED)
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert not are_intact(folder, EXPECTED)


def test_another_file_in_its_place_is_noticed(folder: Path, hashed: list[str]) -> None:
    assert are_intact(folder, EXPECTED)
    path = folder / "weights.bin"
    before = path.stat()
    other = folder / "other"
    other.write_bytes(CONTENT)
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert are_intact(folder, EXPECTED)
    assert len(hashed) == 2


def test_a_file_that_is_as_it_was_is_hashed_where_another_hash_is_expected(folder: Path) -> None:
    assert are_intact(folder, EXPECTED)
    assert not are_intact(folder, {"weights.bin": "0" * 64})


def test_a_missing_file_is_noticed(folder: Path) -> None:
    assert are_intact(folder, EXPECTED)
    (folder / "weights.bin").unlink()
    assert not are_intact(folder, EXPECTED)
    assert not are_intact(folder / "nowhere", EXPECTED)


@pytest.mark.parametrize("record", ["", "[1]", "{", '{"weights.bin": 1}', "\xff"])
def test_a_record_that_is_none_is_not_heeded(record: str, folder: Path, hashed: list[str]) -> None:
    (folder / "verified.json").write_text(record, encoding="latin-1")
    assert are_intact(folder, EXPECTED)
    assert len(hashed) == 1


def test_what_was_damaged_is_not_noted_as_intact(folder: Path) -> None:
    (folder / "weights.bin").write_bytes(b"damaged")
    assert not are_intact(folder, EXPECTED)
    assert not (folder / "verified.json").exists()


def test_a_folder_that_can_not_be_written_to_is_hashed_each_time(
    folder: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(whole_file, "write_text", refuse)
    assert are_intact(folder, EXPECTED)
    assert are_intact(folder, EXPECTED)
    assert len(hashed) == 2
