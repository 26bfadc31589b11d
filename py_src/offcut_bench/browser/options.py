"""What ONNX Runtime's settings do: ``python3 -m offcut_bench.browser.options``.

For each, a site whose inference worker sets it, and nothing else changed, in a browser of its own.
They take turns, and a first run of each is left out: what counts is the ratio of the medians.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.browser.options")

from playwright.sync_api import Browser, Playwright, sync_playwright  # noqa: E402 - as above

from offcut_bench.browser import speed  # noqa: E402 - as above
from offcut_bench.browser.memory import peak  # noqa: E402
from offcut_bench.browser.settings import CHANGES, SHIPPED  # noqa: E402
from offcut_bench.contenders import Contender  # noqa: E402
from offcut_bench.pages.altered import altered  # noqa: E402
from offcut_bench.pages.page import (  # noqa: E402
    inference_seconds,
    loading_seconds,
    open_page,
    queue_seconds,
)
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.report.stats import median  # noqa: E402
from offcut_build.models import variants  # noqa: E402
from offcut_testing import chromium  # noqa: E402
from offcut_testing.driver import is_ready  # noqa: E402
from offcut_testing.host import hosting  # noqa: E402

_MEGAPIXELS: Final = 1
_QUEUED: Final = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all of them, print a table."""
    parser = argparse.ArgumentParser(
        prog="python3 -m offcut_bench.browser.options", description=__doc__
    )
    parser.add_argument("--model", choices=variants.IDS, default="isnet_quint8")
    parser.add_argument("--runs", type=int, default=2, help="browsers for each (default: 2)")
    parser.add_argument("--only", action="append", help="settings to compare (default: all)")
    options = parser.parse_args(arguments)
    chosen = [SHIPPED, *(name for name in CHANGES if name in (options.only or CHANGES))]
    chosen = list(dict.fromkeys(chosen))
    changes = {name: [CHANGES[name]] for name in chosen}
    path = chromium.executable()  # starts a Playwright of its own
    loading: dict[str, list[float]] = {name: [] for name in chosen}
    inference: dict[str, list[float]] = {name: [] for name in chosen}
    queue: dict[str, list[float]] = {name: [] for name in chosen}
    memory: dict[str, list[float]] = {name: [] for name in chosen}
    with altered(changes) as sites, sync_playwright() as playwright:
        for _ in range(options.runs):
            for name, folder in sites.items():
                with _browser(playwright, path) as browser, hosting(folder) as host:
                    page = open_page(
                        browser.new_context(), host.url, Contender("Offcut", options.model)
                    )
                    picture = photo(_MEGAPIXELS)
                    inference_seconds(page, picture, options.model)  # the model comes
                    page.reload()
                    is_ready(page)
                    loading[name].append(loading_seconds(page, options.model))
                    for _ in range(2):
                        inference[name].append(inference_seconds(page, picture, options.model))
                    seconds = queue_seconds(page, photo(speed.QUEUED), options.model, _QUEUED)
                    queue[name].append(seconds)
                    memory[name].append(peak(browser))
                print(f"{name}: done", flush=True)
    print("| ONNX Runtime's settings | session made | inference | queue | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name in chosen:
        cells = [
            f"{median(figures[name]) / median(figures[SHIPPED]):.2f}"
            for figures in (loading, inference, queue, memory)
        ]
        print(f"| {name} | {' | '.join(cells)} |")


@contextmanager
def _browser(playwright: Playwright, path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


if __name__ == "__main__":
    main()
