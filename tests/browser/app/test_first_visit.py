"""On a host that sends no headers the first visit reloads itself once, and is isolated then."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from offcut_build.serving.headers import HEADERS
from offcut_testing.driver import developer_tools, is_ready, visit
from offcut_testing.host import Host, hangs
from offcut_testing.parts import PROOF, opened

_HEAVY = (".wasm", ".whl", ".gz")


@pytest.fixture(scope="module")
def controlled(browser: Browser, plain_site: str) -> Iterator[Page]:
    """The page under its service worker, on a host that sends no headers."""
    with browser.new_context() as context:
        yield visit(context, plain_site)


def _loads(page: Page) -> list[str]:
    """A list that grows with each document that the page shows."""
    seen: list[str] = []
    page.on("domcontentloaded", lambda shown: seen.append(shown.url))
    return seen


@pytest.mark.full
def test_first_visit_reloads_once_and_has_threads(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    loads = _loads(page)
    page.goto(host.url)
    is_ready(page)
    assert loads == [host.url] * 2
    assert page.evaluate("crossOriginIsolated")
    threads = opened(page, PROOF).get_by_role("definition").nth(2)
    expect(threads).to_have_text(str(min(8, os.cpu_count() or 1)))
    pages = [at for at, path in enumerate(host.log) if path == ""]
    assert len(pages) == 2
    assert not [path for path in host.log[: pages[1]] if path.endswith(_HEAVY)]


_HEADERS = """
async (address) => {
  const { status, headers } = await fetch(address);
  return [status, Object.fromEntries(headers)];
}
"""


@pytest.mark.full
@pytest.mark.parametrize(
    ("address", "status"),
    [("./", 200), ("licences.txt", 200), ("offcut.js", 200), ("sw.js", 200), ("nowhere", 404)],
)
def test_every_answer_isolates(controlled: Page, address: str, status: int) -> None:
    answer, headers = controlled.evaluate(_HEADERS, address)
    assert answer == status
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= headers.items()


@pytest.mark.full
def test_second_visit_does_not_reload(context: BrowserContext, host: Host) -> None:
    visit(context, host.url).close()
    page = context.new_page()
    loads = _loads(page)
    page.goto(host.url)
    is_ready(page)
    assert loads == [host.url]
    assert page.evaluate("crossOriginIsolated")


@pytest.mark.full
def test_isolated_host_needs_no_reload(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    loads = _loads(page)
    page.goto(site)
    is_ready(page)
    assert loads == [site]


@pytest.mark.full
def test_page_that_stays_unisolated_never_loops(context: BrowserContext, host: Host) -> None:
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(globalThis, 'crossOriginIsolated', { value: false })"
    )
    loads = _loads(page)
    page.goto(host.url)
    is_ready(page)
    page.wait_for_timeout(1000)
    assert len(loads) == 2


@pytest.mark.full
def test_service_worker_that_never_comes_is_not_waited_for(
    context: BrowserContext, host: Host
) -> None:
    host.faults["sw.js"] = hangs
    page = context.new_page()
    page.goto(host.url)
    is_ready(page)
    expect(opened(page, PROOF)).to_contain_text("1, because this site does not isolate the page")


@pytest.mark.full
def test_reload_past_the_service_worker_comes_back_under_it(
    context: BrowserContext, host: Host
) -> None:
    page = visit(context, host.url)
    loads = _loads(page)
    with page.expect_event("domcontentloaded"):
        developer_tools(page).send("Page.reload", {"ignoreCache": True})
    page.wait_for_timeout(1000)
    is_ready(page)
    assert len(loads) == 2
    assert page.evaluate("crossOriginIsolated")
