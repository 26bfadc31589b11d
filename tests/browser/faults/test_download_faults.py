"""Whatever a host does to a part of a model: a right result, or a clear sentence and a way on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from offcut_testing import host as hosts
from offcut_testing.driver import (
    is_kept,
    is_ready,
    part_names,
    preload,
    remove_background,
    visit,
)
from offcut_testing.host import Host, once
from tests.browser.faults.faults import FAULTS, LASTING, MODEL


@pytest.fixture
def page(context: BrowserContext, host: Host) -> Page:
    return visit(context, host.url)


@pytest.fixture
def part(page: Page) -> str:
    return part_names(page, MODEL)[2]


@pytest.mark.full
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_that_passes_is_not_noticed(page: Page, host: Host, part: str, fault: str) -> None:
    host.faults[part] = once(FAULTS[fault])
    assert preload(page, MODEL) is None
    assert host.count(part) == 2


@pytest.mark.parametrize(
    "fault", ["flips a bit", pytest.param("breaks off", marks=pytest.mark.full)]
)
def test_fault_that_lasts_is_told_and_what_arrived_is_kept(
    page: Page, host: Host, part: str, fault: str
) -> None:
    host.faults[part] = FAULTS[fault]
    name, _, sentence = (preload(page, MODEL) or "").partition(": ")
    assert name == LASTING[fault]
    assert re.search(r"[Tt]ry again.*\.$", sentence)
    host.faults.clear()
    host.log.clear()
    assert preload(page, MODEL) is None
    assert [path for path in host.log if path.endswith(".gz")] == [f"models/{part}"]


@pytest.mark.full
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


@pytest.mark.full
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
