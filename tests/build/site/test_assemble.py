"""The site's layout, and that the same inputs give the same bytes."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from offcut_build.errors import BuildError
from offcut_build.models import variants
from offcut_build.site import assemble, integrity
from tests.build.conftest import sha256


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _build_info(built: dict[str, bytes]) -> dict[str, Any]:
    text = next(data for name, data in built.items() if name.endswith("build-info.js")).decode()
    info: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return info


@pytest.fixture
def built(sources: assemble.Sources, tmp_path: Path) -> dict[str, bytes]:
    assemble.assemble(sources, tmp_path / "dist")
    return _bytes(tmp_path / "dist")


def test_the_layout(built: dict[str, bytes], sources: assemble.Sources) -> None:
    plain = {re.sub(r"[0-9a-f]{16}", "H", name) for name in built}
    assert plain == {
        "index.html",
        "offcut.js",
        "404.html",
        "site.webmanifest",
        "licences.txt",
        "sw.js",
        "assets/H/app/main.js",
        "assets/H/app/i18n/messages/en.json",
        "assets/H/engine/index.js",
        "assets/H/engine/models/catalogue.js",
        "assets/H/service-worker/main.js",
        "assets/H/workers/python-worker.js",
        "assets/H/vendor/zip.js",
        "assets/H/build-info.js",
        "assets/H/offcut-0.1.0-py3-none-any.whl",
        "runtime/H/pyodide.mjs",
        "runtime/H/pyodide-lock.json",
        "models/H.gz",
        "models/manifest.json",
        "samples/samples.json",
        "samples/cat.png",
    }


def test_references_lead_to_the_hashed_folder(built: dict[str, bytes]) -> None:
    page = built["index.html"].decode()
    match = re.search(r'src="\./(assets/[0-9a-f]{16}/app/main\.js)"', page)
    assert match
    assert match[1] in built
    assert '"../app/"' in page
    assert re.search(r"'\./assets/[0-9a-f]{16}/engine/index\.js'", built["offcut.js"].decode())


def test_a_vendored_module_is_bound_by_a_hash(sources: assemble.Sources, tmp_path: Path) -> None:
    (sources.web / "index.html").write_text('<script type="module" src="./app/main.js"></script>')
    (sources.web / "app" / "main.js").write_text("import { zip } from '../vendor/zip.js';")
    assemble.assemble(sources, tmp_path / "dist")
    module = next((tmp_path / "dist").glob("assets/*/vendor/zip.js"))
    assert module.read_bytes() == sources.vendored["zip.js"].read_bytes()
    path = module.relative_to(tmp_path / "dist").as_posix()
    link = f'<link rel="modulepreload" href="./{path}" integrity="{integrity.digest(module)}">'
    assert link in (tmp_path / "dist" / "index.html").read_text()


def test_build_info_leads_to_everything(built: dict[str, bytes], sources: assemble.Sources) -> None:
    name = next(name for name in built if name.endswith("build-info.js"))
    info = _build_info(built)
    assert (info.pop("version"), info.pop("python")) == ("0.1.0", "314.0.4")
    assert (info.pop("pauses"), info.pop("stalled")) == ([0.5, 2, 5], 30), "what visitors get"
    assert info.pop("haste") == 1
    assert info.pop("modelsSha256") == sha256(built["models/manifest.json"])
    digest = integrity.digest(sources.web / "app" / "i18n" / "messages" / "en.json")
    assert info.pop("messages") == {"en": digest}
    bound = info.pop("integrity")
    assert {"engine/index.js", "engine/models/catalogue.js", "workers/python-worker.js"} <= {*bound}
    for url in [*bound, *info.values()]:
        path = url.partition("?")[0]
        target = os.path.normpath(f"{Path(name).parent}/{path}").replace(os.sep, "/")
        assert any(other.startswith(target) for other in built), url


def test_a_site_for_tests_may_be_less_patient(sources: assemble.Sources, tmp_path: Path) -> None:
    assemble.assemble(
        dataclasses.replace(sources, pauses=(0.1,), stalled=2, haste=9), tmp_path / "dist"
    )
    info = _build_info(_bytes(tmp_path / "dist"))
    assert (info["pauses"], info["stalled"], info["haste"]) == ([0.1], 2, 9)


def test_a_folders_name_is_the_hash_of_its_files(built: dict[str, bytes]) -> None:
    runtime = {n.split("/")[2]: data for n, data in built.items() if n.startswith("runtime/")}
    listing = "".join(f"{name}\0{sha256(data)}\0" for name, data in sorted(runtime.items()))
    assert f"runtime/{sha256(listing.encode())[:16]}/pyodide.mjs" in built


def test_the_same_inputs_give_the_same_bytes(
    sources: assemble.Sources, built: dict[str, bytes], tmp_path: Path
) -> None:
    for path in sources.web.rglob("*"):
        os.utime(path, (0, 0))
    assemble.assemble(sources, tmp_path / "again")
    assert _bytes(tmp_path / "again") == built


def test_a_changed_file_changes_the_folders_name(
    sources: assemble.Sources, built: dict[str, bytes], tmp_path: Path
) -> None:
    (sources.web / "app" / "main.js").write_text("changed")
    assemble.assemble(sources, tmp_path / "dist")
    changed = _bytes(tmp_path / "dist")
    assert {n.split("/")[1] for n in changed if n.startswith("assets/")}.isdisjoint(
        n.split("/")[1] for n in built if n.startswith("assets/")
    )


def test_only_the_models_asked_for_are_there(sources: assemble.Sources, tmp_path: Path) -> None:
    assemble.assemble(dataclasses.replace(sources, ids=["isnet_fp16"]), tmp_path / "dist")
    models = tmp_path / "dist" / "models"
    listed = variants.parts(json.loads((models / "manifest.json").read_text()))
    assert {path.name for path in models.glob("*.gz")} == set(listed)
    assert len(listed) == 2


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_no_site_is_never_replaced(
    kind: str, sources: assemble.Sources, tmp_path: Path
) -> None:
    out = tmp_path / "holiday"
    mine = out
    if kind == "folder":
        out.mkdir()
        mine = out / "photo.jpg"
    mine.write_text("mine")
    with pytest.raises(BuildError, match="holds something else than this site"):
        assemble.assemble(sources, out)
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("empty", [True, False])
def test_an_empty_folder_and_an_older_site_are_replaced(
    empty: bool, sources: assemble.Sources, tmp_path: Path
) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    if not empty:
        (out / "offcut.js").touch()
        (out / "left-over").touch()
    assemble.assemble(sources, out)
    assert (out / "index.html").is_file()
    assert not (out / "left-over").exists()


def test_a_change_in_the_site_leaves_the_cache_alone(
    sources: assemble.Sources, built: dict[str, bytes], tmp_path: Path
) -> None:
    for part in (tmp_path / "dist" / "models").glob("*.gz"):
        part.write_bytes(b"damaged")
    assemble.assemble(sources, tmp_path / "again")
    assert _bytes(tmp_path / "again") == built


@pytest.mark.parametrize(("base", "link"), [("", "./"), ("/", "/"), ("/offcut/", "/offcut/")])
def test_the_page_for_missing_addresses_finds_the_site_from_any_depth(
    sources: assemble.Sources, tmp_path: Path, base: str, link: str
) -> None:
    assemble.assemble(dataclasses.replace(sources, base=base), tmp_path / "dist")
    assert f'href="{link}"' in (tmp_path / "dist" / "404.html").read_text()


@pytest.mark.parametrize("share", [False, True])
def test_the_app_is_in_the_share_sheet_only_if_the_build_was_asked_for_it(
    sources: assemble.Sources, tmp_path: Path, share: bool
) -> None:
    choices = assemble.Choices(share=share)
    assemble.assemble(dataclasses.replace(sources, choices=choices), tmp_path / "dist")
    manifest = json.loads((tmp_path / "dist" / "site.webmanifest").read_text())
    assert manifest["name"] == "Offcut"
    assert ("share_target" in manifest) == share
    assert f'"share": {json.dumps(share)}' in (tmp_path / "dist" / "sw.js").read_text()


@pytest.mark.parametrize("embed", [False, True])
def test_the_page_is_framed_only_if_the_build_was_asked_for_it(
    sources: assemble.Sources, tmp_path: Path, embed: bool
) -> None:
    choices = assemble.Choices(embed=embed)
    assemble.assemble(dataclasses.replace(sources, choices=choices), tmp_path / "dist")
    page = (tmp_path / "dist" / "index.html").read_text()
    assert ("data-unframed" in page) != embed
    assert ("frame-ancestors 'none'" in (tmp_path / "dist" / "sw.js").read_text()) != embed
