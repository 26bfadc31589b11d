"""“Prove it” and “Stored on this device” say what is so, and their controls work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.driver import (
    developer_tools,
    is_kept,
    is_ready,
    part_names,
    preload,
    remove_background,
    visit,
)
from tests.browser.host import Host

MODEL = "isnet_compact"


@pytest.fixture
def page(context: BrowserContext, host: Host) -> Page:
    visitor = visit(context, host.url)
    is_kept(visitor)
    return visitor


def _open_storage(page: Page) -> None:
    page.get_by_text("Stored on this device", exact=True).click()
    expect(page.locator("#storage .total")).to_contain_text("stored")


def test_proof_counts_every_request_of_page_and_workers(page: Page, host: Host) -> None:
    assert preload(page, MODEL) is None
    proof = page.locator("#proof")
    expect(proof.locator(".isolated")).to_contain_text("Yes")
    expect(proof.locator(".threads")).to_have_text(re.compile(r"\d+"))
    expect(proof.locator(".total")).to_contain_text("Sent: nothing.")
    parts = part_names(page, MODEL)
    each = proof.locator(".each")
    for part in parts:
        expect(each).to_contain_text(part)
    lines = each.text_content() or ""
    for name in ("pyodide.asm.wasm", "ort-wasm-simd-threaded.wasm", "main.js", "rocket.jpg"):
        assert name in lines
    assert all("  GET  " in line for line in lines.splitlines())
    row = proof.get_by_role("row").filter(has_text="Model")
    megabytes = sum((host.root / "models" / part).stat().st_size for part in parts) / 1e6
    expect(row).to_contain_text(f"{megabytes:.0f} MB")
    fetched = len(lines.splitlines())
    page.reload()
    is_ready(page)
    page.evaluate("document.querySelector('#proof').open = true")
    expect(proof.locator(".total")).to_contain_text("requests since this page was loaded")
    assert 0 < len((each.text_content() or "").splitlines()) < fetched + 5


def test_request_to_elsewhere_would_be_shown(page: Page) -> None:
    page.evaluate("fetch(location.href, { method: 'POST', body: 'x' }).catch(() => {})")
    total = page.locator("#proof .total")
    expect(total).to_contain_text("no plain GET to this site: POST ")
    expect(total).to_have_attribute("data-state", "bad")


def test_offline_only_refuses_the_network_and_outlives_a_reload(
    page: Page, host: Host, photos: Path
) -> None:
    data = (photos / "chelsea.png").read_bytes()
    switch = page.get_by_role("switch", name="Offline only")
    expect(switch).not_to_be_checked()
    switch.check()
    host.log.clear()
    outcome = remove_background(page, data, model=MODEL)
    assert outcome.error == "ModelUnavailableError"
    assert "needs the network" in outcome.message
    expect(page.locator("#proof .total")).to_contain_text("refused")
    page.reload()
    is_ready(page)
    page.evaluate("document.querySelector('#proof').open = true")
    expect(switch).to_be_checked()
    update = "navigator.serviceWorker.getRegistration().then(() => fetch('licences.txt?anew'))"
    assert page.evaluate(f"{update}.then(() => 'fetched', () => 'refused')") == "refused"
    # only the browser itself asks whether the service worker's scripts have changed
    scripts = re.compile(r"sw\.js|assets/\w+/service-worker/.*|assets/\w+/engine/digest\.js")
    assert [path for path in host.log if not scripts.fullmatch(path)] == []
    switch.uncheck()
    assert remove_background(page, data, model=MODEL).error is None


def test_offline_only_works_with_a_stored_model(page: Page, host: Host, photos: Path) -> None:
    assert preload(page, MODEL) is None
    page.get_by_role("switch", name="Offline only").check()
    page.reload()
    is_ready(page)
    host.log.clear()
    data = (photos / "chelsea.png").read_bytes()
    assert remove_background(page, data, model=MODEL).error is None
    assert [path for path in host.log if path.endswith((".gz", ".wasm", ".whl"))] == []


def test_offline_only_never_locks_the_user_out(page: Page) -> None:
    switch = page.get_by_role("switch", name="Offline only")
    switch.check()
    page.evaluate(
        """async () => {
          const [name] = (await caches.keys()).filter((one) => one.startsWith('offcut-app'));
          const cache = await caches.open(name);
          const [main] = (await cache.keys()).filter(({ url }) => url.endsWith('/app/main.js'));
          await cache.delete(main);
        }"""
    )
    tools = developer_tools(page)
    tools.send("ServiceWorker.enable")
    tools.send("ServiceWorker.stopAllWorkers")  # it believes that all is here
    page.reload()
    expect(page.get_by_role("heading")).to_have_text("Offline only")
    page.get_by_role("link", name="Allow the network again").click()
    is_ready(page)
    is_kept(page)
    expect(switch).not_to_be_checked()
    switch.check()
    _open_storage(page)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.locator("#storage .total")).to_contain_text("Nothing is stored on this device")
    page.reload()
    is_ready(page)
    is_kept(page)


def test_without_a_service_worker_the_panel_says_so(browser: Browser, host: Host) -> None:
    with browser.new_context(service_workers="block") as context:
        page = visit(context, host.url)
        page.get_by_text("Prove it").click()
        expect(page.locator("#proof .ready")).to_contain_text("No:")
        expect(page.get_by_role("switch", name="Offline only")).to_be_disabled()
        expect(page.locator("#proof .total")).to_contain_text("This list is not whole")


def test_storage_lists_models_once_and_deletes_each(page: Page, host: Host) -> None:
    _open_storage(page)
    items = page.locator("#storage li")
    expect(items).to_have_count(1)
    expect(items).to_contain_text("The page, Python and ONNX Runtime")
    assert preload(page, MODEL) is None
    page.locator("#storage").evaluate("(panel) => { panel.open = false; panel.open = true; }")
    expect(items).to_have_count(2)  # what Fast shares with Compact is not listed twice
    page.get_by_role("button", name="Delete Model: Compact").click()
    expect(items).to_have_count(1)
    expect(page.locator("#announcer")).to_contain_text("deleted from this device")
    expect(page.locator("#storage summary")).to_be_focused()
    kept = page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((name) => name.startsWith('offcut-models'));
          const keys = async (name) => (await caches.open(name)).keys();
          const entries = (await Promise.all(names.map(keys))).flat();
          return entries.map(({ url }) => url).filter((url) => url.endsWith('.gz'));
        }"""
    )
    assert kept == []


def test_everything_can_be_deleted_and_comes_back(page: Page, host: Host) -> None:
    assert preload(page, MODEL) is None
    page.locator(f"#models input[value={MODEL}]").check()
    _open_storage(page)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.locator("#storage .total")).to_contain_text("Nothing is stored on this device")
    _open_storage(page)
    _open_storage(page)  # closed and opened, it looks again
    expect(page.locator("#storage .total")).to_contain_text("Nothing is stored on this device")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.reload()
    is_ready(page)
    is_kept(page)


def test_keeping_is_asked_for_after_the_first_success_only(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    context.add_init_script(
        """globalThis.asked = 0;
        StorageManager.prototype.persist = async () => { asked += 1; return true; };"""
    )
    page = visit(context, host.url)
    assert page.evaluate("asked") == 0
    page.locator(f"#models input[value={MODEL}]").check()
    page.locator("#file").set_input_files(photos / "chelsea.png")
    expect(page.locator("li.picture[data-state=done]")).to_have_count(1, timeout=60_000)
    page.locator("#file").set_input_files(photos / "coffee.png")
    expect(page.locator("li.picture[data-state=done]")).to_have_count(2, timeout=60_000)
    page.wait_for_timeout(500)
    assert page.evaluate("asked") == 1
