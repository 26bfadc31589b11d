"""Fuzzing finds nothing in a while; and would, if there were something."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from offcut import InvalidOptionError, UnreadableImageError
from offcut_build import paths
from offcut_testing.fuzzing import seeds, targets


@pytest.mark.parametrize("data", seeds.of_files(), ids=lambda data: data[:12].hex())
def test_what_it_begins_with_is_read_or_refused(data: bytes) -> None:
    targets.decoding(data)


@pytest.mark.parametrize("data", seeds.of_files(), ids=lambda data: data[:12].hex())
def test_what_it_begins_with_has_a_header_or_is_refused(data: bytes) -> None:
    targets.headers(data)


@pytest.mark.parametrize("data", seeds.of_options(), ids=lambda data: data[:4].hex())
def test_any_options_are_taken_or_refused(data: bytes) -> None:
    targets.options(data)


def _raises(error: Exception) -> Callable[..., Any]:
    def fail(*_: Any) -> Any:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (ValueError("any"), ValueError),
        (UnreadableImageError("It is odd.", code="a"), targets.BadSentenceError),
        (UnreadableImageError("picture.bin is odd", code="a"), targets.BadSentenceError),
        (
            UnreadableImageError("picture.bin: list index out of range.", code="a"),
            targets.BadSentenceError,
        ),
        (UnreadableImageError("picture.bin is " + "a" * 999, code="a"), targets.BadSentenceError),
    ],
)
def test_what_should_not_be_raised_is_found(
    monkeypatch: pytest.MonkeyPatch, error: Exception, found: type[Exception]
) -> None:
    monkeypatch.setattr(targets, "decode", _raises(error))
    with pytest.raises(found):
        targets.decoding(seeds.of_files()[0])


def test_what_should_not_be_raised_of_options_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    error = InvalidOptionError("<class 'str'> it is.", code="a")
    monkeypatch.setattr(targets, "_strokes", _raises(error))
    with pytest.raises(targets.BadSentenceError):
        targets.options(b"")


@pytest.mark.full
@pytest.mark.parametrize(
    ("target", "seconds"), [("options", 20), ("headers", 20), ("decoding", 60)]
)
def test_nothing_is_found_in_a_while(target: str, seconds: int) -> None:
    command = [sys.executable, "-m", "offcut_testing.fuzzing", target, "--seed", "1"]
    run = subprocess.run(
        [*command, "--seconds", str(seconds)],
        env={**os.environ, "PYTHONPATH": str(paths.PYTHON_SOURCES)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
