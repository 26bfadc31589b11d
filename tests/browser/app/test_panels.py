"""“Prove it” and “Stored on this device” say what is so, and their controls work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from offcut_testing.driver import (
    developer_tools,
    is_kept,
    is_ready,
    part_names,
    preload,
    remove_background,
    visit,
)
from offcut_testing.host import Host
from offcut_testing.parts import (
    NOTHING_STORED,
    PROOF,
    STORAGE,
    THE_PAGE,
    choose,
    has,
    model,
    opened,
    says,
)

MODEL = "isnet_compact"


@pytest.fixture
def page(context: BrowserContext, host: Host) -> Page:
    visitor = visit(context, host.url)
    is_kept(visitor)
    return visitor


def _confirm(page: Page) -> None:
    dialog = page.get_by_role("alertdialog", name="Delete")
    dialog.get_by_role("button", name="Delete", exact=True).click()


def _look_anew(page: Page) -> Locator:
    """What is stored: the panel looks whenever it is opened."""
    heading = page.get_by_role("heading", name=STORAGE, exact=True)
    opened(page, STORAGE)
    heading.click()
    storage = opened(page, STORAGE)
    expect(storage).to_contain_text(re.compile("stored on this device", re.IGNORECASE))
    return storage


def _answer(proof: Locator, term: str) -> Locator:
    """What the panel says to one of its terms."""
    terms = proof.get_by_role("term").all_inner_texts()
    return proof.get_by_role("definition").nth(terms.index(term))


def test_proof_counts_every_request_of_page_and_workers(page: Page, host: Host) -> None:
    assert preload(page, MODEL) is None
    proof = opened(page, PROOF)
    for term, answer in (("Isolated from other sites", "Yes"), ("Threads", r"^\d+$")):
        expect(_answer(proof, term)).to_have_text(re.compile(answer))
    expect(proof).to_contain_text("None of them had a body.")
    parts = part_names(page, MODEL)
    proof.get_by_text("Every request", exact=True).click()
    each = proof.get_by_role("region", name="Every request")
    for part in parts:
        expect(each).to_contain_text(part)
    lines = each.text_content() or ""
    for name in ("pyodide.asm.wasm", "ort-wasm-simd-threaded.wasm", "main.js", "rocket.jpg"):
        assert name in lines
    assert all("  GET  " in line for line in lines.splitlines())
    row = proof.get_by_role("row").filter(has_text="Model")
    megabytes = sum((host.root / "models" / part).stat().st_size for part in parts) / 1e6
    expect(row).to_contain_text(f"{megabytes:.1f} MB")
    fetched = len(lines.splitlines())
    page.reload()
    is_ready(page)
    proof = opened(page, PROOF)
    expect(proof).to_contain_text("requests since this page was loaded")
    proof.get_by_text("Every request", exact=True).click()
    assert 0 < len((each.text_content() or "").splitlines()) < fetched + 5


@pytest.mark.full
def test_request_to_elsewhere_would_be_shown(page: Page) -> None:
    page.evaluate("fetch(location.href, { method: 'POST', body: 'x' }).catch(() => {})")
    total = page.get_by_text("other than a GET to this site: POST ")
    expect(total).to_be_visible()
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
    says(page, re.compile(r"\d+ (was|were) refused"))
    page.reload()
    is_ready(page)
    opened(page, PROOF)
    expect(switch).to_be_checked()
    update = "navigator.serviceWorker.getRegistration().then(() => fetch('licences.txt?anew'))"
    assert page.evaluate(f"{update}.then(() => 'fetched', () => 'refused')") == "refused"
    # only the browser itself asks whether the service worker's scripts have changed
    scripts = re.compile(r"sw\.js|assets/\w+/service-worker/.*|assets/\w+/engine/digest\.js")
    assert [path for path in host.log if not scripts.fullmatch(path)] == []
    switch.uncheck()
    assert remove_background(page, data, model=MODEL).error is None


@pytest.mark.full
def test_offline_only_works_with_a_stored_model(page: Page, host: Host, photos: Path) -> None:
    assert preload(page, MODEL) is None
    page.get_by_role("switch", name="Offline only").check()
    page.reload()
    is_ready(page)
    host.log.clear()
    data = (photos / "chelsea.png").read_bytes()
    assert remove_background(page, data, model=MODEL).error is None
    assert [path for path in host.log if path.endswith((".gz", ".wasm", ".whl"))] == []


@pytest.mark.full
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
    page.get_by_role("button", name="Allow the network again").click()
    is_ready(page)
    is_kept(page)
    expect(switch).not_to_be_checked()
    switch.check()
    _look_anew(page)
    page.get_by_role("button", name="Delete everything").click()
    _confirm(page)
    says(page, NOTHING_STORED)
    page.reload()
    is_ready(page)
    is_kept(page)


@pytest.mark.full
def test_without_a_service_worker_the_panel_says_so(browser: Browser, host: Host) -> None:
    with browser.new_context(service_workers="block") as context:
        page = visit(context, host.url)
        proof = opened(page, PROOF)
        expect(_answer(proof, "Works offline")).to_contain_text("No:")
        expect(page.get_by_role("switch", name="Offline only")).to_be_disabled()
        expect(proof).to_contain_text("This list is incomplete: without a service worker")
        expect(proof).to_contain_text("The browser lists")
        expect(proof).not_to_contain_text("None of them had a body")
        page.evaluate("navigator.sendBeacon('https://elsewhere.example/', 'x')")
        proof.get_by_text("Every request", exact=True).click()
        each = proof.get_by_role("region", name="Every request")
        expect(each).to_contain_text("main.js")
        assert "GET" not in (each.text_content() or ""), "the browser does not tell the method"


@pytest.mark.full
def test_no_request_is_lost_when_the_clock_is_set_back(page: Page) -> None:
    opened(page, PROOF).get_by_text("Every request", exact=True).click()
    each = page.get_by_role("region", name="Every request")
    (worker,) = page.context.service_workers
    worker.evaluate("const now = Date.now; Date.now = () => now() - 3_600_000;")
    page.evaluate("fetch('licences.txt?later')")
    expect(each).to_contain_text("licences.txt?later")
    page.reload()
    is_ready(page)
    opened(page, PROOF).get_by_text("Every request", exact=True).click()
    expect(each).to_contain_text("app/main.js")


@pytest.mark.full
def test_storage_lists_models_once_and_deletes_each(page: Page, host: Host) -> None:
    items = _look_anew(page).get_by_role("listitem")
    expect(items).to_have_count(1)
    expect(items).to_contain_text(THE_PAGE)
    assert preload(page, MODEL) is None
    _look_anew(page)
    expect(items).to_have_count(2)  # what Fast shares with Compact is not listed twice
    page.get_by_role("button", name="Delete Model: Compact").click()
    _confirm(page)
    expect(items).to_have_count(1)
    told = page.get_by_role("status").filter(has_text="deleted from this device")
    expect(told).to_have_count(1)
    focused = page.evaluate("document.activeElement.textContent.trim()")
    assert focused == STORAGE
    kept = page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((name) => name.startsWith('offcut-models'));
          const keys = async (name) => (await caches.open(name)).keys();
          const entries = (await Promise.all(names.map(keys))).flat();
          return entries.map(({ url }) => url).filter((url) => url.endsWith('.gz'));
        }"""
    )
    assert kept == []


@pytest.mark.full
def test_what_is_stored_changes_its_language_at_once(page: Page) -> None:
    """Also while the browser keeps silent about it."""
    _look_anew(page)
    expect(page.get_by_role("button", name=f"Delete {THE_PAGE}")).to_be_visible()
    page.evaluate("void (caches.open = () => new Promise(() => {}))")
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_role("button", name=re.compile("^Löschen: "))).to_be_visible()


@pytest.mark.full
def test_everything_can_be_deleted_and_comes_back(page: Page, host: Host) -> None:
    assert preload(page, MODEL) is None
    model(page, MODEL).check()
    _look_anew(page)
    page.get_by_role("button", name="Delete everything").click()
    _confirm(page)
    says(page, NOTHING_STORED)
    expect(_look_anew(page)).to_contain_text(NOTHING_STORED)
    assert page.evaluate("Object.keys(localStorage)") == []
    page.reload()
    is_ready(page)
    is_kept(page)


@pytest.mark.full
def test_keeping_is_asked_for_after_the_first_success_only(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    context.add_init_script(
        """globalThis.asked = 0;
        StorageManager.prototype.persist = async () => { asked += 1; return true; };"""
    )
    page = visit(context, host.url)
    assert page.evaluate("asked") == 0
    model(page, MODEL).check()
    choose(page, photos / "chelsea.png")
    has(page, "done")
    choose(page, photos / "coffee.png")
    has(page, "done", 2)
    page.wait_for_timeout(500)
    assert page.evaluate("asked") == 1
