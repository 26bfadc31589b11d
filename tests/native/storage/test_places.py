"""Paths and URLs as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut.native.storage import places


@pytest.mark.parametrize(
    ("place", "scheme"),
    [
        ("s3://bucket/cat.jpg", "s3"),
        ("MEMORY://a", "memory"),
        ("cat.jpg", None),
        ("c:/cat.jpg", None),
        ("a/b://c", None),
        ("file:///photos/cat.jpg", None),
    ],
)
def test_a_url_has_a_scheme(place: str, scheme: str | None) -> None:
    assert places.scheme_of(place) == scheme


def test_a_url_of_a_file_is_its_path() -> None:
    assert places.local("file:///photos/cat.jpg") == "/photos/cat.jpg"
    assert places.local("cat.jpg") == "cat.jpg"


@pytest.mark.parametrize("folder", ["s3://bucket/in", "s3://bucket/in/"])
def test_urls_are_put_together_and_taken_apart(folder: str) -> None:
    place = places.join(folder, "sub/cat.jpg")
    assert place == "s3://bucket/in/sub/cat.jpg"
    assert places.parent(place) == "s3://bucket/in/sub"
    assert places.name(place) == "cat.jpg"
    assert places.stem_and_suffix(place) == ("cat", ".jpg")
    assert places.below(place, folder) == "sub/cat.jpg"


@pytest.mark.parametrize(
    ("place", "folder", "expected"),
    [
        ("a/b/c", "a/b", True),
        ("a/b", "a/b/", True),
        ("a/bc", "a/b", False),
        ("a", "a/b", False),
        ("s3://x/a/b", "s3://x/a", True),
        ("s3://x/ab", "s3://x/a", False),
        ("s3://x/a", "gs://x/a", False),
        ("a", "s3://x/a", False),
    ],
)
def test_what_is_below_what_is_known(place: str, folder: str, *, expected: bool) -> None:
    assert places.is_below(place, folder) is expected


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [
        ("*.jpg", ""),
        ("in/*.jpg", "in/"),
        ("in/**/*.jpg", "in/"),
        ("in/a*b/c.jpg", "in/"),
        ("/x/in/[ab].jpg", "/x/in/"),
        ("s3://bucket/in/*.jpg", "s3://bucket/in/"),
        ("s3://bucket/*", "s3://bucket/"),
    ],
)
def test_a_pattern_has_a_part_that_is_fixed(pattern: str, folder: str) -> None:
    assert places.fixed_part(pattern) == folder


def test_the_same_file_has_one_key_by_whatever_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "link").symlink_to("in")
    monkeypatch.chdir(tmp_path)
    keys = {places.key(place) for place in ("in/Cat.jpg", "./in/cat.JPG", "link/cat.jpg")}
    assert len(keys) == 1
    assert places.key("s3://x/Cat.jpg") != places.key("s3://x/cat.jpg")
