"""Where the Python worker's JavaScript hands over: messages in, messages out."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import js
from pyodide.ffi import create_proxy

from offcut.browser.animated import Report
from offcut.browser.budget import PixelBudget, pixels_for
from offcut.browser.engine import Engine
from offcut.browser.inference import Inference
from offcut.browser.job import Job
from offcut.browser.messages import page
from offcut.browser.messages.wire import read, write
from offcut.browser.network_patience import NetworkPatience
from offcut.browser.store.model_store import ModelStore, Place
from offcut.browser.store.prefetch import Prefetch
from offcut.errors import OffcutError, PictureTooLargeError
from offcut.models.fetching import Patience

_NEWS_EVERY = 0.05  # seconds between two reports on the same phase


def start(models: Any, limits: Any, spawn: Callable[[int], Any], worker: Any, prefetch: Any) -> Any:
    """Start the engine.

    Args:
        models: ``manifest``, the URL of the list of models; ``sha256``, what that must hash to;
            ``cacheName``, for Cache Storage; ``pauses`` and ``stalled``, see ``Patience``.
        limits: ``pictures`` for the network that are in memory at a time; ``gigabytes`` of the
            device, see ``pixels_for``; ``heap``, a function that gives the bytes of Python's;
            ``network``, see ``NetworkPatience``.
        spawn: starts an inference worker with at most so many threads (0: all there are).
        worker: the first inference worker.
        prefetch: see ``Prefetch``.

    Returns:
        A function (a PyProxy) that takes each message from the page.
    """
    service = _Service(models, limits, spawn, worker, Prefetch(prefetch))
    return create_proxy(service.receive)


class EngineError(OffcutError):
    """A fault of Offcut's own."""


class AbortError(OffcutError):
    """The page has cancelled the work."""


class _Service:
    def __init__(
        self,
        models: Any,
        limits: Any,
        spawn: Callable[[int], Any],
        worker: Any,
        prefetch: Prefetch,
    ) -> None:
        self._tasks: dict[int, asyncio.Task[None]] = {}
        fetching = Patience(tuple(models.pauses), models.stalled)
        place = Place(models.manifest, models.sha256, models.cacheName, fetching)
        self._prefetch = prefetch
        self._store = ModelStore(place, prefetch, self._tell_status)
        network = limits.network
        patience = NetworkPatience(network.first, network.times, network.least)
        self._inference = Inference(spawn, worker, self._tell_status, patience)
        budget = PixelBudget(pixels_for(limits.gigabytes))
        self._engine = Engine(self._store, self._inference, limits.pictures, budget, _tell_size)
        self._heap = limits.heap
        self._tell_status()

    def receive(self, message: Any) -> None:
        if message.kind == page.Ping.kind:
            _post(page.Alive())
            return
        call: int = message.id
        if message.kind == page.Cancel.kind:
            if (task := self._tasks.pop(call, None)) is not None:
                task.cancel()
            if not self._tasks:
                self._prefetch.stop()
            return
        self._tasks[call] = task = asyncio.ensure_future(self._answer(call, message))
        task.add_done_callback(partial(self._forget, call))

    def _forget(self, call: int, task: asyncio.Task[None]) -> None:
        self._tasks.pop(call, None)
        if task.cancelled():  # before it had begun: what has, says so itself
            _post(page.Failure(call, page.Error.of(_named(asyncio.CancelledError()))))

    async def _answer(self, call: int, message: Any) -> None:
        try:
            answer = await self._work(call, read(message, page.REQUESTS))
        except (asyncio.CancelledError, Exception) as error:  # noqa: BLE001 - a fault of ours must reach the page too
            if isinstance(error, MemoryError):
                self._engine.clear()
            _post(page.Failure(call, page.Error.of(_named(error))))
        else:
            _post(page.Result(call, self._heap(), answer))

    async def _work(self, call: int, request: page.Request) -> page.Answer:
        report = _reporter(call)
        if isinstance(request, page.CutOutRequest):
            job = await Job.of(request)
            _tell_size(call, job.background_pixels)
            return await self._engine.cut_out(job, report)
        if isinstance(request, page.OriginalRequest):
            return await self._engine.original(request)
        if isinstance(request, page.PreloadRequest):
            await self._engine.preload(request.model, report)
        elif isinstance(request, page.RestRequest):
            await self._engine.rest()
        else:
            self._engine.clear()
        return None

    def _tell_status(self) -> None:
        inference = self._inference
        _post(
            page.Status(
                inference.state,
                inference.threads,
                self._store.room,
                inference.model,
                None if inference.failure is None else page.Error.of(inference.failure),
            )
        )


def _reporter(request: int) -> Report:
    last = ("", 0.0)

    def report(
        phase: page.Phase, loaded: int, total: int, frame: int = 0, frames: int = 0, /
    ) -> None:
        nonlocal last
        now = asyncio.get_running_loop().time()
        if phase == last[0] and loaded < total and now - last[1] < _NEWS_EVERY:
            return
        last = (phase, now)
        _post(page.Progress(request, phase, loaded, total, frame or None, frames or None))

    return report


def _named(error: BaseException) -> OffcutError:
    """What the page is told of whatever was raised."""
    if isinstance(error, OffcutError):
        return error
    if isinstance(error, asyncio.CancelledError):
        return AbortError("The work was cancelled.", code="cancelled")
    if isinstance(error, MemoryError):
        return PictureTooLargeError(
            "The picture needs more memory than there is: scale it down first.", code="memory"
        )
    js.console.error("".join(traceback.format_exception(error)))
    return EngineError(
        "Something went wrong inside Offcut ({reason}): reload the page.",
        code="fault",
        reason=f"{type(error).__name__}: {error}",
    )


def _tell_size(call: int, pixels: int) -> None:
    if pixels:
        _post(page.Size(call, pixels))


def _post(message: page.ToPage) -> None:
    js.postMessage(write(message)[0])
