"""Browser profiles on disk, which outlive the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from offcut_testing import chromium
from offcut_testing.driver import developer_tools


@contextmanager
def profile(browser: Browser, folder: Path, **options: Any) -> Iterator[BrowserContext]:
    """Start a browser with a profile on disk."""
    with browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium.executable(), args=list(chromium.ARGUMENTS), **options
    ) as context:
        context.set_default_timeout(120_000)
        yield context


def without_http_cache(folder: Path) -> None:
    """What the page loads must come from Cache Storage: the HTTP cache can go at any time."""
    for name in ("Cache", "Code Cache"):
        shutil.rmtree(folder / "Default" / name, ignore_errors=True)


_STORED = "cache_storage,cookies,file_systems,indexeddb,local_storage"


@contextmanager
def fresh_page(
    warm: BrowserContext, site: str, viewport: ViewportSize | None = None
) -> Iterator[Page]:
    """Open the page as for the first time, in a browser that has compiled its programs before.

    Args:
        warm: a browser with a profile on disk.
        site: where to go; what is stored of that origin goes first.
        viewport: CSS pixels.
    """
    page = warm.new_page()
    page.set_default_timeout(120_000)
    address = urlsplit(site)
    clear = {"origin": f"{address.scheme}://{address.netloc}", "storageTypes": _STORED}
    developer_tools(page).send("Storage.clearDataForOrigin", clear)
    if viewport:
        page.set_viewport_size(viewport)
    page.goto(site)
    try:
        yield page
    finally:
        page.close()
