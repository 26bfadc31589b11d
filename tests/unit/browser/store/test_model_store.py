"""The model is fetched once, whole and right, and kept where that can be done."""

from __future__ import annotations

import asyncio
import gc
import sys

import pytest

from offcut import DamagedModelError, ModelUnavailableError
from tests.unit.browser import fake_host as hosts
from tests.unit.browser.fake_host import once
from tests.unit.browser.instant import instantly
from tests.unit.browser.tab import MANIFEST, Tab


@instantly
async def test_next_visit_fetches_nothing(tab: Tab) -> None:
    await tab.load()
    assert sorted(tab.browser.cache.kept) == sorted([MANIFEST, *map(tab.url, tab.parts)])
    assert await tab.fetched() == []


@pytest.mark.parametrize("spoil", [hosts.flips, hosts.truncates, hosts.answers_html])
@instantly
async def test_damaged_kept_part_is_fetched_again(tab: Tab, spoil: hosts.Fault) -> None:
    await tab.load()
    url = tab.url(tab.parts[1])
    right = tab.browser.cache.kept[url]
    tab.spoil_kept(url, spoil)
    assert await tab.fetched() == [tab.parts[1]]
    assert tab.browser.cache.kept[url] == right
    assert tab.parts[1] in tab.browser.warnings[-1]
    assert await tab.fetched() == []


@instantly
async def test_damaged_kept_part_without_a_host_is_told(tab: Tab) -> None:
    await tab.load()
    tab.spoil_kept(tab.url(tab.parts[1]), hosts.flips)
    tab.host.faults[tab.parts[1]] = hosts.is_gone
    tab.open()
    with pytest.raises(ModelUnavailableError, match="needs the network"):
        await tab.load()


@instantly
async def test_disk_that_can_not_be_read_is_done_without(tab: Tab) -> None:
    await tab.load()
    tab.browser.cache.unreadable = True
    assert sorted(await tab.fetched()) == sorted([*tab.parts, "manifest.json"])


@instantly
async def test_without_room_the_model_is_used_from_memory_and_that_is_told(tab: Tab) -> None:
    tab.browser.cache.full = True
    await tab.load()
    assert tab.room == [False]
    assert tab.browser.warnings[-1].startswith("The model is not kept on this device")
    assert sorted(await tab.fetched()) == sorted([*tab.parts, "manifest.json"])


@instantly
async def test_room_that_was_made_is_used_and_told(tab: Tab) -> None:
    tab.browser.cache.full = True
    await tab.load()
    tab.browser.cache.full = False
    await tab.load()
    assert tab.room == [False, True]
    assert await tab.fetched() == ["manifest.json"], "the list was in memory, and not kept"


@instantly
async def test_without_cache_storage_all_is_fetched_at_each_visit(tab: Tab) -> None:
    del tab.browser.js.caches
    await tab.load()
    assert tab.room == []
    assert sorted(await tab.fetched()) == sorted([*tab.parts, "manifest.json"])


@instantly
async def test_without_cache_storage_no_tab_waits_for_another(tab: Tab) -> None:
    del tab.browser.js.caches
    tab.host.faults[tab.parts[0]] = hosts.drips
    await asyncio.gather(tab.load(), tab.load(tab.another_store()))
    assert tab.host.times(tab.parts[0]) == [0, 0]


@instantly
async def test_cache_storage_that_refuses_is_done_without(tab: Tab) -> None:
    tab.browser.refuses_caches = True
    await tab.load()
    assert sorted(await tab.fetched()) == sorted([*tab.parts, "manifest.json"])
    assert "No model is kept on this device" in tab.browser.warnings[-1]


@instantly
async def test_page_without_https_verifies_what_it_loads(tab: Tab) -> None:
    tab.browser.use_plain_http()
    tab.host.faults[tab.parts[0]] = once(hosts.flips)
    await tab.load()
    assert len(tab.host.times(tab.parts[0])) == 2


@instantly
async def test_two_tabs_fetch_each_part_once(tab: Tab) -> None:
    await asyncio.gather(tab.load(), tab.load(tab.another_store()))
    for part in tab.parts:
        assert tab.host.asked.count(part) == 1


@pytest.mark.parametrize("refused", [False, True])
@instantly
async def test_without_locks_two_tabs_load_all_the_same(
    tab: Tab, refused: bool, caplog: pytest.LogCaptureFixture
) -> None:
    if refused:
        tab.browser.locks.refuses = True
    else:
        del tab.browser.js.navigator.locks
    await asyncio.gather(tab.load(), tab.load(tab.another_store()))
    for part in tab.parts:
        assert tab.host.asked.count(part) == 2
    gc.collect()
    assert not caplog.records


@instantly
async def test_tab_goes_on_when_the_fetching_one_is_closed(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = hosts.drips
    fetching = asyncio.ensure_future(tab.load())
    waiting = asyncio.ensure_future(tab.load(tab.another_store()))
    await asyncio.sleep(1)
    fetching.cancel()
    await waiting
    assert tab.host.times(tab.parts[0]) == [0, 1]


@instantly
async def test_tab_that_waits_no_more_stands_in_nobodys_way(tab: Tab) -> None:
    tab.host.faults[tab.parts[0]] = once(hosts.drips)
    calls = [asyncio.ensure_future(tab.load(tab.another_store())) for _ in range(3)]
    await asyncio.sleep(1)
    calls[1].cancel()
    await asyncio.sleep(1)
    calls[0].cancel()
    await calls[2]
    assert tab.host.times(tab.parts[0]) == [0, 2]


@instantly
async def test_kept_list_of_models_needs_no_host(tab: Tab) -> None:
    await tab.load()
    tab.host.faults["manifest.json"] = hosts.is_gone
    assert await tab.fetched() == []


@pytest.mark.parametrize("spoil", [hosts.flips, hosts.truncates, hosts.answers_html])
@instantly
async def test_damaged_kept_list_of_models_is_fetched_again(tab: Tab, spoil: hosts.Fault) -> None:
    await tab.load()
    tab.spoil_kept(MANIFEST, spoil)
    assert await tab.fetched() == ["manifest.json"]
    assert await tab.fetched() == []


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (hosts.flips, "the site was probably updated, so reload the page"),
        (hosts.answers_html, "the site was probably updated, so reload the page"),
        (hosts.is_gone, r"\(Failed to fetch\): check the connection and try again"),
        (hosts.breaks_off, r"\(network error\): check the connection and try again"),
        (hosts.says(404), r"\(the server answered 404\): check the connection and try again"),
    ],
    ids=["another release's", "a page", "no host", "breaks off", "404"],
)
@instantly
async def test_list_of_models_that_can_not_be_had_is_told_and_not_kept(
    tab: Tab, fault: hosts.Fault, sentence: str
) -> None:
    tab.host.faults["manifest.json"] = fault
    with pytest.raises(ModelUnavailableError, match=sentence):
        await tab.load()
    assert tab.browser.cache.kept == {}
    tab.host.faults.clear()
    await tab.load()


@instantly
async def test_list_of_models_that_was_published_damaged_is_told(tab: Tab) -> None:
    tab.publish(b'{"format": 2, "variants"')
    tab.open()
    with pytest.raises(DamagedModelError, match="can't be read: try again later"):
        await tab.load()


@pytest.mark.parametrize("fault", [hosts.is_silent, hosts.falls_silent, hosts.drips_for_ever])
@instantly
async def test_list_of_models_that_does_not_come_is_told(tab: Tab, fault: hosts.Fault) -> None:
    tab.host.faults["manifest.json"] = fault
    with pytest.raises(ModelUnavailableError, match=r"could not be fetched \(no answer came\)"):
        await tab.load()


@instantly
async def test_small_models_are_kept_unpacked_too(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    variant = (await tab.store.catalogue()).find(None)
    take = tab.store.unpacked(variant)
    assert take.cache == tab.models["cacheName"]
    for file, given in zip(variant.files, take.files, strict=True):
        assert given["name"] == file.name
        assert given["sha256"] == file.sha256
        assert given["url"] == tab.url(f"unpacked/{file.sha256}")
    size = sum(file.bytes for file in variant.files)
    monkeypatch.setattr(sys.modules[type(tab.store).__module__], "_MOST_UNPACKED", size - 1)
    assert tab.store.unpacked(variant) is None
