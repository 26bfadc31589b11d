"""Put many pictures through the page, and watch what they cost."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

_PATIENCE_S: Final = 3600
_EACH_MS: Final = 500
_DONE: Final = re.compile("^Download: ")
"""Name of the button that each picture has once it is done."""

_ALIKE: Final = 1.05
"""The last pictures may need so much of what the first do: a heap is collected now and then."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was so at a time.

    Attributes:
        done: how many pictures were.
        page: bytes of the page's process, its workers included.
        browser: bytes of all processes of the browser; results lie with the first of them.
    """

    done: int
    page: int
    browser: int


def watch(browser: Browser, page: Page, until: int) -> list[Moment]:
    """Look at the memory twice a second until so many pictures are done."""
    began = time.monotonic()
    moments: list[Moment] = []
    while not moments or moments[-1].done < until:
        seconds = time.monotonic() - began
        assert seconds < _PATIENCE_S, f"{moments[-1].done} done in {seconds:.0f} s"
        page.wait_for_timeout(_EACH_MS)
        done = page.get_by_role("button", name=_DONE).count()
        moments.append(Moment(done, *_memory(browser)))
    return moments


def least(moments: list[Moment], done: range) -> int:
    """The page's least memory while so many were done: what comes and goes is not in it."""
    return min(moment.page for moment in moments if moment.done in done)


def memory(browser: Browser) -> int:
    """Bytes of the page's process, its workers included."""
    return _memory(browser)[0]


def excesses(moments: list[Moment], pictures: int, limit: float) -> list[str]:
    """A line for each way in which the page needed more memory than it may.

    Args:
        moments: what was seen.
        pictures: how many there were, at least 10; the last tenth may need what the first does.
        limit: megabytes that the page may need.
    """
    tenth = pictures // 10
    first, last = (
        max(moment.page for moment in moments if moment.done in done) / 1e6
        for done in (range(tenth), range(pictures - tenth, pictures))
    )
    most = max(moment.page for moment in moments) / 1e6
    lines = []
    if most > limit:
        lines.append(f"The page needed {most:.0f} MB, of at most {limit:.0f}.")
    if last > first * _ALIKE:
        lines.append(f"The last {tenth} needed {last:.0f} MB, the first {first:.0f} MB.")
    return lines


def _memory(browser: Browser) -> tuple[int, int]:
    """Of the page's process, which has more than other pages', and of all."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    sizes = [(process["type"], _resident(process["id"])) for process in processes]
    return (
        max(size for kind, size in sizes if kind == "renderer"),
        sum(size for _, size in sizes),
    )


def _resident(pid: int) -> int:
    """All but what is a file's, see proc_pid_status(5)."""
    status = Path(f"/proc/{pid}/status").read_text()
    kinds = re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+) kB$", status, re.MULTILINE)
    assert len(kinds) == 2
    return sum(map(int, kinds)) * 1024
