"""What ONNX Runtime's settings do: ``python3 -m offcut_bench.browser.options``.

For each, a site whose inference worker sets it, and nothing else changed, in a browser of its own.
They take turns, and a first run of each is left out: what counts is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.browser.options")

from playwright.sync_api import Browser, Playwright, sync_playwright  # noqa: E402 - as above

from offcut_bench.browser import speed  # noqa: E402 - as above
from offcut_bench.browser.memory import peak  # noqa: E402
from offcut_bench.contenders import Contender  # noqa: E402
from offcut_bench.pages.page import (  # noqa: E402
    inference_seconds,
    loading_seconds,
    open_page,
    queue_seconds,
)
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.report.stats import median  # noqa: E402
from offcut_build import cache, paths, steps  # noqa: E402
from offcut_build.models import variants  # noqa: E402
from offcut_build.site import assemble  # noqa: E402
from offcut_testing import chromium  # noqa: E402
from offcut_testing.driver import is_ready  # noqa: E402
from offcut_testing.host import hosting  # noqa: E402

_WORKER: Final = "workers/inference-worker.js"
_SESSION: Final = "executionProviders: ['wasm'],"
_THREADS: Final = "countThreads(mostThreads)"
_MEGAPIXELS: Final = 1
_QUEUED: Final = 3
_SHIPPED: Final = "as shipped"
_SETTINGS: Final = {
    _SHIPPED: (_SESSION, _SESSION),
    "no arena": (_SESSION, f"{_SESSION} enableCpuMemArena: false,"),
    "no memory pattern": (_SESSION, f"{_SESSION} enableMemPattern: false,"),
    "neither": (_SESSION, f"{_SESSION} enableCpuMemArena: false, enableMemPattern: false,"),
    "graph optimisation: layout": (_SESSION, f"{_SESSION} graphOptimizationLevel: 'layout',"),
    "graph optimisation: extended": (_SESSION, f"{_SESSION} graphOptimizationLevel: 'extended',"),
    "graph optimisation: basic": (_SESSION, f"{_SESSION} graphOptimizationLevel: 'basic',"),
    "no spinning": (_SESSION, f"{_SESSION} extra: {{ 'session.intra_op.allow_spinning': '0' }},"),
    "dynamic blocks": (_SESSION, f"{_SESSION} extra: {{ 'session.dynamic_block_base': '4' }},"),
    "one thread": (_THREADS, "1"),
    "one thread more": (_THREADS, f"{_THREADS} + 1"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure all of them, print a table."""
    parser = argparse.ArgumentParser(
        prog="python3 -m offcut_bench.browser.options", description=__doc__
    )
    parser.add_argument("--model", choices=variants.IDS, default="isnet_quint8")
    parser.add_argument("--runs", type=int, default=2, help="browsers for each (default: 2)")
    parser.add_argument("--only", action="append", help="settings to compare (default: all)")
    options = parser.parse_args(arguments)
    chosen = [_SHIPPED, *(name for name in _SETTINGS if name in (options.only or _SETTINGS))]
    chosen = list(dict.fromkeys(chosen))
    path = chromium.executable()  # starts a Playwright of its own
    loading: dict[str, list[float]] = {name: [] for name in chosen}
    inference: dict[str, list[float]] = {name: [] for name in chosen}
    queue: dict[str, list[float]] = {name: [] for name in chosen}
    memory: dict[str, list[float]] = {name: [] for name in chosen}
    with _sites(chosen) as sites, sync_playwright() as playwright:
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
            f"{median(figures[name]) / median(figures[_SHIPPED]):.2f}"
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


@contextmanager
def _sites(chosen: Sequence[str]) -> Iterator[dict[str, Path]]:
    with tempfile.TemporaryDirectory() as temporary, cache.scratch("wheel") as wheel:
        root = Path(temporary)
        made_of = steps.sources(wheel, variants.IDS)
        sites = {}
        for number, name in enumerate(chosen):
            old, new = _SETTINGS[name]
            web = root / f"web{number}"
            ignored = shutil.ignore_patterns("node_modules")
            shutil.copytree(paths.WEB, web, ignore=ignored)
            worker = web / _WORKER
            text = worker.read_text(encoding="utf-8")
            if text.count(old) != 1:
                raise LookupError(f"{_WORKER} has changed: it has not one {old!r}")
            worker.write_text(text.replace(old, new), encoding="utf-8")
            sites[name] = root / f"site{number}"
            assemble.assemble(replace(made_of, web=web), sites[name])
        yield sites


if __name__ == "__main__":
    main()
