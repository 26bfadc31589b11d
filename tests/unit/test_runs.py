"""Where the wider suites find their pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from offcut_build import paths
from offcut_testing.shared_data import SharedDataError, shared_data
from tests import budget, runs


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
    assert ("no folder" in runs.wider_line(0)) != there


def test_the_last_line_counts_the_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_TEST_DATA", str(tmp_path))
    assert runs.wider_line(9) == f"shared data: 9 pictures of {tmp_path}"
    assert "did not run" in runs.wider_line(0)


@pytest.mark.parametrize(
    ("passed", "failed", "line"),
    [
        (0, 0, "native: did not run"),
        (7, 0, "native: 7 passed"),
        (7, 1, "native: 7 passed, 1 FAILED"),
        (0, 1, "native: 0 passed, 1 FAILED"),
    ],
)
def test_each_suite_has_a_line(passed: int, failed: int, line: str) -> None:
    assert runs.suite_line("native", passed, failed) == line


def test_the_last_line_says_what_only_the_full_run_shows() -> None:
    left = {
        "tests/browser/faults/test_soak.py::a",
        "tests/browser/faults/test_soak.py::b",
        "tests/native/x.py::c",
    }
    line = runs.full_line(left, full=False)
    assert line == "only --full shows 3 more: browser/faults/test_soak.py 2, native/x.py 1"
    assert "everything" in runs.full_line(set(), full=True)


def test_a_test_that_takes_too_long_is_told_unless_it_is_listed() -> None:
    seconds = {"a.py::quick": 14.0, "a.py::slow": 16.0, "b.py::slow[1]": 40.0}
    (line,) = budget.over(seconds, ["b.py::slow"])
    assert line.startswith("a.py::slow took 16 s")
    assert len(budget.over(seconds, [])) == 2


def test_a_run_with_a_slow_test_fails(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = (str(paths.PYTHON_SOURCES), str(paths.ROOT))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(folders))
    pytester.makeconftest('pytest_plugins = ("tests.runs",)')
    pytester.makepyfile(
        """
        import pytest
        from tests import budget
        budget.LIMIT_S = 0.01

        def test_slow():
            import time
            time.sleep(0.05)

        @pytest.mark.full
        def test_full():
            assert False
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["only --full shows 1 more: *", "TOO SLOW: *::test_slow took *"])
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    full = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--full")
    full.assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize("listed", budget.SLOW)
def test_what_may_take_longer_is_there(listed: str) -> None:
    file, _, name = listed.partition("::")
    (first, *_) = sorted(paths.ROOT.glob(f"{file}*"))
    assert not name or f"def {name.partition('[')[0]}" in first.read_text(encoding="utf-8")
    assert budget.SLOW[listed]
