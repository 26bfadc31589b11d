"""How long the page's own thread is busy at a time: ``python3 -m offcut_bench.responsive``.

Goes through a visit with five photos of 12 megapixels and the real default model, in Chromium, and
prints for each step the tasks of more than 50 ms ("long tasks", as the browser counts them). While
one lasts, the page answers nothing. Other work on the machine makes them longer.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterator
from typing import Final

from offcut_bench.inside import require_environment

require_environment("offcut_bench.responsive")

from playwright.sync_api import Page, expect  # noqa: E402 - the environment above has it

from offcut_bench.contenders import OURS  # noqa: E402
from offcut_bench.pages.page import open_page  # noqa: E402
from offcut_bench.pages.photos import photo  # noqa: E402
from offcut_bench.pages.stage import Stage, stage  # noqa: E402
from offcut_testing import parts  # noqa: E402

_WHO: Final = OURS[2]
_MEGAPIXELS: Final = 12
_PICTURES: Final = 5
_SETTLED_S: Final = 2.0

_NOTE: Final = """
globalThis.longTasks = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: 'longtask', buffered: true });
"""
_SEEN: Final = """
async (name) => {
  const start = performance.now();
  const button = [...document.querySelectorAll('li.picture button.pick')].find((one) =>
    one.closest('li').textContent.includes(name));
  button.click();
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  await frame();
  await frame();
  return performance.now() - start;
}
"""


def main() -> None:
    """Print a line for each step."""
    with stage() as set_up:
        files = [set_up.folder / f"{number}.jpg" for number in range(_PICTURES)]
        for file in files:
            shutil.copy(photo(_MEGAPIXELS), file)
        with set_up.site(_WHO) as site, set_up.browser() as browser:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_init_script(_NOTE)
            page = open_page(context, site.url, _WHO)
            for step in _steps(page, set_up):
                time.sleep(_SETTLED_S)
                tasks = sorted(page.evaluate("() => longTasks.splice(0)"))
                longest = f"longest {tasks[-1]:.0f} ms" if tasks else ""
                print(f"{step:44} {len(tasks):3} {longest}", flush=True)


def _steps(page: Page, set_up: Stage) -> Iterator[str]:
    expect(page.locator("#status")).to_have_attribute("data-state", "ready", timeout=60_000)
    yield "start"
    parts.choose(page, *sorted(set_up.folder.glob("*.jpg")))
    parts.has(page, "done", 1)
    yield "choosing five, until the first is done"
    parts.has(page, "done", 2)
    shown = [page.evaluate(_SEEN, f"{number % 2}.jpg") for number in range(10)]
    median = statistics.median(shown)
    print(f"from a click on a picture until the page has drawn: {median:.0f} ms (median)")
    yield "looking at them while the next one is done"
    parts.has(page, "done", _PICTURES)
    yield "the rest of the queue"
    page.get_by_role("radio", name="Colour").check()
    page.get_by_role("slider", name="Shadow").fill("0.5")
    _is_fresh(page)
    yield "another background, and a shadow"
    page.get_by_role("button", name="Compare").click()
    _drag(page)
    page.get_by_role("button", name="Compare").click()
    yield "comparing"
    page.get_by_role("tab", name="Erase & restore").click()
    _drag(page)
    _is_fresh(page)
    yield "erasing"
    page.get_by_role("radio", name="Remove area (smart)").check()
    _drag(page)
    _is_fresh(page)
    yield "a smart stroke"
    page.get_by_role("radio", name="Pick").check()
    page.get_by_role("application").click(position={"x": 200, "y": 200})
    _is_fresh(page)
    yield "picking"
    page.get_by_role("button", name="Undo", exact=True).first.click()
    _is_fresh(page)
    yield "undoing"
    with page.expect_download(timeout=parts.PATIENCE_MS):
        page.get_by_role("button", name="Download", exact=True).click()
    yield "downloading"


def _drag(page: Page) -> None:
    box = page.get_by_role("application").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 120, middle[1] + 60, steps=30)
    page.mouse.up()


def _is_fresh(page: Page) -> None:
    """Wait until the file is what the settings and strokes ask for."""
    page.wait_for_timeout(500)
    facts = page.locator("#outcome .facts")
    expect(facts).to_contain_text(" \u00d7 ", timeout=parts.PATIENCE_MS)


if __name__ == "__main__":
    main()
