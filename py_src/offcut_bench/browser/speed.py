"""Part: seconds from Blob to Blob, the model being there; and a queue of pictures.

What is timed is what a caller waits for. The contenders take turns in one browser, so that a noisy
machine is noisy for all; seconds mean nothing on another machine, the ratios of the medians do.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, Final

from playwright.sync_api import Browser, Page

from offcut_bench.contenders import Contender
from offcut_bench.pages.page import inference_seconds, open_page, queue_seconds, timed_run
from offcut_bench.pages.photos import photo
from offcut_bench.pages.stage import Stage
from offcut_bench.plan import Plan

QUEUED: Final = 12
"""Megapixels of each picture in the queue."""

EFFORTS: Final = ("fast", "best")

_SMALL: Final = 1
"""Megapixels of a photo that is decoded so fast that the network has the cores to itself."""


def measure(stage: Stage, plan: Plan) -> dict[str, Any]:
    """Time everybody.

    Returns:
        ``seconds``: by megapixels and contender, a list; ``longest_task``: by contender, of the
        page's thread, milliseconds; ``queue``: by contender ``pictures``, ``seconds`` of all, and
        ``inference``, a list of seconds for one; ``best``: by contender, of a picture of that size
        ``fast`` and ``best``, lists of seconds with either ``effort``, in turn.
    """
    with stage.browser() as browser, ExitStack() as hosts:
        pages = {
            who: _page(stage, hosts, browser, who)
            for who in dict.fromkeys((*plan.contenders, *plan.queued))
        }
        for who, page in pages.items():
            timed_run(page, photo(_SMALL), who.model)  # fetches the model
        seconds, tasks = _take_turns({who: pages[who] for who in plan.contenders}, plan)
        queue = {str(who): _queue(pages[who], who, plan) for who in plan.queued}
        best = {str(who): _best(pages[who], who, plan) for who in plan.queued}
    return {"seconds": seconds, "longest_task": tasks, "queue": queue, "best": best}


def _page(stage: Stage, hosts: ExitStack, browser: Browser, who: Contender) -> Page:
    site = hosts.enter_context(stage.site(who))
    # without the service worker, which would fetch the rest of the site meanwhile
    context = browser.new_context(service_workers="block")
    return open_page(context, site.url, who)


def _take_turns(
    pages: dict[Contender, Page], plan: Plan
) -> tuple[dict[str, dict[str, list[float]]], dict[str, float]]:
    seconds: dict[str, dict[str, list[float]]] = {}
    tasks = dict.fromkeys(map(str, pages), 0.0)
    for megapixels in plan.megapixels:
        rows: dict[str, list[float]] = {str(who): [] for who in pages}
        for _ in range(plan.runs):
            for who, page in pages.items():
                run = timed_run(page, photo(megapixels), who.model)
                rows[str(who)].append(run.seconds)
                tasks[str(who)] = max(tasks[str(who)], run.longest_task)
        seconds[str(megapixels)] = rows
        print(f"speed: {megapixels} megapixels done", flush=True)
    return seconds, tasks


def _queue(page: Page, who: Contender, plan: Plan) -> dict[str, Any]:
    inference = [inference_seconds(page, photo(_SMALL), who.model) for _ in range(plan.runs)]
    seconds = queue_seconds(page, photo(QUEUED), who.model, plan.queue)
    print(f"speed: the queue of {who} done", flush=True)
    return {"pictures": plan.queue, "seconds": seconds, "inference": inference}


def _best(page: Page, who: Contender, plan: Plan) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {effort: [] for effort in EFFORTS}
    for _ in range(plan.runs):
        for effort, its in seconds.items():
            output = {"effort": effort}
            its.append(timed_run(page, photo(QUEUED), who.model, output=output).seconds)
    print(f"speed: two looks of {who} done", flush=True)
    return seconds
