"""Fifty pictures: the last need no more memory than the first, and the page's thread stays free."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from offcut_build.site import samples
from offcut_testing import chromium
from offcut_testing.driver import is_ready
from offcut_testing.parts import quality
from offcut_testing.soaking import Moment, least, watch

pytestmark = pytest.mark.full

MANY: Final = 50
EARLY: Final = range(6, 21)
"""When so many are done, all that grows once has grown: the heaps of Python and ONNX Runtime.

Long enough for what a worker leaves behind to be collected at least once: that is about every ninth
picture."""
LATE: Final = range(36, 51)
BETWEEN: Final = LATE.start - EARLY.start
SIZE: Final = (1280, 960)
DECODED: Final = SIZE[0] * SIZE[1] * 4
"""Bytes of one picture as RGBA."""
THUMBNAIL: Final = 192
FREE_MS: Final = 50


@dataclass
class Soak:
    """What was measured.

    Attributes:
        moments: how it went.
        tasks: milliseconds of processor time of each task of the page's thread. Time on the clock
            would be that of the other processes, too.
        thumbnails: the longer side of each canvas in the list.
        images: addresses of all other pictures in the page.
    """

    moments: list[Moment] = field(default_factory=list)
    tasks: list[float] = field(default_factory=list)
    thumbnails: list[int] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def soak(
    browser: Browser, real_site: str, photos: Path, tmp_path_factory: pytest.TempPathFactory
) -> Soak:
    """Put fifty pictures through a page in a browser of its own."""
    files = _pictures(photos, tmp_path_factory.mktemp("fifty"))
    own = browser.browser_type.launch(
        executable_path=chromium.executable(), args=list(chromium.ARGUMENTS)
    )
    try:
        return _measure(own, real_site, files)
    finally:
        own.close()


def _pictures(photos: Path, folder: Path) -> list[Path]:
    originals = [
        Image.open(photos / sample.file).convert("RGB").resize(SIZE) for sample in samples.listed()
    ]
    files = [folder / f"picture-{number:02}.jpg" for number in range(MANY)]
    for number, file in enumerate(files):
        originals[number % len(originals)].save(file)
    return files


def _measure(browser: Browser, site: str, files: list[Path]) -> Soak:
    found = Soak()
    page = browser.new_page()
    page.goto(site)
    is_ready(page)
    quality(page, "Fast").check()
    with _tracing(browser, page, found.tasks):
        page.get_by_label("Choose pictures").set_input_files(files)
        found.moments += watch(browser, page, EARLY.start)
    found.moments += watch(browser, page, MANY - 5)
    with _tracing(browser, page, found.tasks):
        found.moments += watch(browser, page, MANY)
    found.thumbnails = (
        page.get_by_role("list", name="Your pictures")
        .locator("canvas")
        .evaluate_all("(all) => all.map(({ width, height }) => Math.max(width, height))")
    )
    found.images = page.evaluate("[...document.images].map(({ src }) => src)")
    return found


@contextmanager
def _tracing(browser: Browser, page: Page, tasks: list[float]) -> Iterator[None]:
    """Note the tasks of the page's thread meanwhile."""
    browser.start_tracing(page=page, categories=["toplevel"])
    yield
    events = json.loads(browser.stop_tracing())["traceEvents"]
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks += [
        event.get("tdur", 0) / 1000  # one that is still running has none
        for event in events
        if event["ph"] == "X" and (event["pid"], event["tid"]) in threads
    ]


def test_later_pictures_need_no_more_memory_than_the_first(soak: Soak) -> None:
    more = least(soak.moments, LATE) - least(soak.moments, EARLY)
    # there are more thumbnails; each picture decoded once would be twice as much
    assert more < BETWEEN * DECODED / 2, f"{more / 1e6:.0f} MB more"


def test_page_has_thumbnails_only(soak: Soak) -> None:
    assert len(soak.thumbnails) == MANY
    assert max(soak.thumbnails) <= THUMBNAIL
    assert [image for image in soak.images if image.startswith(("blob:", "data:"))] == []


def test_no_task_keeps_the_page_from_answering(soak: Soak) -> None:
    assert len(soak.tasks) > 1000
    # a slow machine stretches one or another: together they are next to nothing
    assert sum(task for task in soak.tasks if task > FREE_MS) < 0.05 * sum(soak.tasks)
