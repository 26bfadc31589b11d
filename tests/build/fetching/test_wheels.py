"""Pyodide's wheels: only what is shipped, from wherever, verified by the lock."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from offcut_build import cache, paths
from offcut_build.errors import BuildError
from offcut_build.fetching import fetch, pip, wheels
from offcut_build.site import pyodide_lock
from tests.build.conftest import sha256

NOWHERE = "http://127.0.0.1:9/{version}/{file}"
LOCK = {
    "info": {"python": "3.14.0"},
    "packages": {
        "numpy": {"file_name": "numpy.whl", "sha256": sha256(b"numpy"), "depends": []},
        "pillow": {"file_name": "pillow.whl", "sha256": sha256(b"pillow"), "depends": []},
        "micropip": {"file_name": "m.whl", "sha256": sha256(b"m"), "depends": ["packaging"]},
        "packaging": {"file_name": "p.whl", "sha256": sha256(b"p"), "depends": []},
        "scipy": {"file_name": "scipy.whl", "sha256": sha256(b"scipy"), "depends": ["numpy"]},
    },
}


def _container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes]) -> Path:
    path = tmp_path / "container.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"open_webui/frontend/pyodide/{name}", content)
    monkeypatch.setattr(wheels, "environment", lambda _: Path("python"))
    monkeypatch.setattr(pip, "download", lambda *_: path)
    return path


@pytest.mark.parametrize(
    ("roots", "kept"),
    [
        (["numpy"], ["numpy"]),
        (["micropip"], ["micropip", "packaging"]),
        (["scipy", "micropip"], ["micropip", "numpy", "packaging", "scipy"]),
    ],
)
def test_a_pruned_lock_is_closed_under_depends(roots: list[str], kept: list[str]) -> None:
    pruned = pyodide_lock.prune(LOCK, roots)
    assert list(pruned["packages"]) == kept
    assert pruned["info"] == LOCK["info"]
    assert all(d in pruned["packages"] for p in pruned["packages"].values() for d in p["depends"])


def test_a_lock_has_one_text(tmp_path: Path) -> None:
    turned: dict[str, Any] = dict(reversed(LOCK.items()))
    assert pyodide_lock.to_text(
        pyodide_lock.prune(turned, ["numpy", "micropip"])
    ) == pyodide_lock.to_text(pyodide_lock.prune(LOCK, ["micropip", "numpy"]))
    assert json.loads(pyodide_lock.to_text(LOCK)) == LOCK


def _cdn(monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes], reached: list[str]) -> None:
    def fetch_from_it(url: str, path: Path, expected: str) -> None:
        reached.append(url)
        if path.name not in files:
            raise ConnectionError("gone")
        path.write_bytes(files[path.name])
        cache.require_hash(path, expected)

    monkeypatch.setattr(fetch, "fetch", fetch_from_it)


def test_the_wheels_come_from_the_cdn_first(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    _cdn(monkeypatch, {"m.whl": b"m", "p.whl": b"p"}, reached)
    monkeypatch.setattr(pip, "download", lambda *_: pytest.fail("asked PyPI"))
    found = wheels.wheels(pyodide_lock.prune(LOCK, ["micropip"]), "314.0.4")
    assert [path.read_bytes() for path in found] == [b"m", b"p"]
    assert reached == [
        f"https://cdn.jsdelivr.net/pyodide/v314.0.4/full/{name}" for name in ("m.whl", "p.whl")
    ]


def test_what_came_from_the_cdn_is_kept_when_it_goes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _cdn(monkeypatch, {"m.whl": b"m"}, [])
    _container(tmp_path, monkeypatch, {"m.whl": b"wrong", "p.whl": b"p"})
    found = wheels.wheels(pyodide_lock.prune(LOCK, ["micropip"]), "314.0.4")
    assert [path.read_bytes() for path in found] == [b"m", b"p"]


def test_where_the_cdn_gives_a_wrong_wheel_the_mirror_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _cdn(monkeypatch, {"m.whl": b"m", "p.whl": b"wrong"}, [])
    _container(tmp_path, monkeypatch, {"m.whl": b"wrong", "p.whl": b"p"})
    found = wheels.wheels(pyodide_lock.prune(LOCK, ["micropip"]), "314.0.4")
    assert [path.read_bytes() for path in found] == [b"m", b"p"]
    assert "the CDN gave something else for p.whl" in capsys.readouterr().err


def test_without_a_mirror_a_wrong_wheel_from_the_cdn_stops_and_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OFFCUT_NO_MIRROR", "1")
    _cdn(monkeypatch, {"numpy.whl": b"wrong"}, [])
    with pytest.raises(BuildError, match=r"numpy\.whl has a wrong SHA-256"):
        wheels.wheels(pyodide_lock.prune(LOCK, ["numpy"]), "314.0.4")


def test_without_the_cdn_the_wheels_come_from_the_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    container = _container(tmp_path, monkeypatch, {"m.whl": b"m", "p.whl": b"p", "x.whl": b"x"})
    found = wheels.wheels(pyodide_lock.prune(LOCK, ["micropip"]), "1", NOWHERE)
    assert {path.name: path.read_bytes() for path in found} == {"m.whl": b"m", "p.whl": b"p"}
    assert {path.name for path in cache.folder("wheels").iterdir()} == {"m.whl", "p.whl"}
    assert not container.exists()


def test_the_mirror_is_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _container(tmp_path, monkeypatch, {"numpy.whl": b"numpy"})
    wheels.wheels(pyodide_lock.prune(LOCK, ["numpy"]), "1", NOWHERE)
    said = capsys.readouterr().err
    assert re.search(r"out of open-webui==\S+; docs/build-sources\.md .* --no-mirror", said)


def test_a_refused_mirror_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFCUT_NO_MIRROR", "1")
    monkeypatch.setattr(pip, "download", lambda *_: pytest.fail("asked the mirror"))
    with pytest.raises(BuildError, match=r"the mirror is refused \(--no-mirror or .*jsdelivr"):
        wheels.wheels(pyodide_lock.prune(LOCK, ["numpy"]), "1", NOWHERE)


def test_a_refused_mirror_is_not_missed_where_the_cdn_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OFFCUT_NO_MIRROR", "1")
    _cdn(monkeypatch, {"numpy.whl": b"numpy"}, [])
    (found,) = wheels.wheels(pyodide_lock.prune(LOCK, ["numpy"]), "1")
    assert found.read_bytes() == b"numpy"


def test_wheels_in_the_cache_are_not_fetched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    (cache.folder("wheels") / "numpy.whl").write_bytes(b"numpy")
    monkeypatch.setattr(fetch, "fetch", lambda *_: pytest.fail("fetched"))
    assert len(wheels.wheels(pyodide_lock.prune(LOCK, ["numpy"]), "1", NOWHERE)) == 1


@pytest.mark.parametrize("kept_in", ["cache", "container"])
def test_a_wrong_wheel_stops_and_is_named(
    kept_in: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _container(tmp_path, monkeypatch, {"numpy.whl": b"wrong"})
    if kept_in == "cache":
        (cache.folder("wheels") / "numpy.whl").write_bytes(b"wrong")
    with pytest.raises(BuildError, match=r"numpy\.whl has a wrong SHA-256"):
        wheels.wheels(pyodide_lock.prune(LOCK, ["numpy"]), "1", NOWHERE)
    assert not (cache.folder("wheels") / "numpy.whl").exists()


def test_the_page_on_sources_names_the_mirror_and_how_to_refuse_it() -> None:
    page = " ".join((paths.ROOT / "docs" / "build-sources.md").read_text().split())
    version = wheels._CONTAINER.requirement.partition("==")[2]
    megabytes = round(wheels._CONTAINER.bytes / 1e6)
    assert f"Open WebUI {version} ({megabytes} MB)" in page
    assert "build.py --no-mirror" in page
    assert f"{wheels.NO_MIRROR}=1" in page


def test_the_page_on_sources_names_every_package() -> None:
    page = (paths.ROOT / "docs" / "build-sources.md").read_text()
    npm = json.loads((paths.WEB / "package.json").read_text())["dependencies"]
    assert [name for name in npm if f"`{name}`" not in page] == []
    assert [name for name in wheels.ROOTS if name not in page.lower()] == []


def test_a_container_without_the_wheel_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _container(tmp_path, monkeypatch, {})
    with pytest.raises(BuildError, match=r"numpy\.whl is not in open-webui"):
        wheels.wheels(pyodide_lock.prune(LOCK, ["numpy"]), "1", NOWHERE)
