"""SHA-256 of files."""

from __future__ import annotations

from pathlib import Path

from offcut.files.digest import is_intact, sha256

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""FIPS 180-2, appendix B.1."""


def test_a_file_is_intact_if_it_has_the_expected_hash(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    assert sha256(path) == ABC
    assert is_intact(path, ABC)
    path.write_bytes(b"abd")
    assert not is_intact(path, ABC)


def test_what_is_no_file_is_not_intact(tmp_path: Path) -> None:
    assert not is_intact(tmp_path, ABC)
    assert not is_intact(tmp_path / "missing", ABC)
