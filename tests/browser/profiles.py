"""Browser profiles on disk, which outlive the browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from offcut_testing import chromium


@contextmanager
def profile(browser: Browser, folder: Path) -> Iterator[BrowserContext]:
    """Start a browser with a profile on disk."""
    with browser.browser_type.launch_persistent_context(
        folder, executable_path=chromium.executable(), args=list(chromium.ARGUMENTS)
    ) as context:
        context.set_default_timeout(120_000)
        yield context


def without_http_cache(folder: Path) -> None:
    """What the page loads must come from Cache Storage: the HTTP cache can go at any time."""
    for name in ("Cache", "Code Cache"):
        shutil.rmtree(folder / "Default" / name, ignore_errors=True)
