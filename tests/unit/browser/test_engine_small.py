"""Small mode: picture and network are never in memory together. And ONNX Runtime rests."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from offcut.imageio import decode
from tests import pictures
from tests.unit.browser.engine_bench import JPEG, Bench, run

PNG = pictures.file(pictures.noise((90, 60)))


@pytest.fixture(autouse=True)
def wholes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of pictures, in the order in which they were decoded at full size."""
    names: list[str] = []
    usual = decode.decode

    def noted(data: bytes, name: str, page: int | None = None) -> Any:
        names.append(name)
        return usual(data, name, page)

    monkeypatch.setattr(decode, "decode", noted)
    return names


async def _loaded(bench: Bench) -> None:
    await bench.until("load")
    bench.tell("loaded")
    await bench.until("run")


@pytest.mark.parametrize(("data", "before"), [(JPEG, 0), (PNG, 1)], ids=["JPEG", "PNG"])
def test_the_whole_picture_is_decoded_once_the_network_is_gone(
    data: bytes, before: int, modules: SimpleNamespace, wholes: list[str]
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        picture = bench.remove("A", data, small=True)
        await _loaded(bench)
        bench.answer()
        await bench.until("ended")
        assert len(wholes) == before, "only for the tensor, where that needs it"
        await bench.until("A postprocess")
        assert await picture
        assert len(wholes) == before + 1
        assert bench.inference.state == "resting"
        assert bench.workers == 1

    run(modules, steps)


def test_the_pixels_are_those_of_the_usual_mode(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        answers = []
        for small in (True, False):
            bench.happened.clear()
            picture = bench.remove("A", PNG, small=small)
            await _loaded(bench)
            bench.answer()
            answers.append(await picture)
        assert answers[0] == answers[1]

    run(modules, steps)


def test_pictures_are_alone_in_memory_and_each_loads_the_model_anew(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        first, second = bench.remove("A", small=True), bench.remove("B", small=True)
        await _loaded(bench)
        await bench.until("B wait")
        assert "decode B" not in bench.happened
        bench.answer()
        assert await first
        await bench.until("ended", "decode B", "load")
        bench.happened.clear()
        bench.tell("loaded")
        await bench.until("run")
        bench.answer()
        assert await second
        assert bench.workers == 2

    run(modules, steps)


def test_the_picture_that_was_kept_goes_first(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        kept = bench.remove("A", key=1, keep=True)
        await _loaded(bench)
        bench.answer()
        mask = (await kept).mask.data
        bench.happened.clear()
        small = bench.remove("B", small=True)
        await bench.until("run")
        bench.answer()
        assert await small
        await bench.remove("A", mask=mask, key=1, keep=True)
        assert bench.happened.count("decode A") == 1

    run(modules, steps)


def test_a_runtime_that_rests_is_started_by_the_next_picture(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        await bench.engine.rest()
        assert bench.inference.state == "resting"
        await bench.engine.rest()
        assert bench.happened == ["ended"]
        picture = bench.remove("A")
        await _loaded(bench)
        bench.answer()
        assert await picture
        assert bench.inference.state == "ready"

    run(modules, steps)


def test_a_runtime_at_work_does_not_rest(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        picture = bench.remove("A")
        await bench.until("fetch one")
        await bench.engine.rest()
        bench.store_ready.set()
        await _loaded(bench)
        await bench.engine.rest()
        assert "ended" not in bench.happened
        bench.answer()
        assert await picture

    run(modules, steps)


def test_what_is_known_of_a_runtime_that_failed_stays_known(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        await asyncio.sleep(0)
        bench.tell("failure", reason="no such kernel")
        await bench.engine.rest()
        assert bench.inference.failure is not None
        assert bench.inference.state != "resting"

    run(modules, steps)
