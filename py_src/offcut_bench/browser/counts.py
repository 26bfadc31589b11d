"""How often one picture is decoded, and its edges fitted, while it is worked on in the page.

Of a site whose Python worker counts: nothing else is changed in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import Page

from offcut_bench.browser.desk import Desk
from offcut_bench.contenders import OURS
from offcut_bench.pages.altered import Change, altered
from offcut_bench.pages.page import open_page
from offcut_bench.pages.photos import photo
from offcut_bench.pages.record import PICTURES, RECORD, recorded
from offcut_bench.pages.stage import Stage
from offcut_testing.host import hosting

MEGAPIXELS: Final = 12
FITS: Final = "fits"
BROWSER: Final = "browser"
"""Decoded by the browser itself, to be shown."""

_STARTED: Final = "const main = pyodide.pyimport('offcut.browser.main');"
_PYTHON: Final = f"""
import json
from PIL import ImageFile
from offcut.matting import kept_matte

counts = {{}}
_load, _fit = ImageFile.ImageFile.load, kept_matte.fit_matte

def _count(name):
    counts[name] = counts.get(name, 0) + 1

def load(image):
    if image.tile:  # there is something left to decode
        _count(f"{{image.format}} {{image.width}} x {{image.height}}")
    return _load(image)

def fit(*arguments, **options):
    _count("{FITS}")
    return _fit(*arguments, **options)

ImageFile.ImageFile.load, kept_matte.fit_matte = load, fit
lambda: json.dumps(counts)
"""
COUNTING: Final = Change(
    "workers/python-worker.js",
    _STARTED,
    f"{_STARTED}\n  globalThis.benchmarkCounts = pyodide.runPython(`{_PYTHON}`);",
)

Counts = Mapping[str, int]
"""By ``fits``, ``browser``, or format and size of what Python decoded."""


def measure(stage: Stage) -> dict[str, Counts]:
    """Count, step by step: by what was done last, what it took."""
    with _page(stage) as page:
        desk = Desk(page)
        steps: dict[str, Callable[[], object]] = {
            "chosen and done": lambda: desk.add(photo(MEGAPIXELS)),
            "a stroke": desk.stroke,
            "an option: a shadow": desk.shadow,
        }
        answer: dict[str, Counts] = {}
        before: Counter[str] = Counter()
        for name, act in steps.items():
            act()
            now = _counted(page)
            answer[name] = dict(sorted((now - before).items()))
            before = now
            print(f"page: counted {name}", flush=True)
        return answer


@contextmanager
def _page(stage: Stage) -> Iterator[Page]:
    with (
        altered({"counting": [COUNTING]}) as sites,
        hosting(sites["counting"]) as host,
        stage.browser() as browser,
    ):
        context = browser.new_context()
        context.add_init_script(RECORD)
        yield open_page(context, host.url, OURS[0])


def _counted(page: Page) -> Counter[str]:
    worker = next(worker for worker in page.workers if "python-worker" in worker.url)
    counted: dict[str, Any] = json.loads(worker.evaluate("benchmarkCounts()"))
    shown = sum(event.get("to") == PICTURES for event in recorded(page))
    return Counter(counted | {BROWSER: shown})
