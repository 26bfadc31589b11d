"""Pictures enter no store: no cache, data base, setting or address, and not the disk."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Browser, Page

from offcut_testing.driver import is_kept, visit
from offcut_testing.host import Host
from offcut_testing.parts import choose, has, model
from tests.browser.profiles import profile

MARK = b"a-mark-that-nothing-else-carries-8d1f"

_STORES = """
async () => {
  const hashes = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const bytes = await (await cache.match(request)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      hashes.push([request.url, hex]);
    }
  }
  const files = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
  return {
    hashes,
    files,
    databases: (await indexedDB.databases()).length,
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    address: location.href,
  };
}
"""


def _marked(photos: Path) -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", MARK.decode())
    file = io.BytesIO()
    with Image.open(photos / "chelsea.png") as image:
        image.save(file, "PNG", pnginfo=text)
    assert MARK in file.getvalue()
    return file.getvalue()


def test_stores_hold_files_of_the_site_only(
    browser: Browser, host: Host, photos: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "passport-of-anna.png"
    picture.write_bytes(_marked(photos))
    folder = tmp_path / "profile"
    with profile(browser, folder) as context:
        page = visit(context, host.url)
        model(page, "isnet_compact").check()
        choose(page, picture)
        has(page, "done")
        is_kept(page)
        stores = page.evaluate(_STORES)
        _holds_only(stores, host, page)
    traces = [file for file in folder.rglob("*") if file.is_file() and MARK in file.read_bytes()]
    assert traces == []


def _holds_only(stores: dict[str, object], host: Host, page: Page) -> None:
    served = {
        hashlib.sha256(file.read_bytes()).hexdigest()
        for file in host.root.rglob("*")
        if file.is_file()
    }
    (manifest,) = host.root.rglob("manifest.json")
    variants = json.loads(manifest.read_text(encoding="utf-8"))["variants"]
    served |= {file["sha256"] for variant in variants for file in variant["files"]}  # unpacked
    hashes = stores.pop("hashes")
    assert isinstance(hashes, list)
    assert len(hashes) > 50
    unknown = [url for url, digest in hashes if digest not in served]
    # the list of the site's own files, and which release was the newest
    assert sorted(unknown) == [f"{host.url}newest", f"{host.url}offcut-files.json"]
    assert stores == {
        "files": [],
        "databases": 0,
        "local": {"offcut-model": "isnet_compact"},
        "session": {},
        "cookies": "",
        "address": host.url,
    }
