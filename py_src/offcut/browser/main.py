"""Where the Python worker's JavaScript hands over: messages in, messages out.

From the page come ``{kind: 'cut-out' | 'original' | 'preload' | 'clear', id, ...}`` and
``{kind: 'cancel', id}``. Back go
``{kind: 'progress' | 'result' | 'failure', id, ...}`` and ``{kind: 'status', ...}``. A failure
has ``name``, ``code``, ``params`` and ``message``, see ``offcut.errors``; so has that of a status.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

import js
from pyodide.ffi import create_proxy

from offcut.browser.engine import Engine
from offcut.browser.ffi import js_object
from offcut.browser.inference import Inference
from offcut.browser.messages import PREVIEW_MEDIA, CutOutRequest, js_blob
from offcut.browser.store.model_store import ModelStore, Place
from offcut.browser.store.prefetch import Prefetch
from offcut.errors import OffcutError, PictureTooLargeError
from offcut.models.fetching import Patience

_NEWS_EVERY = 0.05  # seconds between two reports on the same phase


def start(models: Any, spawn: Callable[[int], Any], worker: Any, prefetch: Any) -> Any:
    """Start the engine.

    Args:
        models: ``manifest``, the URL of the list of models; ``sha256``, what that must hash to;
            ``cacheName``, for Cache Storage; ``pauses`` and ``stalled``, see ``Patience``.
        spawn: starts an inference worker with at most so many threads (0: all there are).
        worker: the first inference worker.
        prefetch: see ``Prefetch``.

    Returns:
        A function (a PyProxy) that takes each message from the page.
    """
    service = _Service(models, spawn, worker, Prefetch(prefetch))
    return create_proxy(service.receive)


class EngineError(OffcutError):
    """A fault of Offcut's own."""


class AbortError(OffcutError):
    """The page has cancelled the work."""


class _Service:
    def __init__(
        self, models: Any, spawn: Callable[[int], Any], worker: Any, prefetch: Prefetch
    ) -> None:
        self._prefetch = prefetch
        self._tasks: dict[int, asyncio.Task[None]] = {}
        patience = Patience(tuple(models.pauses), models.stalled)
        place = Place(models.manifest, models.sha256, models.cacheName, patience)
        self._store = ModelStore(place, prefetch, self._tell_status)
        self._inference = Inference(spawn, worker, self._tell_status)
        self._engine = Engine(self._store, self._inference)
        self._work: dict[str, Callable[[Any], Coroutine[Any, Any, Any]]] = {
            "cut-out": self._cut_out,
            "original": self._original,
            "preload": self._preload,
            "clear": self._clear,
        }
        self._tell_status()

    def receive(self, message: Any) -> None:
        if message.kind == "cancel":
            if (task := self._tasks.pop(message.id, None)) is not None:
                task.cancel()
            if not self._tasks:
                self._prefetch.stop()
            return
        task = asyncio.ensure_future(self._answer(message, self._work[message.kind]))
        self._tasks[message.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(message.id, None))

    async def _answer(self, message: Any, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> None:
        try:
            result = await work(message)
        except (asyncio.CancelledError, Exception) as error:  # noqa: BLE001 - a fault of ours must reach the page too
            if isinstance(error, MemoryError):
                self._engine.clear()
            _post("failure", id=message.id, **_described(_named(error)))
        else:
            _post("result", id=message.id, value=result)

    async def _preload(self, message: Any) -> None:
        await self._engine.preload(message.model, _reporter(message.id))

    async def _cut_out(self, message: Any) -> Any:
        request = await CutOutRequest.read(message)
        return (await self._engine.cut_out(request, _reporter(message.id))).to_js()

    async def _original(self, message: Any) -> Any:
        key, side = getattr(message, "key", None), getattr(message, "side", None)
        file, size = await self._engine.original(
            message.source, message.name, key, side, keep=bool(message.keep)
        )
        values = {"file": js_blob(file, PREVIEW_MEDIA), "width": size[0], "height": size[1]}
        return js_object(values)

    async def _clear(self, _: Any) -> None:
        self._engine.clear()

    def _tell_status(self) -> None:
        failure = self._inference.failure
        _post(
            "status",
            ready=self._inference.ready,
            threads=self._inference.threads,
            model=self._inference.model,
            room=self._store.room,
            failure=None if failure is None else _described(failure),
        )


def _reporter(request: int) -> Callable[[str, int, int], None]:
    last = ("", 0.0)

    def report(phase: str, loaded: int, total: int) -> None:
        nonlocal last
        now = asyncio.get_running_loop().time()
        if phase == last[0] and loaded < total and now - last[1] < _NEWS_EVERY:
            return
        last = (phase, now)
        _post("progress", id=request, phase=phase, loaded=loaded, total=total)

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


def _described(error: OffcutError) -> dict[str, Any]:
    return {
        "name": error.name,
        "code": error.code,
        "params": error.params,
        "message": str(error),
    }


def _post(kind: str, **values: Any) -> None:
    js.postMessage(js_object({"kind": kind, **values}))
