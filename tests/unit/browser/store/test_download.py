"""Whatever a host does to a part of a model: a right result, or a clear sentence and a way on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest

from offcut import DamagedModelError, ModelUnavailableError, OffcutError
from offcut.models.fetching import Patience
from tests.unit.browser import fake_host as hosts
from tests.unit.browser.fake_host import FAULTS, LASTING, Fault, once
from tests.unit.browser.instant import instantly
from tests.unit.browser.tab import Tab

ATTEMPTS = [0.0, 0.5, 2.5, 7.5]
"""When each begins, in seconds, if they fail at once."""


@pytest.mark.parametrize("fault", FAULTS)
@instantly
async def test_fault_that_passes_is_not_noticed(tab: Tab, fault: str) -> None:
    part, *others = tab.parts
    tab.host.faults[part] = once(FAULTS[fault])
    await tab.load()
    assert sorted(tab.host.asked) == sorted([part, part, *others, "manifest.json"])
    assert await tab.fetched() == []


@pytest.mark.parametrize("fault", LASTING)
@instantly
async def test_fault_that_lasts_is_told_and_what_arrived_is_kept(tab: Tab, fault: str) -> None:
    part = tab.parts[1]
    tab.host.faults[part] = FAULTS[fault]
    with pytest.raises(OffcutError) as told:
        await tab.load()
    name, end = LASTING[fault]
    assert told.value.name == name
    assert str(told.value).endswith(end)
    tab.host.faults.clear()
    assert await tab.fetched() == [part]


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"429"}))
@instantly
async def test_attempts_come_after_longer_and_longer_pauses(tab: Tab, fault: str) -> None:
    tab.host.faults[tab.parts[0]] = FAULTS[fault]
    with pytest.raises(OffcutError):
        await tab.load()
    assert tab.host.times(tab.parts[0]) == ATTEMPTS


@pytest.mark.parametrize("times", [1, 2, 3])
@instantly
async def test_host_that_is_gone_for_seconds_is_waited_for(tab: Tab, times: int) -> None:
    tab.host.faults[tab.parts[0]] = once(hosts.is_gone, times)
    await tab.load()
    assert tab.host.times(tab.parts[0]) == ATTEMPTS[: times + 1]


@instantly
async def test_host_that_stays_away_is_told(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.is_gone
    with pytest.raises(ModelUnavailableError, match=r"needs the network\. Go online"):
        await tab.load()
    assert tab.host.times(tab.parts[0]) == ATTEMPTS


@instantly
async def test_without_a_network_nothing_is_tried_again(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.is_gone
    tab.browser.js.navigator.onLine = False
    with pytest.raises(ModelUnavailableError, match=r"needs the network\. Go online"):
        await tab.load()
    assert tab.host.times(tab.parts[0]) == [0]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "pause"),
    [("3", 3.0), ("0", 0.5), ("20", 20.0), ("3600", 20.0), ("soon", 0.5), ("-3", 0.5), (None, 0.5)],
)
@instantly
async def test_host_that_asks_to_wait_is_given_time_within_reason(
    tab: Tab, status: int, asked: str | None, pause: float
) -> None:
    headers = {} if asked is None else {"Retry_After": asked}
    tab.host.faults[tab.parts[0]] = once(hosts.says(status, **headers))
    await tab.load()
    assert tab.host.times(tab.parts[0]) == [0, pause]


@pytest.mark.parametrize("fault", [hosts.is_silent, hosts.falls_silent])
@instantly
async def test_silent_connection_is_given_up(tab: Tab, fault: Fault) -> None:
    tab.host.faults[tab.parts[0]] = fault
    with pytest.raises(ModelUnavailableError, match="Go online and try again"):
        await tab.load()
    assert tab.host.times(tab.parts[0]) == [0, 30.5, 62.5, 97.5]
    assert all(fetch.aborted for fetch in tab.browser.fetches[1:]), "all but the manifest's"


@instantly
async def test_host_that_drips_is_waited_for(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.drips
    await tab.load()
    assert tab.host.times(tab.parts[0]) == [0]
    assert asyncio.get_running_loop().time() > 100


@instantly
async def test_host_that_drips_for_ever_is_given_up(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.drips_for_ever
    with pytest.raises(ModelUnavailableError, match="Go online and try again"):
        await tab.load()
    first, second, *_ = tab.host.times(tab.parts[0])
    assert 300 < second - first < 302
    assert len(tab.host.times(tab.parts[0])) == len(ATTEMPTS)


@instantly
async def test_no_more_is_taken_than_was_promised(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = once(hosts.adds_more)
    reports = await tab.load()
    assert max(reports) == tab.model.variant.bytes
    assert all(fetch.aborted for fetch in tab.browser.fetches[1:])


@instantly
async def test_progress_counts_up_to_the_whole(tab: Tab) -> None:
    reports = await tab.load()
    assert reports == sorted(reports)
    assert len(reports) > 2 * len(tab.parts), "pieces are counted as they come"


@pytest.mark.parametrize(("fault", "share"), [(hosts.breaks_off, 0.5), (hosts.flips, 1)])
@instantly
async def test_progress_falls_back_with_the_new_attempt(
    tab: Tab, fault: Fault, share: float
) -> None:
    part = tab.model.variant.parts[0]
    tab.host.faults[part.path] = once(fault)
    reports = await tab.load()
    falls = [before - after for before, after in pairwise(reports) if after < before]
    assert falls == [int(share * part.bytes)]


@pytest.mark.parametrize(
    "fault", [hosts.drips, hosts.is_silent, hosts.is_gone], ids=["body", "answer", "pause"]
)
@instantly
async def test_cancelled_call_ends_what_was_begun(tab: Tab, fault: Fault) -> None:
    tab.host.faults[tab.parts[0]] = fault
    call = asyncio.ensure_future(tab.load())
    await asyncio.sleep(Patience().pauses[0] / 2)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert all(fetch.aborted for fetch in tab.browser.fetches[1:])
    tab.host.faults.clear()
    assert await tab.fetched() == [tab.parts[0]]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: b"no gzip" + data[7:], "can't be inflated"),
        (lambda data: data[:-20], "can't be inflated"),
    ],
)
@instantly
async def test_part_that_was_listed_damaged_is_told(
    tab: Tab, spoil: Callable[[bytes], bytes], reason: str
) -> None:
    tab.publish_part(spoil(tab.host.files[tab.url(tab.parts[0])]))
    tab.open()
    with pytest.raises(DamagedModelError, match=reason):
        await tab.load()


@instantly
async def test_no_redirect_is_followed(tab: Tab) -> None:
    await tab.load()
    assert len(tab.browser.redirects) > len(tab.parts)
    assert set(tab.browser.redirects) == {"error"}
