"""Nothing is installed in the system unasked."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

import pytest

from offcut_testing import debian
from tests.conftest import ROOT


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run, on a Debian, as root."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: Any) -> None:
        commands.append(command)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    return commands


@pytest.mark.parametrize("value", [None, "", "0"])
def test_unasked_only_the_command_is_shown(
    value: str | None,
    ran: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv(debian.ALLOWED, raising=False)
    if value is not None:
        monkeypatch.setenv(debian.ALLOWED, value)
    debian.install("chromium")
    assert ran == []
    assert "`apt-get install chromium` as root" in capsys.readouterr().out


def test_asked_to_it_installs(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(debian.ALLOWED, "1")
    debian.install("chromium")
    assert [command[:2] for command in ran] == [["apt-get", "update"], ["apt-get", "install"]]
    assert ran[1][-1] == "chromium"


def test_who_is_not_root_installs_nothing(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(debian.ALLOWED, "1")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    debian.install("chromium")
    assert ran == []


def test_the_machine_for_tests_is_allowed_to() -> None:
    assert f"export {debian.ALLOWED}=1" in (ROOT / ".ci" / "run").read_text()
