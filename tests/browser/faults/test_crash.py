"""A tab that was ended in the middle of its work: the next visit says so, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from offcut_testing.driver import is_ready
from offcut_testing.host import Host
from offcut_testing.parts import choose, has, model, pictures, small_mode
from offcut_testing.stand_in import SLOW

NOTE = "Last time, this page was ended while it was at work"


def _notice(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text=NOTE)


def _at_work(context: BrowserContext, host: Host, photos: Path) -> Page:
    page = context.new_page()
    page.goto(host.url)
    is_ready(page)
    model(page, SLOW).check()
    choose(page, *(photos / name for name in ("coffee.png", "chelsea.png", "rocket.jpg")))
    expect(pictures(page, "working").first).to_be_visible()
    return page


def _crash(page: Page) -> None:
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")


def _next(context: BrowserContext, host: Host) -> Page:
    page = context.new_page()
    page.goto(host.url)
    is_ready(page)
    return page


@pytest.mark.full
def test_a_crash_is_told_once_and_small_mode_is_on(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    _crash(_at_work(context, host, photos))
    page = _next(context, host)
    notice = _notice(page)
    expect(notice).to_contain_text("Pictures not finished: 3.")
    switch = small_mode(page)
    expect(switch).to_be_checked()
    notice.get_by_role("button", name="Use the model “Fast").click()
    expect(model(page, "isnet_quint8")).to_be_checked()
    notice.get_by_role("button", name="Switch small mode off").click()
    expect(switch).not_to_be_checked()
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_be_hidden()
    page.reload()
    is_ready(page)
    expect(_notice(page)).to_be_hidden()
    expect(small_mode(page)).not_to_be_checked()


@pytest.mark.full
def test_a_crash_in_small_mode_offers_other_ways(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    first = _next(context, host)
    small_mode(first).check()
    first.close()
    _crash(_at_work(context, host, photos))
    notice = _notice(_next(context, host))
    expect(notice).to_contain_text("close other tabs")
    expect(notice.get_by_role("button", name="Switch small mode off")).to_be_hidden()


@pytest.mark.full
def test_a_page_that_is_reloaded_or_left_at_work_did_not_crash(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    page = _at_work(context, host, photos)
    page.reload()
    is_ready(page)
    expect(_notice(page)).to_be_hidden()
    left = _at_work(context, host, photos)
    left.goto("about:blank")
    expect(_notice(_next(context, host))).to_be_hidden()
    left.go_back()
    expect(_notice(left)).to_be_hidden()


@pytest.mark.full
def test_another_tab_at_work_did_not_crash(
    context: BrowserContext, host: Host, photos: Path
) -> None:
    first = _at_work(context, host, photos)
    second = _next(context, host)
    expect(_notice(second)).to_be_hidden()
    has(first, "done", 3)
    first.close()
    second.reload()
    is_ready(second)
    expect(_notice(second)).to_be_hidden()
