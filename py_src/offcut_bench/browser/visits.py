"""Part: what a visitor waits for and pays for, on a link of known speed.

A first visit begins with an empty profile and ends with the first result: a photo of
1.5 megapixels is given to the library as soon as the page is there. Then the same page is visited
again: with the host, and once it is down.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import BrowserContext, Error, Page

from offcut_bench.contenders import THEIRS, Contender
from offcut_bench.pages import self_check
from offcut_bench.pages.link import Link
from offcut_bench.pages.page import open_page, reason, result
from offcut_bench.pages.photos import photo
from offcut_bench.pages.site import Site
from offcut_bench.pages.stage import Stage
from offcut_bench.plan import Plan
from offcut_testing.driver import is_kept

MEGAPIXELS: Final = 1.5
ONLINE: Final = "online"
OFFLINE: Final = "offline"
_MINUTES_KEPT: Final = 10


def measure(stage: Stage, plan: Plan) -> dict[str, Any]:
    """Visit everybody.

    Returns:
        ``first``: by Mbit/s and contender, ``seconds``, ``bytes`` until the result, and
        ``bytes_kept`` once all is kept for offline use; ``repeat``: by contender, of visits
        ``online`` and ``offline``, in turn, a list of ``seconds``, or ``failure``; ``late``: the
        same of the peer offline, ten minutes later; ``link``: see ``self_check``.
    """
    link = self_check.measure(stage)
    first: dict[str, dict[str, Any]] = {}
    repeat: dict[str, Any] = {}
    for rate in plan.rates:
        with ExitStack() as stack:
            visitors = {}
            first[str(rate)] = {}
            for who in plan.visitors:
                context = stack.enter_context(stage.visitor())
                site = stack.enter_context(stage.site(who, isolated=who in THEIRS))
                site.link = Link(rate)
                visitors[who] = _Visitor(context, site, who)
                first[str(rate)][str(who)] = visitors[who].first()
                print(f"visits: {who} at {rate} Mbit/s done", flush=True)
            if rate == plan.rates[-1]:
                repeat = _repeat(visitors, plan.runs)
    stale = [who for who in plan.visitors if plan.late and who in THEIRS]
    late = {str(who): _late(stage, who) for who in stale}
    return {"first": first, "repeat": repeat, "late": late, "link": link}


def _repeat(visitors: Mapping[Contender, _Visitor], runs: int) -> dict[str, Any]:
    repeat: dict[str, Any] = {str(who): {} for who in visitors}
    for where in (ONLINE, OFFLINE):
        if where == OFFLINE:
            for visitor in visitors.values():
                visitor.site.die()
        for _ in range(runs):
            for who, visitor in visitors.items():
                of_all = repeat[str(who)].setdefault(where, {"seconds": []})
                if "failure" not in of_all:
                    visitor.again(of_all)
        print(f"visits: repeat, {where} done", flush=True)
    return repeat


@dataclass(frozen=True, slots=True)
class _Visitor:
    """A browser profile that belongs to one contender's page."""

    context: BrowserContext
    site: Site
    who: Contender

    def first(self) -> dict[str, Any]:
        """Come for the first time."""
        page, seconds = self._visit()
        received = self.site.link.sent
        if self.who not in THEIRS:
            is_kept(page)
        kept = self.site.link.sent
        page.close()
        return {"seconds": seconds, "bytes": received, "bytes_kept": kept}

    def again(self, outcome: dict[str, Any]) -> None:
        """Come again; note in ``outcome`` the ``seconds``, or the ``failure``."""
        try:
            page, seconds = self._visit()
        except Error as error:
            outcome["failure"] = reason(str(error))
        else:
            outcome["seconds"].append(seconds)
            page.close()

    def _visit(self) -> tuple[Page, float]:
        picture = photo(MEGAPIXELS)
        start = time.monotonic()
        page = open_page(self.context, self.site.url, self.who)
        result(page, picture, self.who.model)
        return page, time.monotonic() - start


def _late(stage: Stage, who: Contender) -> dict[str, Any]:
    """The peer offline once what the HTTP cache has is older than the host allows."""
    with stage.visitor() as context, stage.site(who, age=60 * _MINUTES_KEPT) as site:
        visitor = _Visitor(context, site, who)
        visitor.first()
        site.die()
        outcome: dict[str, Any] = {"seconds": []}
        visitor.again(outcome)
        return outcome
