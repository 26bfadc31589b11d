"""Which files of a folder are taken for pictures."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from offcut.native.batch.listing import SUFFIXES, find
from tests.conftest import ROOT


def test_what_is_taken_from_a_folder_is_what_the_page_takes() -> None:
    text = (ROOT / "web" / "app" / "intake" / "folders.js").read_text(encoding="utf-8")
    match = re.search(r"const PICTURE =\s*/(.*?)/i;", text)
    assert match
    page = re.compile(match[1], re.IGNORECASE)
    known = {*SUFFIXES, *Image.registered_extensions(), ".txt", ".cr1", ".heix", ".hei"}
    assert {suffix for suffix in known if page.search(f"cat{suffix}")} == SUFFIXES


def test_the_case_of_an_extension_does_not_matter(tmp_path: Path) -> None:
    for name in ("a.JPG", "b.Png", "c.txt"):
        (tmp_path / name).touch()
    assert [found.name for found in find([str(tmp_path)])] == ["a.JPG", "b.Png"]


def test_a_picture_whose_folder_can_not_be_entered_is_in_the_list_all_the_same(
    tmp_path: Path,
) -> None:
    place = str(tmp_path / ("x" * 300) / "cat.jpg")
    (found,) = find([place])
    assert (found.entry.place, found.entry.size) == (place, -1)
