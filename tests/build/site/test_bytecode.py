"""Pyodide's Python is compiled once, by itself, and what is kept is verified."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from offcut_build import cache, process
from offcut_build.errors import BuildError
from offcut_build.site import bytecode
from tests.build.conftest import sha256

LIBRARIES = {"zlib": "1.3.1"}
LOCK = {"packages": {"numpy": {"file_name": "numpy.whl", "sha256": "as published", "depends": []}}}


@pytest.fixture
def runtime(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "runtime"
    folder.mkdir()
    for name in ("pyodide.mjs", "python_stdlib.zip", "numpy.whl"):
        (folder / name).write_text(name)
    return {path.name: path for path in folder.iterdir()}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that Pyodide was started on: a stand-in that only marks the archives."""
    folders: list[Path] = []

    def run(command: Sequence[str | Path], **_: Any) -> None:
        folder = Path(command[2])
        folders.append(folder)
        assert json.loads((folder / bytecode.LOCK).read_text()) == LOCK
        for name in ("python_stdlib.zip", "numpy.whl"):
            (folder / name).write_text(f"{(folder / name).read_text()}, compiled")
        (folder / "c-libraries.json").write_text(json.dumps(LIBRARIES))

    monkeypatch.setattr(process, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    return folders


def _contents(files: dict[str, Path | str]) -> dict[str, str]:
    return {n: f if isinstance(f, str) else f.read_text() for n, f in files.items()}


def test_archives_are_compiled_and_the_lock_says_so(
    runtime: dict[str, Path], runs: list[Path]
) -> None:
    found = _contents(bytecode.compiled(runtime, LOCK))
    lock = json.loads(found.pop(bytecode.LOCK))
    assert found == {
        "pyodide.mjs": "pyodide.mjs",
        "python_stdlib.zip": "python_stdlib.zip, compiled",
        "numpy.whl": "numpy.whl, compiled",
    }
    assert lock["packages"]["numpy"]["sha256"] == sha256(b"numpy.whl, compiled")
    assert LOCK["packages"]["numpy"]["sha256"] == "as published"


def test_what_is_kept_is_not_compiled_again(runtime: dict[str, Path], runs: list[Path]) -> None:
    assert bytecode.compiled(runtime, LOCK) == bytecode.compiled(runtime, LOCK)
    assert len(runs) == 1


def test_the_c_libraries_are_named(
    runtime: dict[str, Path], runs: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "c-libraries.json" not in bytecode.compiled(runtime, LOCK)
    assert "C libraries in Pyodide's Pillow: zlib 1.3.1" in capsys.readouterr().err


def test_a_c_library_that_is_too_old_stops_the_build(
    runtime: dict[str, Path], runs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIBRARIES, "zlib", "1.2.11")
    for _ in range(2):  # what is kept is not trusted either
        with pytest.raises(BuildError, match=r"zlib 1\.2\.11, older than 1\.2\.13"):
            bytecode.compiled(runtime, LOCK)


def test_another_python_is_compiled_anew(runtime: dict[str, Path], runs: list[Path]) -> None:
    bytecode.compiled(runtime, LOCK)
    runtime["python_stdlib.zip"].write_text("another")
    assert "another, compiled" in _contents(bytecode.compiled(runtime, LOCK)).values()


@pytest.mark.parametrize("spoiled", ["numpy.whl", "c-libraries.json", "sha256.json"])
def test_what_was_damaged_since_is_compiled_anew(
    runtime: dict[str, Path], runs: list[Path], spoiled: str
) -> None:
    whole = _contents(bytecode.compiled(runtime, LOCK))
    (kept,) = cache.folder("bytecode").iterdir()
    (kept / spoiled).write_text("damaged")
    assert _contents(bytecode.compiled(runtime, LOCK)) == whole
    assert len(runs) == 2


DIST = Path(__file__).resolve().parents[3] / "dist"


def test_the_site_holds_bytecode_and_lists_it() -> None:
    (library,) = DIST.glob("runtime/*/python_stdlib.zip")
    with zipfile.ZipFile(library) as archive:
        names = archive.namelist()
    assert "json/__init__.pyc" in names
    assert "json/__init__.py" not in names
    assert "mailbox.py" in names, "what no start imports stays as it is"
    (numpy,) = DIST.glob("runtime/*/numpy-*.whl")
    with zipfile.ZipFile(numpy) as archive:
        assert not [name for name in archive.namelist() if name.startswith("numpy/random/")]
    for wheel in DIST.glob("runtime/*/*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            record = next(name for name in archive.namelist() if name.endswith("/RECORD"))
            listed = {line.split(",")[0] for line in archive.read(record).decode().splitlines()}
            files = {name for name in archive.namelist() if not name.endswith("/")}
        assert files == listed, wheel.name
