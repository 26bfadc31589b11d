"""Part: what somebody waits for who works in the page, and how often it does the same again."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import BrowserContext

from offcut_bench.browser import counts, switching
from offcut_bench.browser.desk import Desk
from offcut_bench.contenders import Contender
from offcut_bench.pages.page import open_page
from offcut_bench.pages.photos import photo
from offcut_bench.pages.record import RECORD
from offcut_bench.pages.site import Site
from offcut_bench.pages.stage import Stage
from offcut_bench.plan import Plan
from offcut_testing.parts import TITLES

MEGAPIXELS: Final = 12
BRUSHES: Final = ("Erase", "Remove area (smart)")
"""The plain brush, and the one that grows."""


def measure(stage: Stage, plan: Plan) -> dict[str, Any]:
    """Measure our page.

    Returns:
        ``ready``: of repeat visits, a list of seconds from the navigation until Python is ready;
        ``strokes``: by contender and brush, ``preview`` and ``file``, lists of seconds from a
        stroke's end; ``switches``: seconds from a click at a finished picture until it is seen,
        while others are worked on; ``counts``: see ``counts``.
    """
    who = plan.queued[0]
    with stage.visitor() as context, stage.site(who) as site:
        context.add_init_script(RECORD)
        times = [_ready(context, site, who) for _ in range(1 + plan.runs)]
        print("page: ready done", flush=True)
    strokes = {str(who): _strokes(stage, who, plan.runs) for who in plan.touched}
    switches = switching.measure(stage, who, plan.runs)
    print("page: switches done", flush=True)
    return {
        "ready": times[1:],
        "strokes": strokes,
        "switches": switches,
        "counts": counts.measure(stage),
    }


def _ready(context: BrowserContext, site: Site, who: Contender) -> float:
    page = open_page(context, site.url, who)
    seconds = Desk(page).ready
    page.wait_for_timeout(1000)  # what it does afterwards is no part of the next visit
    page.close()
    return seconds


def _strokes(stage: Stage, who: Contender, runs: int) -> dict[str, dict[str, list[float]]]:
    with stage.site(who) as site, stage.browser() as browser:
        context = browser.new_context()
        context.add_init_script(RECORD)
        desk = Desk(open_page(context, site.url, who))
        desk.add(photo(MEGAPIXELS), TITLES[who.model])
        answer = {}
        for brush in BRUSHES:
            times = []
            for _ in range(runs):
                times.append(desk.stroke(brush))
                desk.undo()
            previews, files = map(list, zip(*times, strict=True))
            answer[brush] = {"preview": previews, "file": files}
        print(f"page: strokes with {who} done", flush=True)
        return answer
