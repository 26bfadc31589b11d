"""A real Chromium, the real build, and servers of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from offcut_build import steps
from tests.browser import chromium
from tests.browser.host import Host, hosting

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


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Run serve.py on a free port; gives the URL that it prints last."""
    command = [sys.executable, str(ROOT / "serve.py"), "--port", "0", "--no-open", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        lines = []
        for line in server.stdout:
            lines.append(line.strip())
            if line.startswith("http://"):
                break
        else:
            pytest.fail(f"serve.py printed no URL: {lines}")
        try:
            yield lines[-1]
        finally:
            server.terminate()


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
