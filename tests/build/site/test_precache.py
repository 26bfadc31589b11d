"""What the service worker knows of a release."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from offcut_build.site import assemble
from tests.build.conftest import sha256


def _build(out: Path) -> dict[str, Any]:
    script = (out / "sw.js").read_text()
    build: dict[str, Any] = json.loads(script[script.index("serve(") + 6 : script.rindex(")")])
    return build


@pytest.fixture
def out(sources: assemble.Sources, tmp_path: Path) -> Path:
    assemble.assemble(sources, tmp_path / "dist")
    return tmp_path / "dist"


def test_every_file_is_listed_with_size_and_hash(out: Path) -> None:
    files = _build(out)["files"]
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    left_out = {name for name in names if name.endswith(".gz")} | {"404.html", "sw.js"}
    assert {name.partition("?")[0] for name in files} == names - left_out
    for name, (size, digest) in files.items():
        data = (out / name.partition("?")[0]).read_bytes()
        assert (size, digest) == (len(data), sha256(data)), name


def test_the_list_of_models_has_an_address_of_its_own(out: Path) -> None:
    name = next(name for name in _build(out)["files"] if name.startswith("models/"))
    digest = sha256((out / "models" / "manifest.json").read_bytes())
    assert name == f"models/manifest.json?{digest[:16]}"
    info = next(out.glob("assets/*/build-info.js")).read_text()
    assert f"../../{name}" in info
    assert digest in info


def test_the_page_knows_its_release(out: Path) -> None:
    release = _build(out)["release"]
    assert re.fullmatch(r"[0-9a-f]{16}", release)
    assert f'content="{release}"' in (out / "index.html").read_text()


def test_the_script_leads_to_the_hashed_folder(out: Path) -> None:
    match = re.match(r"import \{ serve \} from '\./(.*?)';", (out / "sw.js").read_text())
    assert match
    assert (out / match[1]).is_file()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("index.html", "another page"),
        ("app/main.js", "other()"),
        ("offcut.js", "export {}"),
        ("404.html", "nowhere"),
    ],
)
def test_any_change_is_another_release(
    sources: assemble.Sources, out: Path, tmp_path: Path, path: str, text: str
) -> None:
    (sources.web / path).write_text(text)
    assemble.assemble(sources, tmp_path / "changed")
    assert _build(tmp_path / "changed")["release"] != _build(out)["release"]


def test_another_choice_of_models_is_another_release(
    sources: assemble.Sources, out: Path, tmp_path: Path
) -> None:
    assemble.assemble(dataclasses.replace(sources, ids=["isnet"]), tmp_path / "fewer")
    assert _build(tmp_path / "fewer")["release"] != _build(out)["release"]


def test_the_release_says_its_version_and_its_time(
    sources: assemble.Sources, out: Path, tmp_path: Path
) -> None:
    assert _build(out)["order"] == {"version": "0.1.0", "time": 0}
    assemble.assemble(dataclasses.replace(sources, time=12), tmp_path / "later")
    later = _build(tmp_path / "later")
    assert later["order"] == {"version": "0.1.0", "time": 12}
    assert later["release"] != _build(out)["release"]
