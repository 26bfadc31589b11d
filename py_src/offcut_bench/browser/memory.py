"""Part: peak memory of the page, as the operating system counts it, and the size of its heaps."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Error

from offcut_bench.browser.heaps import NOTING, heaps
from offcut_bench.contenders import THEIRS, Contender
from offcut_bench.pages.altered import altered
from offcut_bench.pages.page import open_page, reason, timed_run
from offcut_bench.pages.photos import photo
from offcut_bench.pages.stage import Stage
from offcut_bench.plan import Plan
from offcut_testing.host import hosting

PROCESS: Final = "process"
_STATUS: Final = "/proc/{}/status"


def measure(stage: Stage, plan: Plan) -> dict[str, Any] | None:
    """Measure everybody, each with one picture in a browser of its own.

    Returns:
        ``peaks``: by megapixels and contender, bytes of the ``process``, and of ours each heap; or
        the ``failure``; of ours in small mode too. None on a system that does not tell.
    """
    if not Path(_STATUS.format("self")).exists():
        print("memory: left out, since this system has no /proc", flush=True)
        return None
    peaks: dict[str, dict[str, Any]] = {}
    with altered({"noting": NOTING}) as ours, hosting(ours["noting"]) as host:
        for megapixels in plan.memory_megapixels:
            peaks[str(megapixels)] = {}
            for who in plan.contenders:
                with stage.site(who) as site:
                    url = site.url if who in THEIRS else host.url
                    its = _peaks(stage, url, who, photo(megapixels))
                peaks[str(megapixels)][str(who)] = its
                print(f"memory: {who}, {megapixels} megapixels done", flush=True)
            for who in plan.small:
                its = _peaks(stage, host.url, who, photo(megapixels), small=True)
                peaks[str(megapixels)][f"{who}, small mode"] = its
    return {"peaks": peaks}


def _peaks(stage: Stage, url: str, who: Contender, picture: Path, **options: Any) -> dict[str, Any]:
    with stage.browser() as browser:
        page = open_page(browser.new_context(), url, who)
        try:
            timed_run(page, picture, who.model, **options)
        except Error as error:
            return {"failure": reason(str(error))}
        process = {PROCESS: peak(browser)}
        return process if who in THEIRS else {**process, **heaps(page)}


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
