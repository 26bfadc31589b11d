"""Pictures in memory together stay below a limit in pixels, first come, first served."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from offcut.imageio.picture import MAX_PIXELS
from tests.unit.browser.fake_browser import outside_pyodide
from tests.unit.browser.instant import instantly


@pytest.fixture(scope="module")
def budget() -> Iterator[ModuleType]:
    with outside_pyodide(ModuleType("js")):
        yield importlib.import_module("offcut.browser.budget")


class Taker:
    """Takes pixels, holds them for some seconds, and notes when it had them."""

    def __init__(self, held: Any) -> None:
        self.held = held
        self.log: list[tuple[str, float]] = []

    async def take(self, name: str, pixels: int, seconds: float) -> None:
        """Under a name."""
        async with self.held.take(pixels):
            self.log.append((name, asyncio.get_running_loop().time()))
            await asyncio.sleep(seconds)


@instantly
async def test_what_fits_need_not_wait(budget: ModuleType) -> None:
    taker = Taker(budget.PixelBudget(100))
    await asyncio.gather(taker.take("a", 60, 5), taker.take("b", 40, 5))
    assert taker.log == [("a", 0), ("b", 0)]


@instantly
async def test_what_does_not_fit_waits_until_there_is_room(budget: ModuleType) -> None:
    taker = Taker(budget.PixelBudget(100))
    await asyncio.gather(taker.take("a", 60, 5), taker.take("b", 41, 5))
    assert taker.log == [("a", 0), ("b", 5)]


@instantly
async def test_a_small_one_does_not_overtake_a_large_one(budget: ModuleType) -> None:
    taker = Taker(budget.PixelBudget(100))
    await asyncio.gather(
        taker.take("a", 60, 5), taker.take("large", 90, 5), taker.take("small", 10, 5)
    )
    assert taker.log == [("a", 0), ("large", 5), ("small", 5)]


@instantly
async def test_one_that_is_given_up_leaves_the_turn_to_the_next(budget: ModuleType) -> None:
    taker = Taker(budget.PixelBudget(100))
    first = asyncio.ensure_future(taker.take("a", 60, 5))
    waiting = asyncio.ensure_future(taker.take("b", 90, 5))
    last = asyncio.ensure_future(taker.take("c", 40, 5))
    await asyncio.sleep(1)
    waiting.cancel()
    await asyncio.gather(first, last)
    assert taker.log == [("a", 0), ("c", 1)]


@instantly
async def test_more_than_there_is_takes_all_of_it(budget: ModuleType) -> None:
    taker = Taker(budget.PixelBudget(100))
    await asyncio.gather(taker.take("a", 1, 5), taker.take("huge", 500, 5))
    assert taker.log == [("a", 0), ("huge", 5)]


@instantly
async def test_it_is_known_whether_one_would_wait(budget: ModuleType) -> None:
    held = budget.PixelBudget(100)
    async with held.take(60):
        assert held.fits(40)
        assert not held.fits(41)
    assert held.fits(100)


@pytest.mark.parametrize(
    ("gigabytes", "low", "high"),
    [(8, MAX_PIXELS, MAX_PIXELS), (0, MAX_PIXELS, MAX_PIXELS), (4, 80e6, 85e6), (2, 40e6, 43e6)],
)
def test_a_device_with_less_memory_holds_less(
    budget: ModuleType, gigabytes: float, low: float, high: float
) -> None:
    assert low <= budget.pixels_for(gigabytes) <= high
