"""What the page's engine keeps in memory, and how much at a time."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from offcut import (
    PictureTooLargeError,
)
from offcut.matting import matte, refine
from offcut.network.mask_io import write_mask
from tests import pictures
from tests.unit.browser.engine_bench import Bench, run


def test_the_first_cut_out_of_the_picture_that_is_looked_at_is_kept(
    modules: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits: list[Any] = []
    fit = refine.fit

    def noted(*arguments: Any) -> Any:
        fits.append(arguments)
        return fit(*arguments)

    monkeypatch.setattr(matte, "fit", noted)

    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        picture = bench.remove("A", key=1, keep=True)
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer(0.8)
        cut = await picture
        for side in (150, None, 120):
            await bench.remove("A", mask=cut.mask.data, side=side, key=1, keep=True)
        assert bench.happened.count("decode A") == 1
        assert len(fits) == 1, "edges are fitted once, for the file and previews of any size"

    run(modules, steps)


def test_pictures_that_do_not_fit_together_come_one_after_the_other(
    modules: SimpleNamespace,
) -> None:
    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        first, second = bench.remove("A"), bench.remove("B")
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        assert "B wait" in bench.happened
        assert "decode B" not in bench.happened
        bench.answer()
        assert await first
        await bench.until("decode B", "run")
        bench.answer()
        assert await second

    run(modules, steps, limit=2 * 300 * 200 - 1)


def test_a_picture_that_is_too_large_for_the_device_is_refused_and_others_go_on(
    modules: SimpleNamespace,
) -> None:
    large = pictures.file(pictures.flat((0, 0, 0), (4000, 3000)))

    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        small = bench.remove("small")
        with pytest.raises(PictureTooLargeError, match=r"large is 4000 x 3000, 12 .*below 10 mega"):
            await bench.remove("large", large)
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer()
        assert await small

    happened = run(modules, steps, limit=10_000_000).happened
    assert "decode large" not in happened


def test_repeats_by_a_mask_count_too(modules: SimpleNamespace) -> None:
    mask = write_mask(np.full((1024, 1024), 200, np.uint8))

    async def steps(bench: Bench) -> None:
        bench.store_ready.set()
        first = bench.remove("A")
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        again = bench.remove("B", mask=mask)
        kept = bench.remove("C", mask=mask)
        await asyncio.sleep(0.1)
        assert not again.done()
        bench.answer()
        assert await first
        assert await again
        assert await kept

    run(modules, steps, limit=2 * 300 * 200 - 1)
