"""A real Chromium, the built site, and servers of it.

Most tests see the small site, whose models are a stand-in (offcut_testing/stand_in.py). What looks
at a subject's outline, or at the real weights, asks for the ``real_`` fixtures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from offcut_build import paths, steps
from offcut_build.serving.server import Server
from offcut_testing import chromium, small_site
from offcut_testing.host import Host, hosting, serving
from offcut_testing.served import served
from tests.browser.profiles import fresh_page, profile


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # longer than Playwright's five seconds: other processes may take both cores
    expect.set_options(timeout=60_000)
    executable = chromium.executable()
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(
            executable_path=executable, args=list(chromium.ARGUMENTS)
        )
        yield instance
        instance.close()


@pytest.fixture(scope="session")
def warm(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser whose profile is on disk: what was compiled for one page serves the next.

    A page starts there in two thirds of the time. Service workers are no part of it: they cost a
    start half as much again, and have tests of their own.
    """
    folder = tmp_path_factory.mktemp("warm")
    with profile(browser, folder, service_workers="block") as context:
        yield context


@pytest.fixture(scope="session")
def dist() -> Path:
    """The small site."""
    return small_site.build()


@pytest.fixture(scope="session")
def real_dist() -> Path:
    """The site as people get it."""
    steps.build(paths.ROOT / "dist")
    return paths.ROOT / "dist"


@pytest.fixture(scope="session")
def site(dist: Path) -> Iterator[str]:
    """The small site on a host that isolates its pages."""
    with serving(Server(dist, 0)) as server:
        yield server.url


@pytest.fixture(scope="session")
def plain_site(dist: Path) -> Iterator[str]:
    """The small site on a host that sends no headers, as GitHub Pages."""
    with serving(Server(dist, 0, plain=True)) as server:
        yield server.url


@pytest.fixture(scope="session")
def real_site(real_dist: Path) -> Iterator[str]:
    """The real site, by ``serve.py``."""
    with served() as url:
        yield url


@pytest.fixture
def page(warm: BrowserContext, site: str) -> Iterator[Page]:
    """A page that uses offcut.js as any site can: no service worker, and nothing is cached."""
    with fresh_page(warm, site) as visit:
        yield visit


@pytest.fixture(scope="session")
def shared_page(warm: BrowserContext, site: str) -> Iterator[Page]:
    """One such page for all tests that don't mind what was done in it before."""
    with fresh_page(warm, site) as visit:
        yield visit


@pytest.fixture(scope="session")
def real_page(warm: BrowserContext, real_site: str) -> Iterator[Page]:
    """The same of the real site."""
    with fresh_page(warm, real_site) as visit:
        yield visit


@pytest.fixture
def host(dist: Path) -> Iterator[Host]:
    """A host of the small site as GitHub Pages, of which a test can see and spoil everything."""
    with hosting(dist) as running:
        yield running


@pytest.fixture
def real_host(real_dist: Path) -> Iterator[Host]:
    """The same of the real site."""
    with hosting(real_dist) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own, in memory."""
    with browser.new_context() as fresh:
        fresh.set_default_timeout(120_000)
        yield fresh
