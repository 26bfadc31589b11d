"""A site is built anew when something has changed, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from offcut_build import cache, paths
from offcut_build.models import variants
from offcut_build.site import fingerprint
from tests.build.conftest import make_models


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "checkout"
    names = (
        *("pyproject.toml", "README.md", "LICENSE", "web/index.html", "web/app/main.js"),
        *("py_src/offcut/pipeline.py", "py_src/offcut_build/site/assemble.py", "tests/test_it.py"),
        *("web/node_modules/pyodide/pyodide.mjs", "web/app/.main.js.swp"),
        "py_src/offcut/__pycache__/pipeline.cpython-311.pyc",
    )
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    monkeypatch.setattr(paths, "ROOT", root)
    monkeypatch.setattr(paths, "WEB", root / "web")
    monkeypatch.setattr(paths, "PYTHON_SOURCES", root / "py_src")
    return root


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("web/index.html", True),
        ("web/app/main.js", True),
        ("web/app/new.js", True),
        ("py_src/offcut/pipeline.py", True),
        ("py_src/offcut_build/site/assemble.py", True),
        ("pyproject.toml", True),
        ("LICENSE", True),  # it is in the wheel
        ("README.md", False),
        ("tests/test_it.py", False),
        ("web/node_modules/pyodide/pyodide.mjs", False),
        ("web/app/.main.js.swp", False),
        ("py_src/offcut/__pycache__/pipeline.cpython-311.pyc", False),
    ],
)
def test_a_changed_source_is_noticed(name: str, counts: bool, checkout: Path) -> None:
    before = fingerprint.of_inputs(["isnet"])
    (checkout / name).write_text("changed")
    assert (fingerprint.of_inputs(["isnet"]) != before) is counts


@pytest.mark.parametrize("name", ["web/app/main.js", "LICENSE"])
def test_a_removed_source_is_noticed(name: str, checkout: Path) -> None:
    before = fingerprint.of_inputs(["isnet"])
    (checkout / name).unlink()
    assert fingerprint.of_inputs(["isnet"]) != before


def test_only_the_content_of_sources_counts(checkout: Path) -> None:
    before = fingerprint.of_inputs(["isnet"])
    os.utime(checkout / "web" / "index.html", (0, 0))
    assert fingerprint.of_inputs(["isnet"]) == before


def test_what_is_asked_for_is_part_of_the_inputs(checkout: Path) -> None:
    assert fingerprint.of_inputs(["isnet"]) != fingerprint.of_inputs(["isnet_fp16"])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that was built from "inputs"."""
    monkeypatch.setattr(variants, "_make", make_models)
    variants.variants()
    folder = tmp_path / "dist"
    (folder / "models").mkdir(parents=True)
    for name in ("index.html", "models/0.gz"):
        (folder / name).write_text(name)
    assert not fingerprint.is_current(folder, "inputs")
    fingerprint.record(folder, "inputs")
    return folder


def test_an_untouched_site_is_current(site: Path) -> None:
    assert fingerprint.is_current(site, "inputs")
    assert not fingerprint.is_current(site, "other inputs")
    assert not fingerprint.is_current(site.with_name("elsewhere"), "inputs")


@pytest.mark.parametrize("name", ["index.html", "models/0.gz"])
@pytest.mark.parametrize("damage", ["changed", "of the same size", "gone"])
def test_a_damaged_file_in_the_site_is_noticed(name: str, damage: str, site: Path) -> None:
    path = site / name
    if damage == "gone":
        path.unlink()
    else:
        path.write_text("x" * (len(name) if damage == "of the same size" else 3))
    assert not fingerprint.is_current(site, "inputs")


def test_a_file_that_nobody_built_is_noticed(site: Path) -> None:
    (site / "left-over.js").touch()
    assert not fingerprint.is_current(site, "inputs")


def test_models_that_are_gone_from_the_cache_are_noticed(site: Path) -> None:
    (cache.folder("models") / "current").unlink()
    assert not fingerprint.is_current(site, "inputs")


def test_a_torn_record_is_no_record(site: Path) -> None:
    for record in cache.folder("builds").iterdir():
        record.write_bytes(b"\xff")
    assert not fingerprint.is_current(site, "inputs")
