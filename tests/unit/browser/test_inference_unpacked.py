"""A model that is kept unpacked: the inference worker reads it by itself."""

from __future__ import annotations

from types import SimpleNamespace

from offcut.browser.messages.inference import Take
from tests.unit.browser.engine_bench import Bench, run

FILES = ({"name": "graph", "url": "https://example.org/a", "bytes": 3, "sha256": "a"},)


def test_what_the_worker_has_found_is_not_sent_to_it(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.kept = Take("models", FILES)
        picture = bench.remove("A")
        await bench.until("take")
        bench.tell("taken", whole=True)
        await bench.until("A load", "load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer()
        assert await picture
        assert "fetch one" not in bench.happened

    run(modules, steps)


def test_what_it_has_not_found_is_sent(modules: SimpleNamespace) -> None:
    async def steps(bench: Bench) -> None:
        bench.kept = Take("models", FILES)
        picture = bench.remove("A")
        await bench.until("take")
        bench.tell("taken", whole=False)
        await bench.until("fetch one")
        bench.store_ready.set()
        await bench.until("load")
        bench.tell("loaded")
        await bench.until("run")
        bench.answer()
        assert await picture

    run(modules, steps)
