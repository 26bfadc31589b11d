"""Part: peak resident memory of the page's process, as the operating system counts it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from offcut_bench.contenders import Contender
from offcut_bench.pages.page import open_page, timed_run
from offcut_bench.pages.photos import photo
from offcut_bench.pages.stage import Stage
from offcut_bench.plan import Plan

MEGAPIXELS: Final = 12
"""Of the one picture that is done before."""

_STATUS: Final = "/proc/{}/status"


def measure(stage: Stage, plan: Plan) -> dict[str, Any] | None:
    """Measure everybody, each in a browser of its own.

    Returns:
        ``bytes``: by contender; None on a system that does not tell.
    """
    if not Path(_STATUS.format("self")).exists():
        print("memory: left out, since this system has no /proc", flush=True)
        return None
    return {"bytes": {str(who): _peak(stage, who) for who in plan.contenders}}


def _peak(stage: Stage, who: Contender) -> int:
    with stage.site(who) as site, stage.browser() as browser:
        page = open_page(browser.new_context(), site.url, who)
        timed_run(page, photo(MEGAPIXELS), who.model)
        most = peak(browser)
    print(f"memory: {who} done", flush=True)
    return most


def peak(browser: Browser) -> int:
    """The most memory that any page's process of a browser ever had, bytes."""
    return max(high_water(Path(_STATUS.format(pid))) for pid in _renderers(browser))


def _renderers(browser: Browser) -> list[int]:
    """Process ids; one of them is the page's, and has by far the most memory."""
    tools = browser.new_browser_cdp_session()
    processes = tools.send("SystemInfo.getProcessInfo")["processInfo"]
    tools.detach()
    return [process["id"] for process in processes if process["type"] == "renderer"]


def high_water(status: Path) -> int:
    """VmHWM in a process's status file, bytes; its threads and workers are in it."""
    match = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
    return int(match[1]) * 1024 if match else 0
