"""Whatever a host does to a part of a model: a right result, or a clear sentence and a way on."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from offcut_testing import host as hosts
from offcut_testing.driver import (
    begin_preload,
    is_kept,
    is_ready,
    part_names,
    preload,
    remove_background,
    visit,
)
from offcut_testing.host import Fault, Host, once

MODEL = "isnet_compact"

PASSING: dict[str, Fault] = {
    "breaks off": hosts.breaks_off,
    "truncates": hosts.truncates,
    "flips a bit": hosts.flips,
    "answers HTML": hosts.answers_html,
    "404": hosts.says(HTTPStatus.NOT_FOUND),
    "429": hosts.says(HTTPStatus.TOO_MANY_REQUESTS, Retry_After="1"),
    "500": hosts.says(HTTPStatus.INTERNAL_SERVER_ERROR),
}
LASTING = {
    "breaks off": "ModelUnavailableError",
    "truncates": "DamagedModelError",
    "flips a bit": "DamagedModelError",
    "answers HTML": "DamagedModelError",
    "404": "ModelUnavailableError",
    "429": "ModelUnavailableError",
    "500": "ModelUnavailableError",
}


@pytest.fixture
def page(context: BrowserContext, host: Host) -> Page:
    return visit(context, host.url)


@pytest.fixture
def part(page: Page) -> str:
    return part_names(page, MODEL)[2]


@pytest.mark.parametrize("fault", PASSING)
def test_fault_that_passes_is_not_noticed(page: Page, host: Host, part: str, fault: str) -> None:
    host.faults[part] = once(PASSING[fault])
    assert preload(page, MODEL) is None
    assert host.count(part) == 2


@pytest.mark.parametrize("fault", LASTING)
def test_fault_that_lasts_is_told_and_what_arrived_is_kept(
    page: Page, host: Host, part: str, fault: str
) -> None:
    host.faults[part] = PASSING[fault]
    name, _, sentence = (preload(page, MODEL) or "").partition(": ")
    assert name == LASTING[fault]
    assert sentence.endswith((".", "kept."))
    assert any(word in sentence for word in ("try again", "reload", "Try again"))
    host.faults.clear()
    host.log.clear()
    assert preload(page, MODEL) is None
    assert [path for path in host.log if path.endswith(".gz")] == [f"models/{part}"]


def test_host_that_asks_to_wait_is_given_time(page: Page, host: Host, part: str) -> None:
    refusal = hosts.says(HTTPStatus.TOO_MANY_REQUESTS, Retry_After="3")
    host.faults[part] = once(refusal)
    start = page.evaluate("performance.now()")
    assert preload(page, MODEL) is None
    assert page.evaluate("performance.now()") - start >= 3000


def test_host_that_drips_is_waited_for(page: Page, host: Host, part: str) -> None:
    host.faults[part] = hosts.drips
    assert preload(page, MODEL) is None
    assert host.count(part) == 1


def test_host_that_dies_is_told_and_its_return_is_used(
    context: BrowserContext, dist: Path, photos: Path
) -> None:
    data = (photos / "chelsea.png").read_bytes()
    with hosts.hosting(dist) as host:
        page = visit(context, host.url)
        part = part_names(page, MODEL)[-1]
        host.faults[part] = hosts.dies
        outcome = remove_background(page, data, model=MODEL)
    assert outcome.error == "ModelUnavailableError"
    assert "needs the network" in outcome.message
    with hosts.hosting(dist, host.server_port) as again:
        assert remove_background(page, data, model=MODEL).error is None
        assert 0 < again.count(".gz") < len(part_names(page, MODEL)), "parts are kept"


def test_host_that_is_gone_for_seconds_is_waited_for(context: BrowserContext, dist: Path) -> None:
    with hosts.hosting(dist) as host:
        page = visit(context, host.url)
        part = part_names(page, MODEL)[-1]
        host.faults[part] = hosts.dies
        begin_preload(page, MODEL)
        while not host.count(part):
            page.wait_for_timeout(50)
    page.wait_for_timeout(3500)
    with hosts.hosting(dist, host.server_port):
        assert page.evaluate("loading") is None


@pytest.mark.parametrize("years", [1, -1])
def test_hosts_clock_may_be_wrong_by_a_year(
    context: BrowserContext, host: Host, years: int
) -> None:
    host.skew = years * 365 * 86_400.0
    page = visit(context, host.url)
    assert preload(page, MODEL) is None
    page.reload()
    is_ready(page)
    is_kept(page)
