"""What the page's engine asks of the network, and what it takes from it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from offcut import InferenceError, InvalidOptionError, OutputOptions
from offcut.network.mask_io import read_mask, write_mask
from offcut.selection.point import Point
from tests import pictures
from tests.unit.browser.engine_bench import Bench, run


def test_best_looks_twice_at_shapes_of_its_own_and_keeps_no_second_tensor(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        best = OutputOptions(effort="best")
        cut = bench.remove("A", options=best, key=1, keep=True)
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer(0.6)
        await bench.until("run", "run")
        bench.answer(0.8)
        mask = read_mask((await cut).mask.data)
        assert bench.shapes == [(1, 3, 1024, 1024), (1, 3, 704, 1024)]
        assert mask.shape == (1024, 1024)
        assert np.abs(mask - 0.8).max() < 0.5 / 255 + 1e-6
        assert bench.happened.count("A infer") == 2
        assert bench.prepared[0].second is None

    run(modules, steps)


def test_a_mask_of_another_shape_is_refused(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        cut = bench.remove("A")
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.tell("mask", mask=pictures.mask(0.5), shape=[1, 1, 1024, 704])
        with pytest.raises(InferenceError, match="no usable mask"):
            await cut
        assert "ended" in bench.happened

    run(modules, steps)


def _click(bench: Bench, **rest: Any) -> asyncio.Task[Any]:
    return bench.remove("A", points=(Point(0.5, 0.5, "drop"),), **rest)


def test_a_point_costs_one_more_look_at_what_is_around_it(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        cut = _click(bench)
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer(1)
        await bench.until("run", "run")
        assert not cut.done()
        bench.answer(0)
        mask = read_mask((await cut).mask.data)
        assert bench.shapes == [(1, 3, 1024, 1024)] * 2
        assert bench.happened.count("A infer") == 2
        assert mask[512, 512] == 0

    run(modules, steps)


def test_with_a_mask_from_before_the_network_looks_at_the_points_alone(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        before = write_mask(np.full((1024, 1024), 255, np.uint8))
        cut = _click(bench, mask=before, options=OutputOptions(effort="best"))
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer(0)
        answer = await cut
        assert bench.shapes == [(1, 3, 1024, 1024)]
        assert answer.mask.data != before
        assert read_mask(answer.mask.data)[512, 512] == 0
        again = await bench.remove("A", mask=answer.mask.data)
        assert len(bench.shapes) == 1
        assert again.mask.data == answer.mask.data

    run(modules, steps)


def test_in_small_mode_the_network_is_gone_before_the_picture_is_cut_out(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        before = write_mask(np.full((1024, 1024), 255, np.uint8))
        cut = _click(bench, mask=before, small=True)
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer(0)
        await cut
        assert bench.happened.index("ended") < bench.happened.index("A postprocess")

    run(modules, steps)


def test_subjects_are_told_in_pixels_of_the_original_whichever_are_chosen(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        levels = np.zeros((1024, 1024), np.uint8)
        levels[:256, :256] = 255
        levels[512:, 512:] = 255
        mask = write_mask(levels)
        everything = await bench.remove("A", mask=mask)
        assert [each.share for each in everything.subjects] == [0.25, 0.0625]
        assert everything.subjects[0].box == (150, 100, 300, 200)
        assert everything.subjects[1].box == (0, 0, 75, 50)
        one = await bench.remove("A", mask=mask, subjects=(2,), side=150)
        assert one.subjects == everything.subjects
        assert one.mask.data == mask
        with pytest.raises(InvalidOptionError, match="no subject 3: the picture has 2"):
            await bench.remove("A", mask=mask, subjects=(3,))

    run(modules, steps)
