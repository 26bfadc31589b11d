"""Fifty pictures in one go: memory stays bounded, and the page's thread stays free."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

PICTURES = 50
EARLY = 10
SIZE = (1600, 1200)
DECODED = SIZE[0] * SIZE[1] * 4
"""Bytes of one picture in memory, which each must give back."""

PATIENCE_MS = 900_000
THUMBNAIL = 192

_WATCH = """
() => {
  globalThis.long = [];
  const note = (list) => list.getEntries().forEach(({ duration }) => long.push(duration));
  new PerformanceObserver(note).observe({ type: 'longtask' });
}
"""


def _files(photos: Path, folder: Path) -> list[Path]:
    files = []
    for number in range(PICTURES):
        name = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")[number % 4]
        with Image.open(photos / name) as photo:
            file = folder / f"{number:02}.jpg"
            photo.convert("RGB").resize(SIZE).save(file, quality=90)
            files.append(file)
    return files


def _memory(browser: Browser, page: Page) -> int:
    """Bytes that the page's processes hold, by the operating system's count."""
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.collectGarbage")
    tools.detach()
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    total = 0
    for process in processes:
        if process["type"] != "renderer":
            continue
        status = Path(f"/proc/{process['id']}/status").read_text()
        found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
        assert found
        total += int(found[1]) * 1024
    return total


def test_fifty_pictures_need_no_more_memory_than_ten(
    browser: Browser, site: str, photos: Path, tmp_path: Path
) -> None:
    files = _files(photos, tmp_path)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site)
        done = page.locator("li.picture[data-state=done]")
        page.locator("#file").set_input_files(files[:EARLY])
        expect(done).to_have_count(EARLY, timeout=PATIENCE_MS)
        page.wait_for_timeout(2000)
        before = _memory(browser, page)
        page.evaluate(_WATCH)
        page.locator("#file").set_input_files(files[EARLY:])
        expect(done).to_have_count(PICTURES, timeout=PATIENCE_MS)
        page.wait_for_timeout(2000)
        more = _memory(browser, page) - before
        seconds = page.evaluate("performance.now() / 1000")
        long = page.evaluate("long")
        print(
            f"{PICTURES} pictures: {more / 1e6:.0f} MB more than with {EARLY}; "
            f"{len(long)} tasks over 50 ms, the longest {max(long, default=0):.0f} ms"
        )
        assert more < (PICTURES - EARLY) * DECODED / 3
        # an overloaded machine stretches a task: all together are held to a share of the time
        assert sum(long) / 1000 < 0.02 * seconds
        # thumbnails only, however many results there are
        assert page.locator("main img:visible").count() == 0
        sizes = page.locator("#pictures canvas").evaluate_all(
            "(all) => all.map(({ width, height }) => Math.max(width, height))"
        )
        assert len(sizes) == PICTURES
        assert max(sizes) <= THUMBNAIL
