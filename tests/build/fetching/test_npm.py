"""npm's packages: there, pinned, and the right bytes at every build."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from offcut_build import paths, process, steps
from offcut_build.errors import BuildError
from offcut_build.fetching import npm, weights
from tests.build.conftest import sha256

WEB = Path(__file__).resolve().parents[3] / "web"
ENTRY = {"version": "1.0.0", "integrity": "sha512-a"}


def _lock(folder: Path, packages: dict[str, object]) -> None:
    (folder / "package-lock.json").write_text(json.dumps({"packages": packages}))


def _installed(node_modules: Path, packages: dict[str, object]) -> None:
    (node_modules / ".package-lock.json").write_text(json.dumps({"packages": packages}))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run."""
    made: list[list[str]] = []
    monkeypatch.setattr(process, "run", lambda command, **_: made.append([*map(str, command)]))
    monkeypatch.setattr(npm, "require_npm", lambda: "npm")
    return made


def test_without_npm_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BuildError, match=r"npm was not found: install Node\.js 20 or newer"):
        npm.require_npm()


@pytest.mark.parametrize("version", ["v18.19.0", "v9.1.0", ""])
def test_an_old_node_gets_one_sentence(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildError, match="is too old: install version 20"):
        npm.require_npm()


@pytest.mark.parametrize(
    ("wanted", "present", "development", "runs"),
    [
        ({"a": ENTRY}, None, False, True),
        ({"a": ENTRY}, {"a": ENTRY}, False, False),
        ({"a": ENTRY}, {"a": {**ENTRY, "integrity": "sha512-b"}}, False, True),
        ({"a": ENTRY, "b": ENTRY}, {"a": ENTRY}, False, True),
        ({"": {}, "a": ENTRY}, {"a": ENTRY}, False, False),
        ({"a": ENTRY, "b": {**ENTRY, "optional": True}}, {"a": ENTRY}, False, False),
        ({"a": ENTRY, "b": {**ENTRY, "dev": True}}, {"a": ENTRY}, False, False),
        ({"a": ENTRY, "b": {**ENTRY, "dev": True}}, {"a": ENTRY}, True, True),
    ],
)
def test_npm_runs_only_where_something_is_missing(
    wanted: dict[str, object],
    present: dict[str, object] | None,
    development: bool,
    runs: bool,
    node_modules: Path,
    calls: list[list[str]],
) -> None:
    _lock(node_modules.parent, wanted)
    if present is not None:
        _installed(node_modules, present)
    npm.install(development=development)
    assert bool(calls) is runs
    assert all(("--omit=dev" in call) is not development for call in calls)


@pytest.mark.parametrize("text", ["", '{"packages": {', "{}"])
def test_a_torn_record_of_what_is_installed_is_none(
    text: str, node_modules: Path, calls: list[list[str]]
) -> None:
    _lock(node_modules.parent, {"a": ENTRY})
    (node_modules / ".package-lock.json").write_text(text)
    npm.install()
    assert len(calls) == 1


def test_a_changed_file_stops_and_is_installed_anew(node_modules: Path) -> None:
    paths.PINS.write_text(json.dumps({"pyodide/pyodide.mjs": sha256(b"right")}))
    path = node_modules / "pyodide" / "pyodide.mjs"
    path.parent.mkdir()
    path.write_bytes(b"right")
    assert npm.package_file("pyodide/pyodide.mjs") == path
    _installed(node_modules, {})
    path.write_bytes(b"wrong")
    with pytest.raises(BuildError, match=r"pyodide\.mjs is missing or has a wrong SHA-256"):
        npm.package_file("pyodide/pyodide.mjs")
    assert not (node_modules / ".package-lock.json").exists()


def test_every_file_taken_from_a_package_is_pinned() -> None:
    assert sorted(json.loads(paths.PINS.read_text())) == sorted([*steps.NODE_FILES, weights.INDEX])


def test_vendored_modules_import_nothing() -> None:
    for name in steps.VENDORED.values():
        text = npm.package_file(name).read_text()
        assert "export" in text
        assert not re.search(r"\bimport\b|\bfrom\s*['\"]", text)  # it would not be in the site


def test_the_lock_file_names_no_host_and_pins_every_package() -> None:
    packages = json.loads((WEB / "package-lock.json").read_text())["packages"]
    assert not any("resolved" in package for package in packages.values())
    assert all(package["integrity"] for name, package in packages.items() if name)
    runtimes = [name for name in packages if name.endswith("/onnxruntime-web")]
    assert runtimes == ["node_modules/onnxruntime-web"]
