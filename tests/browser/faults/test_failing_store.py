"""A store that fails, is blocked or full: the page opens, works, and says what it can't keep."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from offcut_testing.driver import developer_tools, is_kept, is_ready, remove_background, visit
from offcut_testing.host import Host
from offcut_testing.parts import PROOF, opened
from tests.browser.profiles import profile

MODEL = "isnet_compact"

_REJECT = """() => { for (const name of ['open', 'match', 'has', 'keys', 'delete']) {
  CacheStorage.prototype[name] = async () => { throw new DOMException('', 'UnknownError'); };
} }"""


@pytest.fixture
def photo(photos: Path) -> bytes:
    return (photos / "chelsea.png").read_bytes()


@pytest.mark.full
def test_page_opens_though_every_call_of_the_store_fails(
    context: BrowserContext, host: Host, photo: bytes
) -> None:
    page = visit(context, host.url)
    is_kept(page)
    (worker,) = context.service_workers
    worker.evaluate(_REJECT)
    context.add_init_script(f"({_REJECT})()")
    page.reload()
    is_ready(page)
    expect(opened(page, PROOF)).to_contain_text("so the page needs the network")
    assert remove_background(page, photo, model=MODEL).error is None


@pytest.mark.full
def test_page_works_where_site_data_are_blocked(
    browser: Browser, host: Host, photo: bytes, tmp_path: Path
) -> None:
    preferences = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(preferences))
    with profile(browser, tmp_path) as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(host.url)
        is_ready(page)
        assert page.evaluate("caches.keys().then(() => '', ({ name }) => name)") != ""
        assert remove_background(page, photo, model=MODEL).error is None
        expect(opened(page, PROOF)).to_contain_text("so the page itself needs the network")
        assert errors == []


@pytest.mark.full
def test_disk_that_is_full_before_the_site_is_kept_is_told(
    context: BrowserContext, host: Host, photo: bytes
) -> None:
    page = context.new_page()
    page.goto(f"{host.url}404.html")
    quota = {"origin": page.evaluate("location.origin"), "quotaSize": 4_000_000}
    developer_tools(page).send("Storage.overrideQuotaForOrigin", quota)
    page.goto(host.url)
    is_ready(page)
    expect(opened(page, PROOF)).to_contain_text("this browser has no room left")
    assert remove_background(page, photo, model=MODEL).error is None
    page.reload()
    is_ready(page)


@pytest.mark.full
def test_page_works_where_there_are_no_locks(
    context: BrowserContext, host: Host, photo: bytes
) -> None:
    context.add_init_script("delete Navigator.prototype.locks;")
    page = visit(context, host.url)
    assert page.evaluate("navigator.locks === undefined")
    is_kept(page)
    assert remove_background(page, photo, model=MODEL).error is None
