"""The site that was really built: run ``python3 build.py`` first, as ``python3 -m tests`` does."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from offcut.models.built import MANIFEST
from offcut.models.manifest import parse
from offcut_build import paths
from offcut_build.fetching import wheels
from offcut_build.models import variants
from offcut_build.site import pyodide_lock
from tests.build.conftest import sha256

DIST = Path(__file__).resolve().parents[3] / "dist"


@pytest.fixture(scope="module")
def files() -> dict[str, Path]:
    assert (DIST / "models" / MANIFEST).is_file(), "no site there: run python3 build.py"
    return {p.relative_to(DIST).as_posix(): p for p in DIST.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def manifest(files: dict[str, Path]) -> dict[str, Any]:
    return variants.read_manifest(DIST / "models")


def test_nothing_is_in_it_that_no_visitor_needs(files: dict[str, Path]) -> None:
    unwanted = re.compile(
        r"tests?|node_modules|package(-lock)?\.json|tsconfig.*|.*\.(d\.ts|map|md|py|test\.js)"
    )
    assert [n for n in files if any(unwanted.fullmatch(part) for part in n.split("/"))] == []


def test_every_file_can_be_hosted_anywhere(files: dict[str, Path]) -> None:
    assert all(path.stat().st_size < 25_000_000 for path in files.values())
    # GitHub Pages leaves out what begins with a dot or an underscore
    assert not [name for name in files if any(p[0] in "._" for p in name.split("/"))]


def test_the_manifest_is_the_models(files: dict[str, Path], manifest: dict[str, Any]) -> None:
    assert [variant["id"] for variant in manifest["variants"]]
    assert {variant["id"] for variant in manifest["variants"]} <= set(variants.IDS)
    for variant in manifest["variants"]:
        assert {"title", "precision", "sha256"} <= set(variant)
        assert variant["bytes"] == sum(part["bytes"] for part in variant["parts"])
    parts = {p["path"]: p for v in manifest["variants"] for p in v["parts"]}
    uncut = [each["uncut"]["part"] for each in manifest["variants"] if each["uncut"]]
    parts.update((part["path"], part) for part in uncut)
    assert {name for name in files if name.endswith(".gz")} == {f"models/{name}" for name in parts}
    for name, part in parts.items():
        data = files[f"models/{name}"].read_bytes()
        assert (len(data), sha256(data)) == (part["bytes"], part["sha256"])


def test_no_model_is_larger_than_promised(manifest: dict[str, Any]) -> None:
    most = {"isnet": 83e6, "isnet_fp16": 83e6, "isnet_quint8": 36e6, "isnet_compact": 20e6}
    for variant in manifest["variants"]:
        assert variant["bytes"] <= most[variant["id"]]


def test_every_variant_is_its_files_put_together(manifest: dict[str, Any]) -> None:
    for variant in parse(json.dumps(manifest)).variants:
        content = hashlib.sha256()
        for part in variant.parts:
            inflated = gzip.decompress((DIST / "models" / part.path).read_bytes())
            content.update(part.restore(np.frombuffer(inflated, np.uint8)).data)
        assert content.hexdigest() == variant.sha256


def test_pyodides_lock_lists_the_wheels_that_are_there(files: dict[str, Path]) -> None:
    name = next(name for name in files if name.endswith("/pyodide-lock.json"))
    lock = json.loads(files[name].read_text())
    assert lock == pyodide_lock.prune(lock, wheels.ROOTS)
    folder = name.rpartition("/")[0]
    listed = {p["file_name"]: p["sha256"] for p in lock["packages"].values()}
    assert {n.rpartition("/")[2] for n in files if n.startswith(folder) and n.endswith(".whl")} == {
        *listed
    }
    for file, expected in listed.items():
        assert sha256(files[f"{folder}/{file}"].read_bytes()) == expected


def test_the_command_line_is_offered_the_releases_of_the_page(files: dict[str, Path]) -> None:
    name = next(name for name in files if name.endswith("/pyodide-lock.json"))
    packages = json.loads(files[name].read_text())["packages"]
    npm = json.loads((paths.WEB / "package.json").read_text())["dependencies"]
    pins = [
        f"numpy=={packages['numpy']['version']}",
        f"onnxruntime=={npm['onnxruntime-web']}",
        f"pillow=={packages['pillow']['version']}",
    ]
    constraints = (paths.PYTHON_SOURCES / "offcut" / "constraints.txt").read_text()
    assert [line for line in constraints.splitlines() if line[0] != "#"] == pins


def test_the_licences_name_what_is_in_it(files: dict[str, Path]) -> None:
    text = files["licences.txt"].read_text()
    for path in files.values():
        if path.suffix == ".whl":
            name, version = path.name.split("-")[:2]
            assert f"\n{name} {version}\n" in text
            assert f"\n{name}-{version}: LICENSE" in text
