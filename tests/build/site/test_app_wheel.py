"""The page's own Python: pure, and the same bytes from the same sources."""

from __future__ import annotations

import email
import os
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

import offcut
from offcut_build import paths
from offcut_build.site import app_wheel


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "checkout"
    shutil.copytree(paths.PYTHON_SOURCES / "offcut", root / "py_src" / "offcut")
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copyfile(paths.ROOT / name, root / name)
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(app_wheel, "environment", lambda _: Path(sys.executable))
    return root


def test_the_same_sources_give_the_same_bytes(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = app_wheel.app_wheel(tmp_path / "first")
    for path in checkout.rglob("*"):
        os.utime(path, (10**9, 10**9))
        if path.is_file():
            path.chmod(0o600)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    compiled = checkout / "py_src" / "offcut" / "__pycache__"
    compiled.mkdir(exist_ok=True)
    (compiled / "pipeline.cpython-399.pyc").write_bytes(b"for this machine alone")
    second = app_wheel.app_wheel(tmp_path / "second")
    assert first.name == second.name == f"offcut-{offcut.__version__}-py3-none-any.whl"
    assert first.read_bytes() == second.read_bytes()


def test_it_holds_the_package_and_its_licence_alone(checkout: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(app_wheel.app_wheel(tmp_path / "out")) as wheel:
        names = wheel.namelist()
    assert "offcut/pipeline.py" in names
    information = f"offcut-{offcut.__version__}.dist-info"
    assert f"{information}/licenses/LICENSE" in names
    code = [name for name in names if not name.startswith(f"{information}/")]
    others = {"offcut/py.typed", "offcut/constraints.txt"}
    assert all(name.startswith("offcut/") and name.endswith(".py") for name in {*code} - others)
    assert others <= {*code}


def test_it_says_of_itself_what_the_project_says(checkout: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(app_wheel.app_wheel(tmp_path / "out")) as wheel:
        name = f"offcut-{offcut.__version__}.dist-info/METADATA"
        metadata = email.message_from_bytes(wheel.read(name))
    assert metadata["Version"] == offcut.__version__
    assert metadata["Author"] == "The Offcut contributors"
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    assert "from offcut import Remover" in metadata.get_payload()
