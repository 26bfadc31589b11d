"""Changes to a copy of the site are made as meant, or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from offcut_bench.browser.counts import COUNTING
from offcut_bench.browser.heaps import NOTING
from offcut_bench.browser.settings import CHANGES
from offcut_bench.pages.altered import Change, apply
from offcut_build import paths


@pytest.mark.parametrize("change", [COUNTING, *NOTING, *CHANGES.values()])
def test_the_workers_still_have_the_words_that_are_changed(change: Change, tmp_path: Path) -> None:
    (tmp_path / change.file).parent.mkdir(parents=True)
    shutil.copy(paths.WEB / change.file, tmp_path / change.file)
    apply(change, tmp_path)
    assert change.new in (tmp_path / change.file).read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["nothing of it", "words, words"])
def test_what_is_not_there_once_is_not_changed(text: str, tmp_path: Path) -> None:
    (tmp_path / "file.js").write_text(text)
    with pytest.raises(LookupError, match="has not one 'words'"):
        apply(Change("file.js", "words", "others"), tmp_path)
    assert (tmp_path / "file.js").read_text() == text
