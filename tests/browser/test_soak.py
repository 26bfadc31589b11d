"""Fifty pictures: they need no more memory than ten, and the page's thread stays free."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.browser.driver import is_ready

MODEL: Final = "isnet_compact"
FEW: Final = 10
"""After so many all that grows once has grown: the heaps of Python and of ONNX Runtime."""
MANY: Final = 50
SIZE: Final = (640, 480)
DECODED: Final = SIZE[0] * SIZE[1] * 4
"""Bytes of one picture as RGBA."""
THUMBNAIL: Final = 192
FREE_MS: Final = 50
_PATIENCE_MS: Final = 1_800_000


@dataclass
class Soak:
    """What was measured.

    Attributes:
        memory: bytes of the page's process, by how many pictures were done.
        tasks: milliseconds of processor time of each task of the page's thread. Time on the clock
            would be that of the other processes, too.
        thumbnails: the longer side of each canvas in the list.
        images: addresses of all other pictures in the page.
    """

    memory: dict[int, int] = field(default_factory=dict)
    tasks: list[float] = field(default_factory=list)
    thumbnails: list[int] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def soak(
    browser: Browser, site: str, photos: Path, tmp_path_factory: pytest.TempPathFactory
) -> Soak:
    """Put fifty pictures through a page in a browser of its own."""
    files = _pictures(photos, tmp_path_factory.mktemp("fifty"))
    own = browser.browser_type.launch(
        executable_path=chromium.executable(), args=list(chromium.ARGUMENTS)
    )
    try:
        return _measure(own, site, files)
    finally:
        own.close()


def _pictures(photos: Path, folder: Path) -> list[Path]:
    originals = [Image.open(path).convert("RGB").resize(SIZE) for path in sorted(photos.iterdir())]
    files = [folder / f"picture-{number:02}.jpg" for number in range(MANY)]
    for number, file in enumerate(files):
        originals[number % len(originals)].save(file)
    return files


def _measure(browser: Browser, site: str, files: list[Path]) -> Soak:
    found = Soak()
    page = browser.new_page()
    page.goto(site)
    is_ready(page)
    page.locator(f"#models input[value={MODEL}]").check()
    with _tracing(browser, page, found.tasks):
        page.locator("#file").set_input_files(files[:FEW])
        _done(page, FEW)
    found.memory[FEW] = _memory(browser, page)
    with _tracing(browser, page, found.tasks):
        page.locator("#file").set_input_files(files[FEW:])
        _done(page, FEW + 5)
    _done(page, MANY - 5)
    with _tracing(browser, page, found.tasks):
        _done(page, MANY)
    found.memory[MANY] = _memory(browser, page)
    found.thumbnails = page.locator("#pictures canvas").evaluate_all(
        "(all) => all.map(({ width, height }) => Math.max(width, height))"
    )
    found.images = page.locator("img").evaluate_all("(all) => all.map(({ src }) => src)")
    return found


def _done(page: Page, count: int) -> None:
    """Wait until so many are done."""
    done = page.locator("li.picture[data-state=done]")
    expect(done.nth(count - 1)).to_be_attached(timeout=_PATIENCE_MS)


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


def _memory(browser: Browser, page: Page) -> int:
    """Bytes that the page's process has for itself, once it has tidied up."""
    tools = page.context.new_cdp_session(page)
    for _ in range(2):
        page.wait_for_timeout(1000)
        tools.send("HeapProfiler.collectGarbage")
    tools.detach()
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    pids = [process["id"] for process in processes if process["type"] == "renderer"]
    return max(_resident(Path(f"/proc/{pid}/smaps_rollup")) for pid in pids)


def _resident(rollup: Path) -> int:
    """What is not of a file, see proc_pid_smaps(5)."""
    kinds = re.findall(r"^Pss_(?:Anon|Shmem):\s+(\d+) kB$", rollup.read_text(), re.MULTILINE)
    assert len(kinds) == 2
    return sum(map(int, kinds)) * 1024


def test_forty_more_pictures_need_no_more_memory(soak: Soak) -> None:
    more = soak.memory[MANY] - soak.memory[FEW]
    # thumbnails are kept, and heaps breathe; decoded pictures would be twice as much
    assert more < (MANY - FEW) * DECODED / 2, f"{more / 1e6:.0f} MB more"


def test_page_has_thumbnails_only(soak: Soak) -> None:
    assert len(soak.thumbnails) == MANY
    assert max(soak.thumbnails) <= THUMBNAIL
    assert [image for image in soak.images if image.startswith(("blob:", "data:"))] == []


def test_no_task_keeps_the_page_from_answering(soak: Soak) -> None:
    assert len(soak.tasks) > 1000
    # a slow machine stretches one or another: together they are next to nothing
    assert sum(task for task in soak.tasks if task > FREE_MS) < 0.05 * sum(soak.tasks)
