"""What the page's engine asks of the network, and what it takes from it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from offcut import InferenceError, OutputOptions
from offcut.network.mask_io import read_mask
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
        assert np.abs(mask - 0.2696**0.25).max() < 0.5 / 255 + 1e-6
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
