"""What the service worker costs a repeat visit: ``python3 -m offcut_bench.browser.boot``.

It holds every file against its SHA-256 before it hands it over. Two profiles, with and without it,
load the page in turn; what counts is the ratio of the medians.
"""

from __future__ import annotations

import statistics
from typing import Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.browser.boot")

from playwright.sync_api import Page, sync_playwright  # noqa: E402 - the environment above has it

from offcut_testing import chromium  # noqa: E402
from offcut_testing.driver import is_ready, visit  # noqa: E402
from offcut_testing.served import served  # noqa: E402

_RUNS: Final = 7


def main() -> None:
    """Time both and print the medians and their ratio."""
    path = chromium.executable()  # starts a Playwright of its own
    with sync_playwright() as playwright, served() as site:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        with_worker = visit(browser.new_context(), site)
        without = visit(browser.new_context(service_workers="block"), site)
        times = [(_ready(with_worker), _ready(without)) for _ in range(_RUNS)]
        browser.close()
    ours, bare = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"ready with the service worker: {ours:.2f} s, without: {bare:.2f} s")
    print(f"ratio: {ours / bare:.2f}")


def _ready(page: Page) -> float:
    page.reload()
    is_ready(page)
    seconds: float = page.evaluate("performance.now() / 1000")
    page.wait_for_timeout(1000)  # what it does afterwards is no part of the next
    return seconds


if __name__ == "__main__":
    main()
