"""Parts whose download began before Python was there: what happens to them then."""

from __future__ import annotations

import asyncio
import gc

import pytest

from offcut import OffcutError
from tests.unit.browser import fake_host as hosts
from tests.unit.browser.fake_host import FAULTS, LASTING, once
from tests.unit.browser.instant import instantly
from tests.unit.browser.tab import Tab


@instantly
async def test_no_part_comes_twice(tab: Tab) -> None:
    tab.begin_early(*tab.parts[:2])
    await tab.load()
    assert sorted(tab.host.asked) == sorted([*tab.parts, "manifest.json"])
    assert await tab.fetched() == []


@pytest.mark.parametrize("fault", FAULTS)
@instantly
async def test_fault_that_passes_is_not_noticed(tab: Tab, fault: str) -> None:
    part, *others = tab.parts
    tab.host.faults[part] = once(FAULTS[fault])
    tab.begin_early(part)
    await tab.load()
    assert sorted(tab.host.asked) == sorted([part, part, *others, "manifest.json"])
    assert await tab.fetched() == []


@pytest.mark.parametrize("fault", LASTING)
@instantly
async def test_fault_that_lasts_is_told_and_what_arrived_is_kept(tab: Tab, fault: str) -> None:
    part = tab.parts[0]
    tab.host.faults[part] = FAULTS[fault]
    tab.begin_early(*tab.parts)
    with pytest.raises(OffcutError) as told:
        await tab.load()
    name, end = LASTING[fault]
    assert told.value.name == name
    assert str(told.value).endswith(end)
    assert len(tab.host.times(part)) == 4
    tab.host.log.clear()
    tab.host.faults.clear()
    await tab.load()
    assert tab.host.asked == [part]


@pytest.mark.parametrize("drop", [False, True])
@instantly
async def test_only_what_is_dropped_ends(tab: Tab, drop: bool) -> None:
    part = tab.parts[0]
    tab.host.faults[part] = hosts.drips
    tab.begin_early(part)
    call = asyncio.ensure_future(tab.load())
    await asyncio.sleep(1)
    call.cancel()
    if drop:
        tab.store.drop_early()
    await asyncio.sleep(1)
    early = tab.browser.fetches[0]
    assert early.aborted == drop
    tab.host.faults.clear()
    await tab.load()
    assert len(tab.host.times(part)) == (2 if drop else 1)
    assert early.aborted


@instantly
async def test_part_dropped_before_it_was_looked_at_can_be_had_at_once(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.is_silent
    tab.begin_early(tab.parts[0])
    tab.store.drop_early()
    tab.host.faults.clear()
    await tab.load()
    assert tab.browser.fetches[0].aborted
    assert tab.host.times(tab.parts[0]) == [0, 0]


@instantly
async def test_what_was_begun_for_no_picture_is_kept_for_the_next(tab: Tab) -> None:
    tab.begin_early(*tab.parts)
    await asyncio.sleep(1)
    assert sorted(tab.host.asked) == sorted([*tab.parts, "manifest.json"])
    assert await tab.fetched() == []


@instantly
async def test_what_arrived_before_anybody_asked_is_counted(tab: Tab) -> None:
    part = tab.model.variant.parts[0]
    tab.host.faults[part.path] = hosts.drips
    tab.begin_early(part.path)
    await asyncio.sleep(40)
    reports = await tab.load()
    assert 0 < reports[0] < part.bytes
    assert reports == sorted(reports)
    others = tab.model.variant.bytes - part.bytes
    assert len({there for there in reports if there > others}) == 4, "each piece, as it comes"


@instantly
async def test_other_tab_waits_for_what_was_begun(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.drips
    tab.begin_early(tab.parts[0])
    await tab.load(tab.another_store())
    assert tab.host.times(tab.parts[0]) == [0]


@instantly
async def test_fault_of_what_nobody_waits_for_is_told_to_nobody(
    tab: Tab, caplog: pytest.LogCaptureFixture
) -> None:
    tab.host.faults[tab.parts[0]] = hosts.flips
    tab.begin_early(tab.parts[0])
    await asyncio.sleep(10)
    tab.open()
    gc.collect()
    assert not caplog.records
