"""The command as people run it, and models small enough to take apart."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from offcut.native import CutOutFile, Remover
from offcut_testing.shared_data import shared_data
from tests.conftest import ROOT
from tests.native.models.model_server import ModelServer
from tests.native.models.small_models import SmallModel, make_small_model

QUICKEST = "isnet_quint8"

# The suite whose pictures are missing is left out; the run's last line says so.
_folder = shared_data()
collect_ignore = [] if _folder and (_folder / "gt").is_dir() else ["test_edges_on_photos.py"]
if sys.platform == "win32":
    # it has no terminals of this kind, and a process there can't be told to end
    collect_ignore += ["cli/test_terminal.py", "cli/test_signals.py", "cli/test_watch.py"]
    # nor be killed so, and it has no bash
    collect_ignore += ["workers/test_pool.py", "cli/test_completion.py"]
if sys.platform != "linux":
    # they look for processes in /proc, take rights away, and fill devices
    collect_ignore += ["cli/test_interrupted.py", "cli/test_bad_places.py", "cluster"]


class Command(Protocol):
    """Runs ``python -m offcut.native`` in a folder of the test's own."""

    def __call__(
        self, *arguments: str | Path, stdin: bytes = b"", cache: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Give it these arguments; ``cache`` stands in for the user's."""


@pytest.fixture
def bare_offcut(tmp_path: Path) -> Command:
    """The command without any models."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", cache: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "py_src")}
        environment.pop("OFFCUT_MODELS", None)
        if cache is not None:
            environment["OFFCUT_CACHE"] = str(cache)
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "offcut.native", *arguments],
            cwd=tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.fixture
def offcut(bare_offcut: Command, small_models: Path) -> Command:
    """The command with the stand-ins of the models."""
    return _with_models(bare_offcut, small_models)


@pytest.fixture
def real_offcut(bare_offcut: Command, models_dir: Path) -> Command:
    """The command with the real models."""
    return _with_models(bare_offcut, models_dir)


def _with_models(bare_offcut: Command, models: Path) -> Command:
    def run(
        *arguments: str | Path, stdin: bytes = b"", cache: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        given = ("--models", models, "--model", QUICKEST, *arguments)
        return bare_offcut(*given, stdin=stdin, cache=cache)

    return run


@pytest.fixture(scope="session")
def remover(small_models: Path) -> Remover:
    """The same in Python, loaded once for all tests."""
    return Remover(QUICKEST, small_models)


@pytest.fixture(scope="session")
def cut_cat(remover: Remover, photos: Path) -> CutOutFile:
    """What it makes of the cat, by default."""
    return remover.remove_background(photos / "chelsea.png")


@pytest.fixture(scope="session")
def real_remover(models_dir: Path) -> Remover:
    """The real default model, loaded once for all tests."""
    return Remover(QUICKEST, models_dir)


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache instead of the user's."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("OFFCUT_CACHE", str(folder))
    monkeypatch.delenv("OFFCUT_MODELS", raising=False)
    return folder


@pytest.fixture
def small_model(tmp_path: Path) -> SmallModel:
    return make_small_model(tmp_path / "models")


@pytest.fixture
def model_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ModelServer() as server:
        yield server
