"""What is in the cache is whole, and verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_build import cache
from offcut_build.errors import BuildError
from tests.build.conftest import sha256


def test_a_wrong_hash_stops_and_names_the_file_and_removes_it(tmp_path: Path) -> None:
    path = tmp_path / "numpy.whl"
    path.write_bytes(b"not numpy")
    with pytest.raises(BuildError, match=r"numpy\.whl has a wrong SHA-256"):
        cache.require_hash(path, sha256(b"numpy"))
    assert not path.exists()


def test_a_right_hash_gives_the_file(tmp_path: Path) -> None:
    path = tmp_path / "numpy.whl"
    path.write_bytes(b"numpy")
    assert cache.require_hash(path, sha256(b"numpy")) == path


def test_an_interrupted_folder_leaves_the_old_folder(tmp_path: Path) -> None:
    path = tmp_path / "site"
    with cache.new_folder(path) as temporary:
        (temporary / "a").touch()

    def make_half() -> None:
        with cache.new_folder(path) as temporary:
            (temporary / "b").touch()
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - any will do
        make_half()
    assert [p.name for p in path.iterdir()] == ["a"]
    assert not list(tmp_path.glob(".site*"))


def test_what_a_killed_build_left_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / ".site.new").mkdir()
    (tmp_path / ".site.new" / "half").touch()
    with cache.new_folder(tmp_path / "site") as temporary:
        (temporary / "whole").touch()
    assert [p.name for p in (tmp_path / "site").iterdir()] == ["whole"]


def test_the_cache_can_be_moved(cache_folder: Path) -> None:
    assert cache.folder("wheels") == cache_folder / "wheels"
    assert (cache_folder / "wheels").is_dir()
