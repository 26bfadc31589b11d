"""In which order the page's engine does things; around it, stand-ins for the browser's part."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import numpy as np
import pytest

from offcut import (
    ModelUnavailableError,
    OffcutError,
    UnreadableImageError,
)
from offcut.network.mask_io import write_mask
from tests import pictures
from tests.unit.browser.engine_bench import JPEG, Bench, run


def test_the_next_tensor_goes_off_before_the_finished_picture_is_cut_out(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        pending = [bench.remove(name) for name in "ABCD"]
        await bench.until("load")
        bench.tell("loaded")
        for name, following in ("AB", "BC", "CD", "DD"):
            await bench.until(f"{name} infer", "run")
            await bench.until(f"decode {following}")
            bench.answer()
        assert all([await picture for picture in pending])

    happened = run(modules, steps).happened
    for before, after in ("AB", "BC", "CD"):
        start = happened.index(f"{after} infer")
        assert happened[start + 1] == "run"
        assert start < happened.index(f"{before} postprocess")
    assert happened.count("run") == 4


def test_pictures_are_decoded_while_the_network_works_on_another(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        first, second = bench.remove("A"), bench.remove("B")
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("A infer", "run")
        assert "decode B" in bench.happened
        bench.answer()
        await bench.until("B infer", "run")
        bench.answer()
        assert await first == await second

    run(modules, steps)


def test_no_more_pictures_than_that_are_in_memory_and_the_others_wait(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        pending = [bench.remove(name) for name in "ABC"]
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("C wait", "A infer", "run")
        assert {"decode A", "decode B", "decode C"} & set(bench.happened) == {
            "decode A",
            "decode B",
        }
        for name in "BC":
            bench.answer()
            await bench.until(f"{name} infer", "run")
        bench.answer()
        assert all([await picture for picture in pending])

    run(modules, steps)


def test_the_first_picture_is_decoded_while_its_model_is_fetched(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        picture = bench.remove("A")
        await bench.until("fetch one", "decode A")
        assert "load" not in bench.happened
        bench.store_ready.set()
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer()
        assert await picture

    run(modules, steps)


def test_what_is_no_picture_fetches_no_model(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        with pytest.raises(UnreadableImageError, match="is no picture"):
            await bench.remove("A", b"Dear diary")

    assert run(modules, steps).happened == ["A preprocess"]


@pytest.mark.parametrize("fails", [None, ModelUnavailableError("No network.", code="none")])
def test_a_damaged_picture_is_told_whatever_becomes_of_its_model(
    modules: SimpleNamespace, fails: OffcutError | None
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_fails = fails
        bench.store_ready.set()
        with pytest.raises(UnreadableImageError, match="it is damaged"):
            await bench.remove("A", pictures.png((4, 4), 8, 2, (b"IDAT", b"no deflate")))
        following = bench.remove("B")
        bench.store_fails = None
        await bench.until("B preprocess", "load")
        bench.tell("loaded")
        await bench.until("B infer", "run")
        bench.answer()
        assert await following

    run(modules, steps)


def test_what_should_be_known_of_a_picture_comes_with_its_answer(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        half = bench.remove("A", JPEG[: len(JPEG) // 2])
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer()
        (note,) = (await half).notes
        assert (note.code, list(note.params)) == ("missing", ["percent"])
        assert note.message.endswith(f"{note.params['percent']} % of the picture is missing.")

    run(modules, steps)


def test_a_model_that_can_not_be_had_is_told(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_fails = ModelUnavailableError("No network.", code="none")
        bench.store_ready.set()
        with pytest.raises(ModelUnavailableError):
            await bench.remove("A")

    assert "run" not in run(modules, steps).happened


@pytest.mark.parametrize("where", ["fetch one", "load", "run"])
def test_cancelling_ends_the_worker_and_the_next_has_a_fresh_one(
    modules: SimpleNamespace, where: str
) -> None:
    async def steps(bench: Bench) -> None:
        cancelled = bench.remove("A")
        if where != "fetch one":
            bench.store_ready.set()
            await bench.until("load")
        if where == "run":
            bench.tell("loaded")
        await bench.until(where)
        cancelled.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cancelled
        assert bench.happened[-1] == "ended"
        bench.store_ready.set()
        following = bench.remove("B")
        await bench.until("ended", "load")
        bench.tell("loaded")
        await bench.until("ended", "B infer", "run")
        bench.answer()
        assert await following

    run(modules, steps)


def test_two_pictures_with_two_models_load_each_once(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        first, second = bench.remove("A", model="one"), bench.remove("B", model="other")
        await bench.until("fetch one", "load")
        bench.tell("loaded")
        await bench.until("A infer", "run")
        bench.answer()
        await bench.until("fetch other", "load")
        bench.tell("loaded")
        await bench.until("B infer", "run")
        bench.answer()
        assert await first == await second

    happened = run(modules, steps).happened
    assert happened.count("fetch one") == happened.count("fetch other") == 1


@pytest.mark.parametrize("where", ["load", "run"])
def test_with_too_little_memory_it_goes_on_with_one_thread(
    modules: SimpleNamespace, where: str
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        picture = bench.remove("A")
        await bench.until("load")
        if where == "run":
            bench.tell("loaded")
            await bench.until("run")
        bench.tell("failure", reason="std::bad_alloc")
        await bench.until("ended")
        await bench.until("ended", "load")
        bench.tell("loaded")
        await bench.until("ended", "run")
        bench.answer()
        assert await picture

    run(modules, steps)


def test_with_a_mask_from_before_nothing_is_asked_of_the_network(modules: SimpleNamespace) -> None:
    mask = write_mask(np.full((1024, 1024), 200, np.uint8))

    async def steps(bench: Bench) -> None:
        cut = await bench.remove("A", mask=mask)
        assert cut.mask.data == mask
        assert (cut.width, cut.height) == pictures.read(cut.file.data).size == (300, 200)
        assert pictures.read(cut.thumbnail.data).size == (256, 171)

    assert not {"run", "fetch one"} & set(run(modules, steps).happened)


def test_with_a_mask_from_before_it_waits_for_no_other_picture(modules: SimpleNamespace) -> None:
    mask = write_mask(np.full((1024, 1024), 200, np.uint8))

    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        others = [bench.remove(name) for name in "ABC"]
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("C wait", "A infer", "run")
        assert await bench.remove("again", mask=mask)
        for name in "BC":
            bench.answer()
            await bench.until(f"{name} infer", "run")
        bench.answer()
        assert all([await picture for picture in others])

    run(modules, steps)


def test_a_preview_is_smaller_and_says_how_large_the_picture_is(modules: SimpleNamespace) -> None:
    mask = write_mask(np.full((1024, 1024), 200, np.uint8))

    async def steps(bench: Bench) -> None:
        cut = await bench.remove("A", mask=mask, side=150)
        assert pictures.read(cut.file.data).size == (150, 100)
        assert cut.thumbnail is None
        assert (cut.width, cut.height) == (300, 200)
        assert cut.box == (0, 0, 300, 200)

    run(modules, steps)


def test_a_picture_that_is_kept_is_decoded_once(modules: SimpleNamespace) -> None:
    mask = write_mask(np.full((1024, 1024), 200, np.uint8))

    async def steps(bench: Bench) -> None:
        for side in (None, 150, 120, None):
            await bench.remove("A", mask=mask, side=side, key=1, keep=True)
        await bench.remove("B", mask=mask, key=2)  # moves nothing: it is not to be kept
        await bench.remove("A", mask=mask, key=1)
        assert bench.happened.count("decode A") == 1
        bench.engine.clear()
        await bench.remove("A", mask=mask, key=1)
        assert bench.happened.count("decode A") == 2

    run(modules, steps)
