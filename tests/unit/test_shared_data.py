"""Where the wider suites find their pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_build import paths
from offcut_testing.shared_data import SharedDataError, shared_data
from tests import conftest


def test_the_environment_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_TEST_DATA", str(tmp_path))
    assert shared_data() == tmp_path


def test_a_wrong_folder_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_TEST_DATA", str(tmp_path / "gone"))
    with pytest.raises(SharedDataError, match="gone, which is no folder"):
        shared_data()


@pytest.mark.parametrize("there", [True, False])
def test_without_it_the_folder_beside_the_project_is_taken_if_there(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OFFCUT_TEST_DATA", raising=False)
    monkeypatch.setattr(paths, "ROOT", tmp_path / "project")
    folder = tmp_path / "shared" / "data"
    if there:
        folder.mkdir(parents=True)
    assert shared_data() == (folder if there else None)
    assert ("no folder" in conftest.wider_line(0)) != there


def test_the_last_line_counts_the_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_TEST_DATA", str(tmp_path))
    assert conftest.wider_line(9) == f"shared data: 9 pictures of {tmp_path}"
    assert "did not run" in conftest.wider_line(0)


@pytest.mark.parametrize(
    ("passed", "failed", "line"),
    [
        (0, 0, "cli: did not run"),
        (7, 0, "cli: 7 passed"),
        (7, 1, "cli: 7 passed, 1 FAILED"),
        (0, 1, "cli: 0 passed, 1 FAILED"),
    ],
)
def test_each_suite_has_a_line(passed: int, failed: int, line: str) -> None:
    assert conftest.suite_line("cli", passed, failed) == line
