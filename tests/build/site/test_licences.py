"""Everybody whose work is in the site is named, and their licence is beside it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from offcut_build import paths
from offcut_build.fetching import wheels
from offcut_build.site import licences, samples

VERSIONS = {work.package: "1.2.3" for work in licences.WORKS if work.package}


def _wheel(folder: Path, name: str, licence: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        information = f"{name}-1.0.dist-info"
        archive.writestr(f"{information}/METADATA", f"Name: {name}\nVersion: 1.0\n{licence}\n")
        archive.writestr(f"{information}/licenses/LICENSE", f"do with {name} as you like\n")
        archive.writestr(f"{name}/licenses/secret.py", "not a licence")
    return path


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("License-Expression: MIT-CMU", "MIT-CMU"),
        ("License: MPL\n        Its whole text", "MPL"),
    ],
)
def test_a_wheel_is_named_with_its_licence_and_its_text(
    field: str, shown: str, tmp_path: Path
) -> None:
    text = licences.text(VERSIONS, [_wheel(tmp_path, "pillow", field)])
    assert f"\n\npillow 1.0\n    {shown}\n\n" in text
    assert "pillow-1.0: LICENSE" in text
    assert "do with pillow as you like" in text
    assert "not a licence" not in text


def test_the_wheels_order_does_not_matter(tmp_path: Path) -> None:
    both = [_wheel(tmp_path, name, "License: MIT") for name in ("numpy", "pillow")]
    assert licences.text(VERSIONS, both) == licences.text(VERSIONS, both[::-1])


def test_every_npm_package_is_named() -> None:
    description = json.loads((paths.WEB / "package.json").read_text())
    assert set(description["dependencies"]) == set(VERSIONS)
    assert "ONNX Runtime Web (onnxruntime-web 1.2.3)\n    MIT" in licences.text(VERSIONS, [])


def test_every_licence_has_a_text_that_is_there() -> None:
    text = licences.text(VERSIONS, [])
    for work in licences.WORKS:
        # FreeType and libjpeg ask for a sentence, zlib for nothing
        assert work.text or work.remark or work.licence == "Zlib"
    assert "Copyright (c) 2018 - present Microsoft Corporation" in text
    assert "Copyright 2020 David Junger (client-zip)" in text
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in text


def test_the_licence_that_pyodide_refers_to_is_shipped() -> None:
    assert "micropip" in wheels.ROOTS


def test_every_sample_picture_is_credited() -> None:
    text = licences.text(VERSIONS, [])
    for sample in samples.listed():
        assert f"{sample.title} (sample picture), by {sample.credit}\n    {sample.licence}" in text
