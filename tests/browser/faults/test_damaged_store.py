"""Cache Storage that is damaged, emptied, full or not there: the picture is done all the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from offcut_testing.driver import (
    developer_tools,
    is_kept,
    is_ready,
    part_names,
    preload,
    remove_background,
    visit,
)
from offcut_testing.host import Host, drips, hosting
from offcut_testing.parts import choose, has, model, says, shown
from offcut_testing.stand_in import SLOW
from tests.browser.profiles import profile, without_http_cache

MODEL = "isnet_compact"


@pytest.fixture
def photo(photos: Path) -> bytes:
    return (photos / "chelsea.png").read_bytes()


def _flip_bytes(store: Path) -> int:
    """Flip bits in every file that may hold content; returns in how many."""
    chance = np.random.default_rng(7)
    large = [file for file in store.rglob("*") if file.is_file() and file.stat().st_size > 5_000]
    for file in large:
        data = np.frombuffer(file.read_bytes(), np.uint8).copy()
        data[chance.integers(0, data.size, 20)] ^= 16
        file.write_bytes(data.tobytes())
    return len(large)


def _delete_files(store: Path) -> int:
    large = [file for file in store.rglob("*") if file.is_file() and file.stat().st_size > 20_000]
    for file in large[::2]:
        file.unlink()
    return len(large)


def _delete_all(store: Path) -> int:
    shutil.rmtree(store)
    return 1


_IS_UNPACKED = """
async () => {
  for (const name of await caches.keys()) {
    const urls = (await (await caches.open(name)).keys()).map(({ url }) => url);
    if (urls.filter((url) => url.includes('/models/unpacked/')).length === 2) return true;
  }
  return false;
}
"""

DAMAGE: dict[str, Callable[[Path], int]] = {
    "bits are flipped": _flip_bytes,
    "files are gone": _delete_files,
    "all is gone": _delete_all,
}


@pytest.mark.full
@pytest.mark.parametrize("damage", DAMAGE)
def test_store_damaged_on_disk_is_mended(
    browser: Browser, dist: Path, tmp_path: Path, photo: bytes, damage: str
) -> None:
    with hosting(dist) as host:
        with profile(browser, tmp_path) as context:
            page = visit(context, host.url)
            is_kept(page)
            right = remove_background(page, photo, model=MODEL)
        without_http_cache(tmp_path)
        store = tmp_path / "Default" / "Service Worker" / "CacheStorage"
        assert DAMAGE[damage](store) > 0
        with profile(browser, tmp_path) as context:
            page = visit(context, host.url)
            mended = remove_background(page, photo, model=MODEL)
            assert (mended.error, mended.file) == (None, right.file)
            is_kept(page)


@pytest.mark.full
def test_damaged_entries_without_a_host_give_a_sentence(
    browser: Browser, dist: Path, tmp_path: Path, photo: bytes
) -> None:
    with hosting(dist) as host, profile(browser, tmp_path) as context:
        page = visit(context, host.url)
        is_kept(page)
        preload(page, MODEL)
        page.wait_for_function(_IS_UNPACKED)
        page.evaluate(
            """async () => {
              for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                  if (!/\\.gz$|\\/unpacked\\//.test(request.url)) continue;
                  const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
                  bytes[bytes.length >> 1] ^= 1;
                  await cache.put(request, new Response(bytes));
                }
              }
            }"""
        )
    without_http_cache(tmp_path)
    with profile(browser, tmp_path) as context:
        page = visit(context, host.url)
        outcome = remove_background(page, photo, model=MODEL)
    assert outcome.error == "ModelUnavailableError"
    assert "needs the network" in outcome.message


@pytest.mark.full
def test_full_quota_is_told_and_the_picture_is_done(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    page = visit(context, host.url)
    is_kept(page)
    sizes = [(host.root / "models" / part).stat().st_size for part in part_names(page, MODEL)]
    used = page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    room = used + sum(sorted(sizes)[:3]) - 1  # whatever the order, the third part or one before
    developer_tools(page).send(
        "Storage.overrideQuotaForOrigin",
        {"origin": page.evaluate("location.origin"), "quotaSize": room},
    )
    model(page, MODEL).check()
    choose(page, photos / "chelsea.png")
    has(page, "done")
    says(page, "no room to store the model")
    host.log.clear()
    choose(page, photos / "rocket.jpg")
    has(page, "done", 2)
    assert host.count(".gz") == 0, "the model is in memory"


@pytest.mark.full
def test_evicted_site_comes_back_by_itself(context: BrowserContext, host: Host) -> None:
    page = visit(context, host.url)
    is_kept(page)
    page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))"
    )
    page.reload()
    is_ready(page)
    is_kept(page)


@pytest.mark.full
@pytest.mark.parametrize("phase", ["load", "infer"])
def test_service_worker_may_be_killed_at_any_time(
    context: BrowserContext, host: Host, photos: Path, phase: str
) -> None:
    page = visit(context, host.url)
    tools = developer_tools(page)
    tools.send("ServiceWorker.enable")
    host.faults[part_names(page, SLOW)[-1]] = drips
    model(page, SLOW).check()
    choose(page, photos / "rocket.jpg")
    word = {"load": "loading the model,", "infer": "Finding the subject"}[phase]
    expect(shown(page)).to_contain_text(word, timeout=60_000)
    tools.send("ServiceWorker.stopAllWorkers")
    has(page, "done")
    is_kept(page)


@pytest.mark.full
def test_page_without_cache_storage_works(browser: Browser, host: Host, photo: bytes) -> None:
    """As in the private windows of some browsers: no service worker, no store."""
    with browser.new_context(service_workers="block") as context:
        context.add_init_script("delete CacheStorage.prototype.open; void 0;")
        page = visit(context, host.url)
        assert page.evaluate("caches.open === undefined")
        assert remove_background(page, photo, model=MODEL).error is None


@pytest.mark.full
def test_private_window_works_and_leaves_nothing_behind(
    browser: Browser, host: Host, photo: bytes
) -> None:
    for _ in range(2):
        with browser.new_context() as context:  # is what Chromium calls an incognito window
            page = visit(context, host.url)
            assert page.evaluate("caches.keys()") != []
            assert remove_background(page, photo, model=MODEL).error is None
        assert host.count(".gz") > 0, "the window before left no model"
        host.log.clear()
