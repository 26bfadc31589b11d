"""One line a step, and a sign of life for those who wait."""

from __future__ import annotations

import re
import time

import pytest

from offcut_build import report


def test_a_step_ends_with_one_line_of_bytes_and_seconds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with report.step("Fetching numpy", lambda: 2_900_000, 5_000_000) as step:
        step.detail = "from afar"
    line = r"Fetching numpy: 2\.9 MB of 5\.0 MB, from afar, \d\.\d s\n"
    assert re.fullmatch(line, capsys.readouterr().err)


def test_a_long_step_shows_that_it_is_alive(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "_PLAIN", 0.01)
    with report.step("Fetching numpy", lambda: 1_000_000):
        time.sleep(0.1)
    first, *_, last = capsys.readouterr().err.splitlines()
    assert first.startswith("Fetching numpy ... 1.0 MB, ")
    assert last.startswith("Fetching numpy: 1.0 MB, ")


def test_a_failed_step_leaves_the_word_to_the_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="gone"), report.step("Fetching numpy"):
        raise OSError("gone")
    assert capsys.readouterr().err == ""
