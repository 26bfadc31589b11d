"""The build from beginning to end, with stand-ins for what comes from elsewhere."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from offcut_build import paths, steps
from offcut_build.errors import BuildError
from offcut_build.fetching import npm, wheels
from offcut_build.models import variants
from offcut_build.site import bytecode
from tests.build.conftest import make_models


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were taken."""
    taken: list[str] = []
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def installed() -> None:
        taken.append("npm")

    def package_file(name: str) -> Path:
        path = elsewhere / Path(name).name
        lock = {"packages": {root: {"depends": list[str]()} for root in wheels.ROOTS}}
        path.write_text(json.dumps(lock) if path.suffix == ".json" else name)
        return path

    def wheel(name: str, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            entry = zipfile.ZipInfo(f"{name}-1.0.dist-info/METADATA")
            archive.writestr(entry, f"Name: {name}\nVersion: 1.0\nLicense: MIT\n")
        return path

    def compiled(runtime: dict[str, Path], lock: Any) -> dict[str, Path | str]:
        return {**runtime, bytecode.LOCK: json.dumps(lock)}

    def models(folder: Path) -> None:
        taken.append("models")
        make_models(folder)

    monkeypatch.setattr(npm, "install", installed)
    monkeypatch.setattr(npm, "package_file", package_file)
    monkeypatch.setattr(wheels, "wheels", lambda *_: [wheel("numpy", elsewhere)])
    monkeypatch.setattr(steps, "app_wheel", lambda folder: wheel("offcut", folder))
    monkeypatch.setattr(bytecode, "compiled", compiled)
    monkeypatch.setattr(variants, "_make", models)
    return taken


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_second_build_has_nothing_to_do_and_says_nothing(
    done: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps.build(tmp_path / "dist")
    assert done == ["npm", "models"]
    said = capsys.readouterr().err
    assert f"Building the site in {tmp_path / 'dist'}" in said
    assert re.search(r"Assembling the site: \d\.\d MB", said)
    steps.build(tmp_path / "dist")
    assert done == ["npm", "models"]
    assert capsys.readouterr().err == ""


def test_vendored_modules_are_in_the_site(done: list[str], tmp_path: Path) -> None:
    steps.build(tmp_path / "dist")
    vendored = {path.name for path in (tmp_path / "dist").glob("assets/*/vendor/*")}
    assert vendored == set(steps.VENDORED)
    types = {path.name.removesuffix(".d.ts") for path in (paths.WEB / "vendor").iterdir()}
    assert {f"{name}.js" for name in types} == vendored


@pytest.mark.parametrize("name", ["offcut.js", "models/manifest.json", "licences.txt"])
def test_a_damaged_site_is_mended(name: str, done: list[str], tmp_path: Path) -> None:
    out = tmp_path / "dist"
    steps.build(out)
    whole = _bytes(out)
    (out / name).write_text("damaged")
    steps.build(out)
    assert _bytes(out) == whole


def test_two_caches_give_the_same_bytes(
    done: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.build(tmp_path / "one")
    monkeypatch.setenv("OFFCUT_CACHE", str(tmp_path / "another cache"))
    steps.build(tmp_path / "two")
    assert done.count("models") == 2
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_another_choice_of_models_is_another_site(done: list[str], tmp_path: Path) -> None:
    steps.build(tmp_path / "dist")
    steps.build(tmp_path / "dist", ["isnet_fp16"])
    manifest = json.loads((tmp_path / "dist" / "models" / "manifest.json").read_text())
    assert [variant["id"] for variant in manifest["variants"]] == ["isnet_fp16"]
    assert done.count("models") == 1


def test_an_interrupted_build_leaves_the_old_site_and_goes_on(
    done: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "dist"
    steps.build(out)
    whole = _bytes(out)

    def interrupt(_: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(steps, "app_wheel", interrupt)
        with pytest.raises(KeyboardInterrupt):
            steps.build(out, ["isnet"])
    assert _bytes(out) == whole
    steps.build(out)
    assert done.count("models") == 1


def test_a_folder_of_others_is_refused_before_anything_is_fetched(
    done: list[str], tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").touch()
    with pytest.raises(BuildError, match="choose another --out"):
        steps.build(tmp_path)
    assert done == []


def test_the_time_of_a_release_is_given_and_part_of_what_the_site_is_made_of(
    done: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "dist" / "sw.js"
    steps.build(tmp_path / "dist")
    assert '"time": 0' in script.read_text()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    steps.build(tmp_path / "dist")
    assert '"time": 1700000000' in script.read_text()


@pytest.mark.parametrize("time", ["", "soon", "-1", "1.5"])
def test_a_time_that_is_none_is_refused(time: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", time)
    with pytest.raises(BuildError, match="no number of seconds"):
        steps.release_time()
