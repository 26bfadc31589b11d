"""Everybody whose work is in the site is named, and their licence is beside it."""

from __future__ import annotations

import json
import re
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from offcut_build import paths
from offcut_build.fetching import wheels
from offcut_build.site import licences, samples

PARTS = [
    "SQLite", "Zstandard", "liblzma", "bzip2", "Expat", "libffi", "libmpdec", "HACL*", "musl",
    "libc++", "compiler-rt", "zlib", "mimalloc", "protobuf", "Abseil", "FlatBuffers", "Eigen",
]  # fmt: skip
VERSIONS = {work.package: "1.2.3" for work in (*licences.WORKS, *licences.HEIC) if work.package}


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
    for work in (*licences.WORKS, *licences.HEIC):
        assert work.text or work.remark
    assert "Copyright (c) 2018 - present Microsoft Corporation" in text
    assert "Copyright 2020 David Junger (client-zip)" in text
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in text


@pytest.mark.parametrize("name", PARTS)
def test_what_is_inside_of_pyodide_and_onnx_runtime_is_named(name: str) -> None:
    listed = licences.text(VERSIONS, []).partition("=" * 79)[0]
    assert re.search(rf"\b{re.escape(name)}(?!\w)", listed)


@pytest.mark.parametrize(
    "notice",
    [
        "Copyright (c) Meta Platforms, Inc.",
        "Julian R Seward",
        "Expat maintainers",
        "Anthony Green, Red Hat",
        "Stefan Krah",
        "INRIA, CMU and Microsoft Corporation",
        "Rich Felker",
        "Makoto Matsumoto",
        "The FreeType Project LICENSE",
        "Copyright 2008 Google Inc.",
        "abseil-cpp",
        "google/flatbuffers",
        "Mozilla Public License Version 2.0",
    ],
)
def test_the_notices_are_shipped_that_their_licences_ask_for(notice: str) -> None:
    assert notice in licences.text(VERSIONS, [])


def test_the_notices_of_onnx_runtime_are_those_of_its_version() -> None:
    """The npm package lacks them; the wheel of the same version has them."""
    package = json.loads((paths.WEB / "package.json").read_text())["dependencies"]
    assert package["onnxruntime-web"] == metadata.version("onnxruntime")
    files = metadata.files("onnxruntime") or []
    (notices,) = [file for file in files if file.name == "ThirdPartyNotices.txt"]
    lines = [line.rstrip() for line in notices.read_text("utf-8").splitlines()]
    assert "\n".join(lines).strip() in licences.text(VERSIONS, [])


def test_libheif_is_named_unless_it_is_left_out() -> None:
    text = licences.text(VERSIONS, [])
    assert "(libheif-js 1.2.3)\n    LGPL-3.0-or-later, https://github.com/strukturag" in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "END OF TERMS AND CONDITIONS" in text, "it needs the text of the GPL too"
    without = licences.text(VERSIONS, [], heic=False)
    assert "heif" not in without
    assert "LESSER GENERAL" not in without


def test_the_licence_that_pyodide_refers_to_is_shipped() -> None:
    assert "micropip" in wheels.ROOTS


def test_every_sample_picture_is_credited() -> None:
    text = licences.text(VERSIONS, [])
    for sample in samples.listed():
        assert f"{sample.title} (sample picture), by {sample.credit}\n    {sample.licence}" in text
