"""A real Chromium, the real build, and servers of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from offcut_build import steps
from offcut_testing import chromium
from offcut_testing.host import Host, hosting
from offcut_testing.served import served

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium.executable()
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(
            executable_path=executable, args=list(chromium.ARGUMENTS)
        )
        yield instance
        instance.close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture(scope="session")
def plain_site() -> Iterator[str]:
    with served("--plain") as url:
        yield url


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page that uses offcut.js as any site can: no service worker, and nothing is cached."""
    with browser.new_context(service_workers="block") as context:
        visit = context.new_page()
        visit.set_default_timeout(120_000)
        visit.goto(site)
        yield visit


@pytest.fixture(scope="module")
def shared_page(browser: Browser, site: str) -> Iterator[Page]:
    """One such page for a whole module."""
    with browser.new_context(service_workers="block") as context:
        visit = context.new_page()
        visit.set_default_timeout(120_000)
        visit.goto(site)
        yield visit


@pytest.fixture(scope="session")
def dist() -> Path:
    """The built site."""
    steps.build(ROOT / "dist")
    return ROOT / "dist"


@pytest.fixture
def host(dist: Path) -> Iterator[Host]:
    """A host as GitHub Pages, of which a test can see and spoil everything."""
    with hosting(dist) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own, in memory."""
    with browser.new_context() as fresh:
        fresh.set_default_timeout(120_000)
        yield fresh
