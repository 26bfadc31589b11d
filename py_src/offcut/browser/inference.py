"""Step 3: the bridge to ONNX Runtime Web, which runs in a worker of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyodide.ffi import create_proxy

from offcut.browser.ffi import float32_array, js_object
from offcut.browser.messages.inference import (
    FROM_INFERENCE,
    Load,
    NewFile,
    Piece,
    Report,
    Run,
    Started,
    Take,
    WorkerFailure,
)
from offcut.browser.messages.page import State
from offcut.browser.messages.wire import read, write
from offcut.browser.network_patience import NetworkPatience
from offcut.browser.store.model_store import ModelStore, Progress
from offcut.errors import InferenceError, OutOfMemoryError
from offcut.models.manifest import Variant
from offcut.network.postprocess import unusable

_NOT_LOADED: Final = InferenceError(
    "ONNX Runtime could not be loaded: check the connection and try again, or reload the page.",
    code="runtime-not-loaded",
)
_T = TypeVar("_T")
_LOST: Final = frozenset({"runtime-silent", "runtime-stopped"})
"""Codes of the errors after which another worker may do better."""
_MOST_CRASHES: Final = 2
"""How often in a row an idle worker is replaced, and nobody told."""
_THREADS_LIVE_ON: Final = 2.1
"""Seconds. Chromium ends a worker at once, but its threads, which wait for work inside of
WebAssembly, only after two seconds (``kForcibleTerminationDelay`` in its worker_thread.cc); until
then they hold the heap."""
_NO_MEMORY: Final = re.compile("memory|bad_alloc|allocat", re.IGNORECASE)
"""In what ONNX Runtime says: its text alone tells the kind of an error."""


class Inference:
    """One worker with at most one session; one request at a time.

    A request that is cancelled ends the worker: nothing else stops ONNX Runtime, and nothing else
    gives its memory back. Whoever needs the memory more can have it ended too. The next request
    starts another.
    """

    def __init__(
        self,
        spawn: Callable[[int], Any],
        worker: Any,
        on_change: Callable[[], None],
        patience: NetworkPatience,
    ) -> None:
        """Take over a worker that is starting.

        Args:
            spawn: starts a worker (a WatchedWorker, see web/engine/watched-worker.js) with the
                given number of threads at most, 0 for all there are.
            worker: the first one, already starting.
            on_change: called when ``state``, ``threads``, ``model`` or ``failure`` changes.
            patience: how long the worker may keep silent.
        """
        self._spawn = spawn
        self._on_change = on_change
        self._patience = patience
        self._most_threads = 0
        self._crashes = 0
        self._is_at_work = False
        self._reply: asyncio.Future[Any] | None = None
        self._listener = create_proxy(self._receive)
        self._settled = asyncio.Event()
        self.threads = 0
        self.model: str | None = None
        self.state: State = "loading"
        self.failure: InferenceError | None = None
        self._worker: Any = None
        self._adopt(worker)

    async def load(self, variant: Variant, store: ModelStore, report: Progress) -> None:
        """Make the session for a variant, unless it is there already.

        Raises:
            ModelUnavailableError: if the model can't be fetched.
            DamagedModelError: if the model arrives damaged.
            InferenceError: if ONNX Runtime can't start, dies or keeps silent.
            OutOfMemoryError: if the model does not fit into memory.
        """
        if self.model == variant.id:
            return
        if self._worker is None or self.model is not None:
            self.restart()  # the heap of a session never shrinks
        await self._settled.wait()  # until then it may be replaced by another
        with self._fresh_after_failure():
            if await self._takes_kept(variant, store):
                report(variant.bytes, variant.bytes)
            else:
                for file in variant.files:
                    self._post(NewFile(file.name, file.bytes))
                async with aclosing(store.pieces(variant, report)) as pieces:
                    async for part, data in pieces:
                        self._post(Piece(part.file, part.offset, data))
            with self._asked(Load(variant.graph.name)) as reply:
                await self._patience.wait(reply, Load.kind)
        self.model = variant.id
        self._on_change()

    async def _takes_kept(self, variant: Variant, store: ModelStore) -> bool:
        """Whether the worker has found all of the model by itself."""
        message = store.unpacked(variant)
        if message is None:
            return False
        with self._asked(message) as reply:
            answer = await self._patience.wait(reply, Take.kind)
        return bool(answer.whole)

    async def run(
        self, tensor: NDArray[np.float32], meanwhile: Callable[[], object]
    ) -> NDArray[np.float32]:
        """Run the network. It has its input before this waits for anything.

        Args:
            tensor: float32 [1, 3, height, width], see ``offcut.network.preprocess.to_tensor``.
            meanwhile: called while it runs.

        Returns:
            float32 [1, 1, height, width], 0 to 1.

        Raises:
            InferenceError: if ONNX Runtime fails, dies, keeps silent, or gives a mask of another
                shape.
            OutOfMemoryError: if there is not enough memory.
        """
        with self._fresh_after_failure(), self._asked(Run(tensor, tensor.shape)) as reply:
            await asyncio.sleep(0)
            meanwhile()
            answer = await self._patience.wait(reply, Run.kind)
            self._crashes = 0
            shape = (1, 1, *tensor.shape[2:])
            if tuple(answer.shape) != shape:
                raise unusable()
        return float32_array(answer.mask, shape)

    def _use_one_thread(self) -> bool:
        """Start afresh with one thread; False if there was no more than one before.

        Threads take memory of their own: on some phones one is all that fits.
        """
        if 1 in {self.threads, self._most_threads}:
            return False
        self._most_threads = 1
        self._patience.forget()
        self.restart()
        return True

    async def insist(self, step: Callable[[], Awaitable[_T]]) -> _T:
        """Do what needs the worker; once more if that was lost, or if one thread may do better."""
        lost = False
        while True:
            try:
                return await step()
            except OutOfMemoryError:
                if not self._use_one_thread():
                    raise
            except InferenceError as error:
                if lost or error.code not in _LOST:
                    raise
                lost = True
                self._use_one_thread()

    def restart(self) -> None:
        """End the worker, with its session and its memory, and start a fresh one."""
        self._end()
        self._adopt(self._spawn(self._most_threads))
        self._on_change()

    async def rest(self) -> None:
        """End the worker, and return once its memory is back; the next request starts another.

        One that has failed stays, and what is known of it.
        """
        if self._worker is None or self.failure is not None:
            return
        self._end()
        self.model = None
        self.state = "resting"
        self._on_change()
        if self.threads > 1:
            await asyncio.sleep(_THREADS_LIVE_ON)

    def _end(self) -> None:
        if self._worker is None:
            return
        self._worker.onmessage = None  # what it has posted already belongs to no later request
        self._worker.terminate()
        self._worker = None

    def _adopt(self, worker: Any) -> None:
        self._worker = worker
        self.model = None
        self.state = "loading"
        self.failure = _NOT_LOADED if worker.broken else None
        worker.onmessage = self._listener
        worker.onerror = self._listener
        self._post(Report())
        self._settled.clear()
        if self.failure is not None:
            self._settled.set()
        worker.watch()  # until it has started

    @contextmanager
    def _fresh_after_failure(self) -> Iterator[None]:
        """After a failure ONNX Runtime may refuse to go on in the same worker."""
        self._is_at_work = True
        try:
            yield
        except BaseException:
            self.restart()
            raise
        finally:
            self._is_at_work = False

    @contextmanager
    def _asked(self, message: Take | Load | Run) -> Iterator[asyncio.Future[Any]]:
        if self.failure is not None:
            raise self.failure
        self._reply = asyncio.get_running_loop().create_future()
        self._post(message)
        try:
            yield self._reply
        finally:
            self._reply = None

    def _post(self, message: Any) -> None:
        values, buffers = write(message)
        self._worker.postMessage(values, js_object({"transfer": buffers}))

    def _receive(self, event: Any) -> None:
        if event.type == "error":
            event.preventDefault()
            # a worker whose script can't be fetched gets an event without a message
            reason = getattr(event, "message", None)
            self._crash(_stopped(reason) if reason else _NOT_LOADED)
            return
        message = read(event.data, FROM_INFERENCE)
        if isinstance(message, Started):
            self.threads = message.threads
            self.state = "ready"
            self._settled.set()
            self._on_change()
        elif isinstance(message, WorkerFailure):
            self._fail(_failed(message.reason))
        elif self._reply is not None and not self._reply.done():
            self._reply.set_result(message)

    def _crash(self, error: InferenceError) -> None:
        is_idle = self.state == "ready" and not self._is_at_work
        if is_idle and self._crashes < _MOST_CRASHES:
            self._crashes += 1
            self.restart()  # that costs nothing but the session
        else:
            self._fail(error)

    def _fail(self, error: InferenceError) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(error)
        else:  # the next request is told; the page should know before a picture does
            self.failure = error
            self._settled.set()
            self._on_change()


def _stopped(reason: str) -> InferenceError:
    return InferenceError(
        "ONNX Runtime stopped: {reason}. Reload the page.", code="runtime-stopped", reason=reason
    )


def _failed(reason: str | float) -> InferenceError:
    # a number is what C++ threw: it had no memory left for more
    if not isinstance(reason, str) or _NO_MEMORY.search(reason):
        return OutOfMemoryError(
            "There is not enough memory for the model: close other tabs, or choose a smaller "
            "model.",
            code="model-memory",
        )
    return InferenceError(
        "ONNX Runtime failed: {reason}. Try again, or reload the page.",
        code="runtime-failed",
        reason=reason.strip().removesuffix("."),
    )
