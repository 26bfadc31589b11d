"""The peer: imgly's background-removal with its own models, from npm.

It is installed into the cache folder and only ever run, beside ours, to be timed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

from offcut_build import cache

MODELS: Final = ("isnet_fp16", "isnet_quint8")

PACKAGES: Final = (
    "@imgly/background-removal@1.7.0",
    "@imgly/background-removal-data@1.4.5",
    "onnxruntime-web@1.21.0",
    "esbuild@0.25.0",
)
# The data package of 1.4.5 is the newest on npm; it calls the models by other names.
_RESOURCES: Final = {
    "/models/isnet_fp16": "/models/medium",
    "/models/isnet_quint8": "/models/small",
}
_RUNTIME: Final = {
    "ort-wasm-simd-threaded.wasm": "application/wasm",
    "ort-wasm-simd-threaded.mjs": "text/javascript",
}
_PAGE: Final = '<!doctype html><title>Peer</title><script type="module" src="bundle.mjs"></script>'
_ENTRY: Final = """
import { removeBackground } from '@imgly/background-removal';
const publicPath = new URL('assets/', location.href).href;
globalThis.removeBackground = (blob, { model }) =>
  removeBackground(blob, { publicPath, model, device: 'cpu' });
"""


def download(model: str) -> int:
    """Bytes of a model's chunks, as they are sent: a host compresses no files without a suffix."""
    resources = json.loads((folder() / "assets/resources.json").read_text())
    return int(resources[f"/models/{model}"]["size"])


def folder() -> Path:
    """The peer's page, installed on first use; to be served with isolation headers."""
    home = cache.folder("peer")
    site = home / "site"
    if (site / "complete").exists():
        return site
    print("Installing the peer …", flush=True)
    (home / "package.json").write_text('{"private": true, "type": "module"}')
    options = ["--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel=error"]
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "install", *options, *PACKAGES], cwd=home, check=True)
    (site / "assets").mkdir(parents=True, exist_ok=True)
    (home / "entry.mjs").write_text(_ENTRY)
    bundle = ["entry.mjs", "--bundle", "--format=esm", "--outfile=site/bundle.mjs"]
    subprocess.run([home / "node_modules/.bin/esbuild", *bundle], cwd=home, check=True)
    (site / "index.html").write_text(_PAGE)
    _lay_out_assets(home / "node_modules", site / "assets")
    (site / "complete").touch()
    return site


def _lay_out_assets(packages: Path, assets: Path) -> None:
    """Write the chunks and the list of them that the peer expects under its publicPath."""
    data = packages / "@imgly/background-removal-data/dist"
    listed = json.loads((data / "resources.json").read_text())
    resources = {}
    for name, published in _RESOURCES.items():
        chunks = sorted(listed[published]["chunks"], key=lambda chunk: chunk["offsets"][0])
        pieces = [(data / chunk["hash"]).read_bytes() for chunk in chunks]
        resources[name] = _resource(pieces, "application/octet-stream", assets)
    for name, kind in _RUNTIME.items():
        content = (packages / "onnxruntime-web/dist" / name).read_bytes()
        resources[f"/onnxruntime-web/{name}"] = _resource([content], kind, assets)
    (assets / "resources.json").write_text(json.dumps(resources))


def _resource(pieces: list[bytes], kind: str, assets: Path) -> dict[str, object]:
    chunks = []
    start = 0
    for piece in pieces:
        name = hashlib.sha256(piece).hexdigest()
        (assets / name).write_bytes(piece)
        chunks.append({"name": name, "hash": name, "offsets": [start, start + len(piece)]})
        start += len(piece)
    return {"chunks": chunks, "size": start, "mime": kind}
