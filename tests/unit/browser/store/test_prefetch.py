"""Parts that are fetched before Python is there: what the store makes of them."""

from __future__ import annotations

import asyncio

import pytest

from offcut import OffcutError
from tests.unit.browser import fake_host as hosts
from tests.unit.browser.fake_host import FAULTS, LASTING, once
from tests.unit.browser.instant import instantly
from tests.unit.browser.tab import Tab


@instantly
async def test_no_part_comes_twice(tab: Tab) -> None:
    await tab.prefetch(*tab.parts[:2])
    await tab.load()
    assert sorted(tab.host.asked) == sorted([*tab.parts, "manifest.json"])
    assert await tab.fetched() == []


@pytest.mark.parametrize("fault", FAULTS)
@instantly
async def test_fault_that_passes_is_not_noticed(tab: Tab, fault: str) -> None:
    part, *others = tab.parts
    tab.host.faults[part] = once(FAULTS[fault])
    await tab.prefetch(part)
    await tab.load()
    assert sorted(tab.host.asked) == sorted([part, part, *others, "manifest.json"])
    assert await tab.fetched() == []


@pytest.mark.parametrize("fault", LASTING)
@instantly
async def test_fault_that_lasts_is_told_and_what_arrived_is_kept(tab: Tab, fault: str) -> None:
    part = tab.parts[0]
    tab.host.faults[part] = FAULTS[fault]
    await tab.prefetch(*tab.parts)
    with pytest.raises(OffcutError) as told:
        await tab.load()
    name, end = LASTING[fault]
    assert told.value.name == name
    assert str(told.value).endswith(end)
    assert len(tab.host.times(part)) == 5, "the prefetch once, the store four times"
    tab.host.log.clear()
    tab.host.faults.clear()
    await tab.load()
    assert tab.host.asked == [part]


@pytest.mark.parametrize("stop", [False, True])
@instantly
async def test_only_what_is_stopped_ends(tab: Tab, stop: bool) -> None:
    part = tab.parts[0]
    tab.host.faults[part] = hosts.drips
    await tab.prefetch(part)
    call = asyncio.ensure_future(tab.load())
    await asyncio.sleep(1)
    call.cancel()
    if stop:
        tab.prefetching.stop()
    await asyncio.sleep(1)
    assert tab.browser.fetches[0].aborted == stop
    tab.host.faults.clear()
    await tab.load()
    assert len(tab.host.times(part)) == (2 if stop else 1)


@instantly
async def test_what_was_fetched_for_no_picture_is_kept_for_the_next(tab: Tab) -> None:
    await tab.prefetch(*tab.parts)
    await asyncio.sleep(1)
    assert sorted(tab.host.asked) == sorted(tab.parts)
    assert await tab.fetched() == ["manifest.json"]


@instantly
async def test_what_arrived_before_anybody_asked_is_counted(tab: Tab) -> None:
    part = tab.model.variant.parts[0]
    tab.host.faults[part.path] = hosts.drips
    await tab.prefetch(part.path)
    await asyncio.sleep(40)
    reports = await tab.load()
    assert 0 < reports[0] < part.bytes
    assert reports == sorted(reports)
    others = tab.model.variant.bytes - part.bytes
    assert len({there for there in reports if there > others}) == 4, "each piece, as it comes"


@instantly
async def test_what_was_given_up_counts_as_nothing(tab: Tab) -> None:
    part = tab.model.variant.parts[0]
    tab.host.faults[part.path] = once(hosts.breaks_off)
    await tab.prefetch(part.path)
    await asyncio.sleep(1)
    reports = await tab.load()
    assert reports[0] == 0
    assert max(reports) == reports[-1] == tab.model.variant.bytes


@instantly
async def test_other_tab_waits_for_what_was_begun(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.drips
    await tab.prefetch(tab.parts[0])
    await tab.load(tab.another_store())
    assert tab.host.times(tab.parts[0]) == [0]
