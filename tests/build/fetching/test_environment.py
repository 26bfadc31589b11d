"""The private environment: made once, and nothing is installed outside it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from offcut_build import build_lock, paths, process
from offcut_build.errors import BuildError
from offcut_build.fetching import environment, pip

VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run."""
    made: list[list[str]] = []

    def run(command: list[object], **_: object) -> None:
        made.append([*map(str, command)])
        if "venv" in made[-1]:
            python = Path(made[-1][-1]) / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.touch()

    monkeypatch.setattr(process, "run", run)
    return made


def test_an_environment_is_made_once(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    python = environment.environment("build")
    assert environment.environment("build") == python
    assert len(commands) == 2
    assert {"--require-hashes", "--only-binary"} <= set(commands[1])


def test_an_interrupted_environment_is_made_anew(
    commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pip, "install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            environment.environment("build")
    shutil.rmtree(Path(commands[0][-1]))
    environment.environment("build")
    assert [command[2] for command in commands] == ["venv", "venv", "pip"]


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_what_to_install_and_nothing_is_run(
    missing: str, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name != missing)
    with pytest.raises(BuildError, match=f"sudo apt-get install {re.escape(VENV)}\\)"):
        environment.environment("build")
    assert commands == []


@pytest.mark.parametrize("name", ["build", "test", "bench"])
def test_requirements_are_pinned_by_hash_and_name_no_host(name: str) -> None:
    text = (paths.REQUIREMENTS / f"{name}.txt").read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    assert "//" not in text


def test_a_second_build_waits_and_says_so(cache_folder: Path) -> None:
    code = "from offcut_build.build_lock import exclusive\nwith exclusive(): print('mine')"
    with build_lock.exclusive(), build_lock.exclusive():
        second = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(paths.PYTHON_SOURCES), "OFFCUT_CACHE": str(cache_folder)},
        )
        assert second.stderr
        assert "Another build is under way" in second.stderr.readline()
        time.sleep(0.3)
        assert second.poll() is None
    assert second.communicate(timeout=5)[0] == "mine\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is not inherited there")
def test_a_killed_builds_program_still_holds_the_cache(cache_folder: Path) -> None:
    inner = "import time; print('works', flush=True); time.sleep(30)"
    outer = (
        "import os, sys\n"
        "from offcut_build import build_lock, process\n"
        "with build_lock.exclusive():\n"
        f"    process.run([sys.executable, '-c', {inner!r}], log='x', failure='x',\n"
        "        on_line=lambda _: os.kill(os.getpid(), 9))\n"
    )
    environ = {"PYTHONPATH": str(paths.PYTHON_SOURCES), "OFFCUT_CACHE": str(cache_folder)}
    subprocess.run([sys.executable, "-c", outer], env=environ, check=False)
    with (cache_folder / "lock").open("a+b") as file:
        assert not build_lock._try_lock(file)
