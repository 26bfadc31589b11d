"""Where the Python worker's JavaScript hands over: messages in, messages out.

From the page come ``{kind: 'remove' | 'preload', id, ...}`` and ``{kind: 'cancel', id}``. Back go
``{kind: 'progress' | 'result' | 'failure', id, ...}`` and ``{kind: 'status', ...}``.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

import js
import numpy as np
from pyodide.ffi import create_proxy, to_js

from offcut.browser.engine import Engine
from offcut.browser.inference import Inference
from offcut.browser.interop import js_array, js_object
from offcut.browser.model_store import ModelStore
from offcut.browser.output import output_options
from offcut.errors import OffcutError, PictureTooLargeError

_NEWS_EVERY = 0.05  # seconds between two reports on the same phase


def start(models: Any, spawn: Callable[[int], Any], worker: Any, begun: Any) -> Any:
    """Start the engine.

    Args:
        models: ``manifest``, the URL of the list of models; ``sha256``, what that must hash to;
            ``cacheName``, for Cache Storage.
        spawn: starts an inference worker with at most so many threads (0: all there are).
        worker: the first inference worker.
        begun: downloads of parts of models that are under way.

    Returns:
        A function (a PyProxy) that takes each message from the page.
    """
    service = _Service(models, spawn, worker)
    service.adopt(begun)
    return create_proxy(service.receive)


class _Service:
    def __init__(self, models: Any, spawn: Callable[[int], Any], worker: Any) -> None:
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._store = ModelStore(
            models.manifest, models.sha256, models.cacheName, self._tell_status
        )
        self._inference = Inference(spawn, worker, self._tell_status)
        self._engine = Engine(self._store, self._inference)
        self._tell_status()

    def adopt(self, begun: Any) -> None:
        self._store.adopt(begun)

    def receive(self, message: Any) -> None:
        if message.kind == "cancel":
            if (task := self._tasks.pop(message.id, None)) is not None:
                task.cancel()
            if not self._tasks:
                self._store.drop_early()
            return
        work = self._preload if message.kind == "preload" else self._remove
        task = asyncio.ensure_future(self._answer(message, work))
        self._tasks[message.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(message.id, None))

    async def _answer(self, message: Any, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> None:
        request = message.id
        try:
            result = await work(message)
        except asyncio.CancelledError:
            _post("failure", id=request, name="AbortError", message="The work was cancelled.")
        except OffcutError as error:
            _post("failure", id=request, name=error.name, message=str(error))
        except MemoryError:
            message = "The picture needs more memory than there is: scale it down first."
            _post("failure", id=request, name=PictureTooLargeError.__name__, message=message)
        except Exception as error:  # noqa: BLE001 - a fault of ours must reach the page too
            js.console.error(traceback.format_exc())
            _post("failure", id=request, name="EngineError", message=_fault(error))
        else:
            _post("result", id=request, value=result)

    async def _preload(self, message: Any) -> None:
        await self._engine.preload(message.model, _reporter(message.id))

    async def _remove(self, message: Any) -> Any:
        options = await output_options(message.output)
        file = await self._engine.remove_background(
            message.source, message.name, message.model, options, _reporter(message.id)
        )
        return js.Blob.new(
            to_js([js_array(np.frombuffer(file, np.uint8))]), js_object({"type": options.format})
        )

    def _tell_status(self) -> None:
        _post(
            "status",
            ready=self._inference.ready,
            threads=self._inference.threads,
            model=self._inference.model,
            room=self._store.room,
            failure=self._inference.failure,
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


def _fault(error: Exception) -> str:
    return f"Something went wrong inside Offcut ({type(error).__name__}: {error}): reload the page."


def _post(kind: str, **values: Any) -> None:
    js.postMessage(js_object({"kind": kind, **values}))
