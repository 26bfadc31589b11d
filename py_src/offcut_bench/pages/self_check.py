"""Whether the host's link is as fast as Chromium's own throttling, where that can be trusted."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page

from offcut_bench.contenders import BASELINE
from offcut_bench.pages.link import LATENCY, Link
from offcut_bench.pages.page import open_page
from offcut_bench.pages.stage import Stage
from offcut_testing.driver import developer_tools

_MEGABITS: Final = 20
_CHUNK: Final = 1 << 22
"""Bytes of most of the peer's files."""

_FETCH: Final = """
async (url) => {
  const start = performance.now();
  await (await fetch(url, { cache: 'no-store' })).arrayBuffer();
  return (performance.now() - start) / 1000;
}
"""


def measure(stage: Stage) -> dict[str, Any]:
    """Fetch one file both ways, in a page.

    Returns:
        ``chromium``: seconds over the host's link to seconds under Chromium's throttling;
        ``arithmetic``: to what the file's size alone would take.
    """
    with stage.browser() as browser, stage.site(BASELINE) as site:
        page = open_page(browser.new_context(), site.url, BASELINE)
        file = next(
            path for path in (site.root / "assets").iterdir() if path.stat().st_size == _CHUNK
        )
        url = f"{site.url}assets/{file.name}"
        page.evaluate(_FETCH, url)
        site.link = Link(_MEGABITS)
        ours = page.evaluate(_FETCH, url)
        site.link = Link()
        _throttle(page)
        theirs = page.evaluate(_FETCH, url)
    expected = LATENCY + file.stat().st_size * 8 / (_MEGABITS * 1e6)
    return {"chromium": ours / theirs, "arithmetic": ours / expected}


def _throttle(page: Page) -> None:
    tools = developer_tools(page)
    tools.send("Network.enable")
    tools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY * 1000,
            "downloadThroughput": _MEGABITS * 1e6 / 8,
            "uploadThroughput": -1,
        },
    )
