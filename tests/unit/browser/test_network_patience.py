"""How long ONNX Runtime is waited for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from offcut import InferenceError
from offcut.browser.network_patience import NetworkPatience
from tests.unit.browser.instant import instantly

FIRST, TIMES, LEAST = 600, 20, 120


async def _took(patience: NetworkPatience, seconds: float, kind: str = "run") -> None:
    """Wait for an answer that takes so long."""
    reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(seconds, reply.set_result, "answer")
    assert await patience.wait(reply, kind) == "answer"


@instantly
async def test_before_anything_is_measured_it_is_waited_for_long() -> None:
    patience = NetworkPatience(FIRST, TIMES, LEAST)
    await _took(patience, FIRST - 1)


@instantly
async def test_what_keeps_silent_is_told() -> None:
    patience = NetworkPatience(FIRST, TIMES, LEAST)
    with pytest.raises(InferenceError, match="silent for 600 s") as told:
        await _took(patience, 10 * FIRST)
    assert told.value.code == "runtime-silent"
    assert FIRST <= asyncio.get_running_loop().time() <= FIRST * 1.2


@pytest.mark.parametrize(("seconds", "limit"), [(1, LEAST), (5, LEAST), (6, LEAST), (30, 600)])
@instantly
async def test_once_measured_it_is_waited_for_many_times_that(seconds: int, limit: int) -> None:
    patience = NetworkPatience(FIRST, TIMES, LEAST)
    await _took(patience, seconds)
    assert patience.limit("run") == limit
    await _took(patience, seconds / 2)
    assert patience.limit("run") == limit, "the slowest counts"


@instantly
async def test_each_kind_is_measured_by_itself_and_forgotten_with_fewer_threads() -> None:
    patience = NetworkPatience(FIRST, TIMES, LEAST)
    await _took(patience, 1, "load")
    assert (patience.limit("load"), patience.limit("run")) == (LEAST, FIRST)
    patience.forget()
    assert patience.limit("load") == FIRST


@instantly
async def test_time_in_which_nothing_could_be_heard_does_not_count() -> None:
    patience = NetworkPatience(FIRST, TIMES, LEAST)
    await _took(patience, 1)
    loop: Any = asyncio.get_running_loop()

    def sleep() -> None:
        loop._clock.now += 10 * FIRST

    loop.call_later(LEAST / 2, sleep)  # the device, or Python in a long C function
    await _took(patience, 10 * FIRST + LEAST * 0.8)
