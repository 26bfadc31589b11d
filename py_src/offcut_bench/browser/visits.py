"""Part: what a visitor waits for and pays for, on a link of known speed.

A first visit begins with an empty profile and ends with the first result: a photo of
1.5 megapixels is given to the library as soon as the page is there. Then the host goes down, and
the same page is visited again.
"""

from __future__ import annotations

import re
import time
from typing import Any, Final

from playwright.sync_api import BrowserContext, Error, Page

from offcut_bench.contenders import THEIRS, Contender
from offcut_bench.pages import self_check
from offcut_bench.pages.link import Link
from offcut_bench.pages.page import open_page, result
from offcut_bench.pages.photos import photo
from offcut_bench.pages.site import Site
from offcut_bench.pages.stage import Stage
from offcut_bench.plan import Plan
from offcut_testing.driver import is_kept

MEGAPIXELS: Final = 1.5
_MINUTES_KEPT: Final = 10


def measure(stage: Stage, plan: Plan) -> dict[str, Any]:
    """Visit everybody.

    Returns:
        ``first``: by Mbit/s and contender, ``seconds``, ``bytes`` until the result, and
        ``bytes_kept`` once all is kept for offline use; ``repeat``: by contender, ``seconds``
        without a network, or ``failure``; ``late``: the same of the peer, ten minutes later;
        ``link``: see ``self_check``.
    """
    link = self_check.measure(stage)
    first: dict[str, dict[str, Any]] = {}
    repeat: dict[str, Any] = {}
    for rate in plan.rates:
        first[str(rate)] = {}
        for who in plan.visitors:
            with (
                stage.visitor() as context,
                stage.site(who, isolated=who in THEIRS) as site,
            ):
                site.link = Link(rate)
                first[str(rate)][str(who)] = _first(context, site, who)
                if rate == plan.rates[-1]:
                    repeat[str(who)] = _offline(context, site, who)
            print(f"visits: {who} at {rate} Mbit/s done", flush=True)
    stale = [who for who in plan.visitors if plan.late and who in THEIRS]
    late = {str(who): _late(stage, who) for who in stale}
    return {"first": first, "repeat": repeat, "late": late, "link": link}


def _first(context: BrowserContext, site: Site, who: Contender) -> dict[str, Any]:
    page, seconds = _visit(context, site, who)
    received = site.link.sent
    if who not in THEIRS:
        is_kept(page)
    kept = site.link.sent
    page.close()
    return {"seconds": seconds, "bytes": received, "bytes_kept": kept}


def _visit(context: BrowserContext, site: Site, who: Contender) -> tuple[Page, float]:
    picture = photo(MEGAPIXELS)
    start = time.monotonic()
    page = open_page(context, site.url, who)
    result(page, picture, who.model)
    return page, time.monotonic() - start


def _offline(context: BrowserContext, site: Site, who: Contender) -> dict[str, Any]:
    site.die()
    try:
        page, seconds = _visit(context, site, who)
    except Error as error:
        return {"failure": reason(str(error))}
    page.close()
    return {"seconds": seconds}


def reason(message: str) -> str:
    """The browser's own code in an error's text, else its first line."""
    code = re.search(r"net::(\w+)", message)
    return code[1] if code else message.splitlines()[0]


def _late(stage: Stage, who: Contender) -> dict[str, Any]:
    """The peer offline once what the HTTP cache has is older than the host allows."""
    with stage.visitor() as context, stage.site(who, age=60 * _MINUTES_KEPT) as site:
        page, _ = _visit(context, site, who)
        page.close()
        return _offline(context, site, who)
