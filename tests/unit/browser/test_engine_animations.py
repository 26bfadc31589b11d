"""All frames of an animation in the page's engine."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from offcut import InvalidOptionError, OutputOptions, PictureTooLargeError
from offcut.animation import cut_frames
from offcut.imageio.animations.opening import open_animation
from tests import animations, pictures
from tests.unit.browser.engine_bench import Bench, run

GIF = animations.written(animations.moving(), "GIF", duration=50, loop=0)
ALL = OutputOptions(animation="all", edges="plain", decontaminate=False)
FIRST = OutputOptions(edges="plain", decontaminate=False)


async def _cut(bench: Bench, data: bytes = GIF, **options: Any) -> Any:
    """The network says 0.8 all over."""
    bench.store_ready.set()
    picture = bench.remove("A", data, options=ALL, **options)
    await bench.until("load")
    bench.tell("loaded")
    await _answer(bench, 3)
    return await picture


async def _answer(bench: Bench, times: int) -> None:
    for number in range(1, times + 1):
        await bench.until(*["run"] * number)
        bench.answer(0.8)


def test_each_frame_is_looked_at_in_one_session(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        cut = await _cut(bench)
        assert (cut.frames, cut.masks, cut.found) == (3, 3, True)
        assert len(animations.played(cut.file.data).frames) == 3
        assert len(animations.played(cut.mask.data).frames) == 3
        assert bench.happened.count("load") == 1
        assert bench.happened.count("run") == 3

    run(modules, steps)


def test_progress_says_which_frame_of_how_many(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        await _cut(bench)
        frames = [(1, 3), (2, 3), (3, 3)]
        for phase in ("preprocess", "infer", "output"):
            told = [each[3:] for each in bench.reports if each[0] == phase and each[3:]]
            assert sorted(set(told)) == frames
            assert told == sorted(told)

    run(modules, steps)


def test_of_a_model_that_is_loaded_no_frame_is_told(modules: SimpleNamespace) -> None:
    """It is for all of them, and counts bytes."""
    told: list[tuple[Any, ...]] = []

    async def look(_: Any, report: Any) -> Any:
        report("load", 5, 10)
        return pictures.mask(1)

    async def seen() -> None:
        told.append(("seen",))

    async def steps(_: Bench) -> None:
        animation = open_animation(GIF, "a")
        assert animation is not None
        work = cut_frames(animation, ALL)
        await modules.engine.run(work, animation, look, seen, lambda *each: told.append(each))

    run(modules, steps)
    assert [each for each in told if each[0] == "load"] == [("load", 5, 10)] * 3
    assert told.index(("seen",)) < told.index(("output", 0, 1, 1, 3))


def test_a_picture_that_waits_comes_between_two_frames(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        animation = bench.remove("A", GIF, options=ALL)
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        still = bench.remove("B", options=FIRST)
        await bench.until("B wait")
        bench.answer(0.8)
        await bench.until("run", "B infer", "run")
        bench.answer(0.8)
        assert await still
        await _answer(bench, 4)
        assert (await animation).frames == 3

    run(modules, steps)


def test_it_takes_the_room_of_one_frame_and_of_its_file(modules: SimpleNamespace) -> None:
    """So that other pictures needn't wait for all of it."""
    animation = open_animation(GIF, "a")
    assert animation is not None
    assert modules.engine.share_of(animation) == 60 * 40 + 3 * 60 * 40 // 8

    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        picture = bench.remove("A", GIF, options=ALL)
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        mask = pictures.file(pictures.flat("white"))
        assert await bench.remove("B", pictures.file(pictures.flat("red", (215, 200))), mask=mask)
        assert not picture.done()
        await _answer(bench, 3)
        await picture

    run(modules, steps, 3 * 128 * 128)


def test_masks_of_all_frames_serve_again_and_serve_the_first(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        before = await _cut(bench)
        runs = bench.happened.count("run")
        again = await bench.remove("A", GIF, options=ALL, mask=before.mask.data)
        assert again.file.data == before.file.data
        first = await bench.remove("A", GIF, options=FIRST, mask=before.mask.data)
        assert (first.frames, first.masks) == (3, 3)
        assert first.mask.data == before.mask.data
        assert len(animations.played(first.file.data).frames) == 1
        preview = await bench.remove("A", GIF, options=ALL, mask=before.mask.data, side=30)
        assert pictures.read(preview.file.data).size == (30, 20)
        assert len(animations.played(preview.file.data).frames) == 1
        assert bench.happened.count("run") == runs

    run(modules, steps)


def test_the_first_frame_gets_the_mask_of_the_frame_that_is_shown(modules: SimpleNamespace) -> None:
    frames = [pictures.flat("white", (60, 40)), *animations.moving(2)]
    data = animations.written(frames, "GIF", duration=50)

    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        picture = bench.remove("A", data, options=ALL)
        await bench.until("load")
        bench.tell("loaded")
        for number, value in enumerate((0.0, 0.9, 0.0), 1):
            await bench.until(*["run"] * number)
            bench.answer(value)
        masks = (await picture).mask.data
        first = await bench.remove("A", data, options=FIRST, mask=masks)
        assert first.found, "the second frame's mask, not the first one's"
        assert [note.code for note in first.notes] == ["frame"]

    run(modules, steps)


def test_one_mask_does_not_do_for_all_frames(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        mask = pictures.file(pictures.flat("white"))
        with pytest.raises(InvalidOptionError, match="mask is of 1 frames, and A has 3"):
            await bench.remove("A", GIF, options=ALL, mask=mask)

    run(modules, steps)


def test_a_still_picture_is_a_still_picture(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        picture = bench.remove("A", options=ALL)
        await bench.until("load")
        bench.tell("loaded")
        await _answer(bench, 1)
        cut = await picture
        assert (cut.frames, cut.masks) == (1, 1)
        assert len(animations.played(cut.file.data).frames) == 1

    run(modules, steps)


def test_where_the_format_holds_one_frame_it_is_said(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        options = OutputOptions("image/jpeg", background="#fff", animation="all", edges="plain")
        picture = bench.remove("A", GIF, options=options)
        await bench.until("load")
        bench.tell("loaded")
        await _answer(bench, 1)
        cut = await picture
        (note,) = cut.notes
        assert note.message == (
            "It is an animation of 3 frames, and JPEG holds one: frame 1 is used. For all of them, "
            "choose PNG or WebP."
        )
        assert (cut.frames, cut.masks) == (3, 1)

    run(modules, steps)


def test_too_many_frames_are_refused_before_a_model_is_fetched(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        with pytest.raises(PictureTooLargeError, match="shorten it to 2 frames"):
            await bench.remove("A", GIF, options=ALL)

    assert run(modules, steps, 2 * 128 * 128).happened == []


def test_between_two_frames_it_can_be_cancelled(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        picture = bench.remove("A", GIF, options=ALL)
        await bench.until("load")
        bench.tell("loaded")
        await _answer(bench, 3)
        await bench.until("A output")
        picture.cancel()
        with pytest.raises(asyncio.CancelledError):
            await picture
        assert bench.happened.count("A output") == 1
        assert await _cut_again(bench), "and everything is free again"

    run(modules, steps)


async def _cut_again(bench: Bench) -> Any:
    picture = bench.remove("B")
    await bench.until(*["run"] * 4)
    bench.answer()
    return await picture


def test_in_small_mode_the_network_is_gone_before_the_frames_are_cut(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        cut = await _cut(bench, small=True)
        assert cut.frames == 3
        happened = bench.happened
        assert happened.count("ended") == 1
        assert happened.index("ended") < happened.index("A output")

    run(modules, steps)


def test_what_is_cut_out_already_needs_no_model(modules: SimpleNamespace) -> None:
    clear = [
        animations.Frame(animations.block((0, 0, 0, 0), (60, 40)), delay=delay) for delay in (5, 6)
    ]

    async def steps(bench: Bench) -> None:
        cut = await bench.remove("A", animations.apng((60, 40), clear), options=ALL)
        assert not cut.found

    assert not {"fetch one", "load", "run"} & set(run(modules, steps).happened)
