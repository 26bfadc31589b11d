"""Where the cache is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from offcut.files.cache_folder import cache_folder


def test_the_environment_moves_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_CACHE", str(tmp_path / "elsewhere"))
    assert cache_folder("models", "current") == tmp_path / "elsewhere" / "models" / "current"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, "home/.cache/offcut"),
        ("linux", {"OFFCUT_CACHE": ""}, "home/.cache/offcut"),
        ("linux", {"XDG_CACHE_HOME": "{}/xdg"}, "xdg/offcut"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "home/.cache/offcut"),
        ("linux", {"XDG_CACHE_HOME": ""}, "home/.cache/offcut"),
        ("darwin", {"XDG_CACHE_HOME": "{}/xdg"}, "home/Library/Caches/offcut"),
        ("win32", {"LOCALAPPDATA": "{}/local"}, "local/offcut"),
        ("win32", {}, "home/AppData/Local/offcut"),
        ("darwin", {"OFFCUT_CACHE": "~/mine"}, "home/mine"),
    ],
)
def test_without_it_the_cache_is_where_the_platform_keeps_caches(
    platform: str,
    variables: dict[str, str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("OFFCUT_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder("parts") == tmp_path / expected / "parts"
