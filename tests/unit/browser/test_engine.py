"""In which order the page's engine does things; around it, stand-ins for the browser's part."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from offcut import (
    ModelUnavailableError,
    OffcutError,
    OutputOptions,
    PictureTooLargeError,
    UnreadableImageError,
)
from offcut.imageio.picture import MAX_PIXELS
from offcut.matting import matte, refine
from offcut.network.mask_io import write_mask
from tests import pictures
from tests.unit.browser.fake_browser import outside_pyodide

PNG = OutputOptions()
JPEG = pictures.file(pictures.noise((300, 200)), "JPEG", subsampling="4:2:0")
VARIANTS = {
    name: SimpleNamespace(id=name, files=(), graph=SimpleNamespace(name="graph"))
    for name in ("one", "other")
}


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The engine and its bridge to the network, importable outside Pyodide."""
    with outside_pyodide(ModuleType("js")):
        ffi = importlib.import_module("offcut.browser.ffi")
        monkeypatch.setattr(ffi, "js_array", lambda array: SimpleNamespace(buffer=array))
        monkeypatch.setattr(ffi, "js_object", dict)
        monkeypatch.setattr(ffi, "float32_array", lambda source, _: source)
        engine = importlib.import_module("offcut.browser.engine")
        inference = importlib.import_module("offcut.browser.inference")
        yield SimpleNamespace(engine=engine, inference=inference)


AT_ONCE = 2


class Bench:
    """An engine whose network answers when the test says so, and a list of what happened."""

    def __init__(self, modules: SimpleNamespace, limit: int = MAX_PIXELS) -> None:
        self.happened: list[str] = []
        self._news = asyncio.Event()
        prepare = modules.engine.prepare

        def noted(data: bytes, name: str) -> Any:
            self.note(f"decode {name}")
            return prepare(data, name)

        modules.engine.prepare = noted
        self.store_ready = asyncio.Event()
        self.store_fails: OffcutError | None = None
        self.worker: Any = None
        inference = modules.inference.Inference(self._spawn, self._spawn(0), lambda: None)
        self._request = modules.engine.CutOutRequest
        self._job = modules.engine.Job
        budget = modules.engine.PixelBudget(limit)
        self.engine = modules.engine.Engine(self, inference, AT_ONCE, budget)

    def _spawn(self, _: int) -> Any:
        self.worker = SimpleNamespace(
            postMessage=self._receive, terminate=self._end, watch=lambda: None, broken=False
        )
        return self.worker

    def _end(self) -> None:
        self.note("ended")

    def _receive(self, message: dict[str, Any], _: Any) -> None:
        if message["kind"] != "report":
            self.note(message["kind"])
        else:
            asyncio.get_running_loop().call_soon(partial(self.tell, "started", threads=2))

    def note(self, what: str) -> None:
        """Add to what happened."""
        self.happened.append(what)
        self._news.set()

    def tell(self, kind: str, **values: Any) -> None:
        """Have the inference worker say something."""
        data = SimpleNamespace(kind=kind, **values)
        self.worker.onmessage(SimpleNamespace(type="message", data=data))

    def answer(self) -> None:
        """Have the network done with what it has."""
        self.tell("mask", mask=pictures.mask(0.5))

    async def until(self, *what: str) -> None:
        """Wait until this has happened, in this order, if with other things in between."""
        async with asyncio.timeout(10):
            while not self._has(*what):
                self._news.clear()
                await self._news.wait()

    def _has(self, *what: str) -> bool:
        rest = iter(self.happened)
        return all(one in rest for one in what)

    async def catalogue(self) -> Any:
        """Stand in for the store's."""
        return SimpleNamespace(find=lambda model: VARIANTS[model or "one"])

    async def pieces(self, variant: Any, _: Any) -> AsyncGenerator[Any, None]:
        """Stand in for the store's: there are none, but when the test says so."""
        self.note(f"fetch {variant.id}")
        await self.store_ready.wait()
        if self.store_fails:
            raise self.store_fails
        for piece in list[Any]():
            yield piece

    def remove(
        self,
        name: str,
        data: bytes = JPEG,
        model: str | None = None,
        mask: bytes | None = None,
        **rest: Any,
    ) -> asyncio.Task[Any]:
        """Begin with a picture."""

        async def content() -> Any:
            return SimpleNamespace(to_bytes=lambda: data)

        def report(phase: str, *_: int) -> None:
            self.note(f"{name} {phase}")

        source = SimpleNamespace(arrayBuffer=content)
        request = self._request(0, source, name, {}, model, **rest)
        return asyncio.ensure_future(self.engine.cut_out(self._job(request, PNG, mask), report))


def run(
    modules: SimpleNamespace,
    steps: Callable[[Bench], Coroutine[Any, Any, None]],
    limit: int = MAX_PIXELS,
) -> Bench:
    async def whole() -> Bench:
        bench = Bench(modules, limit)
        await steps(bench)
        return bench

    # in a thread of its own: Playwright leaves a loop running in this one
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, whole()).result()


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
        with pytest.raises(UnreadableImageError, match="truncated"):
            await bench.remove("A", JPEG[: len(JPEG) // 2])
        following = bench.remove("B")
        bench.store_fails = None
        await bench.until("B preprocess", "load")
        bench.tell("loaded")
        await bench.until("B infer", "run")
        bench.answer()
        assert await following

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
        bench.tell("mask", mask=pictures.mask(0.8))
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
