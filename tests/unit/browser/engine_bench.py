"""An engine whose network answers when a test says so, with stand-ins for the browser's part."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from offcut import OffcutError, OutputOptions, Prepared
from offcut.imageio.picture import MAX_PIXELS
from offcut.selection.point import Point
from tests import pictures

PNG = OutputOptions()
AT_ONCE = 2
PATIENCE = (600, 20, 120)
"""As web/engine/patience.js has it."""
JPEG = pictures.file(pictures.noise((300, 200)), "JPEG", subsampling="4:2:0")
VARIANTS = {
    name: SimpleNamespace(id=name, bytes=9, files=(), graph=SimpleNamespace(name="graph"))
    for name in ("one", "other")
}


class Bench:
    """An engine whose network answers when the test says so, and a list of what happened."""

    def __init__(self, modules: SimpleNamespace, limit: int = MAX_PIXELS) -> None:
        self.happened: list[str] = []
        self._news = asyncio.Event()
        prepare = modules.reading.prepare

        def noted(data: bytes, name: str, **how: Any) -> Any:
            self.note(f"decode {name}")
            self.prepared.append(prepare(data, name, **how))
            return self.prepared[-1]

        modules.reading.prepare = noted
        self.store_ready = asyncio.Event()
        self.store_fails: OffcutError | None = None
        self.kept: Any = None
        self.worker: Any = None
        self.workers = 0
        self.prepared: list[Prepared] = []
        self.shapes: list[Sequence[int]] = []
        self.sizes: list[int] = []
        self.reports: list[tuple[Any, ...]] = []
        self.threads: list[int] = []
        patience = modules.inference.NetworkPatience(*PATIENCE)
        self.inference = modules.inference.Inference(
            self._spawn, self._spawn(0), lambda: None, patience
        )
        self._request = modules.engine.CutOutRequest
        self._job = modules.engine.Job
        budget = modules.engine.PixelBudget(limit)
        self.engine = modules.engine.Engine(self, self.inference, AT_ONCE, budget, self._note_size)

    def _note_size(self, _: int, pixels: int) -> None:
        self.sizes.append(pixels)

    def _spawn(self, most_threads: int) -> Any:
        self.threads.append(most_threads)
        self.workers += 1
        self.worker = SimpleNamespace(
            postMessage=self._receive, terminate=self._end, watch=lambda: None, broken=False
        )
        return self.worker

    def _end(self) -> None:
        self.note("ended")

    def _receive(self, message: dict[str, Any], _: Any) -> None:
        if message["kind"] != "report":
            self.note(message["kind"])
            if message["kind"] == "run":
                self.shapes.append(message["shape"])
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

    def crash(self, message: str = "it was ended") -> None:
        """Have the inference worker end, as a WatchedWorker tells it."""
        event = SimpleNamespace(type="error", message=message, preventDefault=lambda: None)
        self.worker.onerror(event)

    def answer(self, value: float = 0.5) -> None:
        """Have the network done with what it has: the same value all over."""
        shape = [1, 1, *self.shapes[-1][2:]]
        self.tell("mask", mask=np.full(shape, value, np.float32), shape=shape)

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

    def unpacked(self, _: Any) -> Any:
        """Stand in for the store's: nothing is, but when the test says so."""
        return self.kept

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
        options: OutputOptions = PNG,
        points: tuple[Point, ...] = (),
        subjects: tuple[int, ...] | None = None,
        **rest: Any,
    ) -> asyncio.Task[Any]:
        """Begin with a picture."""

        async def content() -> Any:
            return SimpleNamespace(to_bytes=lambda: data)

        def report(phase: str, *counts: int) -> None:
            self.reports.append((phase, *counts))
            self.note(f"{name} {phase}")

        source = SimpleNamespace(arrayBuffer=content)
        request = self._request(0, source, name, {}, model, **rest)
        job = self._job(request, options, mask, points=points, subjects=subjects)
        return asyncio.ensure_future(self.engine.cut_out(job, report))


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
