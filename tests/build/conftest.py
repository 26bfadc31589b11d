"""A cache, a checkout and a folder of models of the tests' own."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from offcut.models.built import MANIFEST
from offcut.models.manifest import FORMAT
from offcut_build import paths
from offcut_build.models import variants
from offcut_build.site import assemble


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("OFFCUT_CACHE", str(folder))
    monkeypatch.delenv("OFFCUT_NO_MIRROR", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return folder


@pytest.fixture
def node_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty web/ with node_modules, and pins of nothing, instead of the real ones."""
    folder = tmp_path / "web" / "node_modules"
    folder.mkdir(parents=True)
    pins = tmp_path / "pins.json"
    pins.write_text("{}")
    monkeypatch.setattr(paths, "WEB", folder.parent)
    monkeypatch.setattr(paths, "NODE_MODULES", folder)
    monkeypatch.setattr(paths, "PINS", pins)
    return folder


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_models(folder: Path) -> dict[str, Any]:
    """Two variants: they share one part, and each has one of its own."""
    folder.mkdir(parents=True, exist_ok=True)

    def part(content: bytes) -> dict[str, Any]:
        data = gzip.compress(content, mtime=0)
        name = f"{sha256(data)[:16]}.gz"
        (folder / name).write_bytes(data)
        return {"path": name, "bytes": len(data), "sha256": sha256(data)}

    shared = part(b"weights")
    entries = [
        {"id": name, "parts": [part(name.encode()), shared]} for name in ("isnet", "isnet_fp16")
    ]
    manifest = {"format": FORMAT, "default": "isnet", "variants": entries}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return manifest


@pytest.fixture
def sources(tmp_path: Path) -> assemble.Sources:
    """Everything that a site is made of, small."""
    files = {
        "web/index.html": (
            '<html data-unframed><meta name="release" content="offcut-release-mark">'
            '<script src="./app/main.js"></script><a href="../app/">no</a>'
        ),
        "web/offcut.js": "export * from './engine/index.js';",
        "web/404.html": '<a href="./">nothing here</a>',
        "web/package.json": "{}",
        "web/site.webmanifest": '{"name": "Offcut", "share_target": {"action": "./share"}}',
        "web/build-info.d.ts": "",
        "web/.npmrc": "",
        "web/node_modules/pyodide/pyodide.mjs": "not for the site",
        "web/samples/cat.png": "cat",
        "web/samples/samples.json": "[]",
        "web/app/main.js": "import '../engine/index.js';",
        "web/app/i18n/messages/en.json": "{}",
        "web/engine/index.js": "import info from '../build-info.js';",
        "web/engine/types.d.ts": "",
        "web/engine/models/catalogue.js": "",
        "web/service-worker/main.js": "",
        "web/workers/python-worker.js": "",
        "web/vendor/zip.d.ts": "",
        "zip/index.js": '"use strict";export{a as zip};',
        "offcut-0.1.0-py3-none-any.whl": "wheel",
        "pyodide.mjs": "pyodide",
    }
    for name, content in files.items():
        path = tmp_path / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    root = tmp_path / "sources"
    make_models(root / "models")
    return assemble.Sources(
        version="0.1.0",
        python="314.0.4",
        web=root / "web",
        vendored={"zip.js": root / "zip" / "index.js"},
        wheel=root / "offcut-0.1.0-py3-none-any.whl",
        runtime={"pyodide.mjs": root / "pyodide.mjs", "pyodide-lock.json": "{}"},
        models=root / "models",
        ids=variants.IDS,
        licences="everybody's rights",
    )
