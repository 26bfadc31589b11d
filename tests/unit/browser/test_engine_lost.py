"""An inference worker that dies or falls silent: another one does what that had in hand."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from offcut import InferenceError
from tests.unit.browser import engine_bench
from tests.unit.browser.engine_bench import Bench, run

SILENCE = 0.2


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_bench, "PATIENCE", (SILENCE, 20, SILENCE))


async def _at(bench: Bench, where: str) -> None:
    """Let the picture come to the fetching, the load or the run."""
    if where != "fetch one":
        bench.store_ready.set()
        await bench.until("load")
    if where == "run":
        bench.tell("loaded")
    await bench.until(where)


async def _finish(bench: Bench) -> None:
    bench.store_ready.set()
    await bench.until("load")
    bench.tell("loaded")
    await bench.until("run")
    bench.answer()


@pytest.mark.parametrize("silent", [True, False])
@pytest.mark.parametrize("where", ["load", "run"])
def test_what_was_in_hand_is_tried_once_more_with_one_thread(
    modules: SimpleNamespace, where: str, silent: bool
) -> None:
    async def steps(bench: Bench) -> None:
        picture = bench.remove("A")
        await _at(bench, where)
        bench.happened.clear()
        if not silent:
            bench.crash()
        await bench.until("ended")
        await _finish(bench)
        assert await picture
        assert bench.threads[-1] == 1

    run(modules, steps)


def test_a_worker_that_dies_while_its_model_is_fetched_is_replaced(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        picture = bench.remove("A")
        await _at(bench, "fetch one")
        bench.crash()
        bench.store_ready.set()
        await bench.until("ended", "fetch one")
        await _finish(bench)
        assert await picture

    run(modules, steps)


@pytest.mark.parametrize(("silent", "code"), [(True, "runtime-silent"), (False, "runtime-stopped")])
def test_the_second_time_is_told_and_the_next_picture_is_done(
    modules: SimpleNamespace, silent: bool, code: str
) -> None:
    async def steps(bench: Bench) -> None:
        picture = bench.remove("A")
        for _ in range(2):
            await _at(bench, "run")
            bench.happened.clear()
            if not silent:
                bench.crash()
            await bench.until("ended")
        with pytest.raises(InferenceError) as told:
            await picture
        assert told.value.code == code
        bench.happened.clear()
        following = bench.remove("B")
        await _finish(bench)
        assert await following

    run(modules, steps)


def test_an_idle_worker_that_dies_is_replaced_and_nobody_told(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        await asyncio.sleep(0)
        assert bench.inference.state == "ready"
        bench.crash()
        assert bench.workers == 2
        assert bench.inference.failure is None
        picture = bench.remove("A")
        await _finish(bench)
        assert await picture
        assert bench.threads == [0, 0], "it may have all threads again"

    run(modules, steps)


def test_a_worker_that_dies_again_and_again_is_told(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
            assert bench.inference.failure is None
            bench.crash()
        assert bench.workers == 3
        assert bench.inference.failure is not None
        assert bench.inference.failure.code == "runtime-stopped"

    run(modules, steps)


def test_a_size_is_told_before_the_picture_is_decoded(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        picture = bench.remove("A")
        await bench.until("decode A")
        assert bench.sizes == [300 * 200]
        await _finish(bench)
        assert await picture

    run(modules, steps)
