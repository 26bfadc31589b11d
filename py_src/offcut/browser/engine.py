"""The five steps in the page, for as many pictures as are asked for at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pyodide.ffi import JsException

from offcut.browser.inference import Inference
from offcut.browser.interop import uint8_array
from offcut.browser.model_store import ModelStore
from offcut.catalogue import Variant
from offcut.errors import OutOfMemoryError, UnreadableImageError
from offcut.options import OutputOptions
from offcut.pipeline import Prepared, cut_out, prepare, prepare_pixels, write

_IN_HAND: Final = 2
"""Pictures decoded at a time: one in the network, one being prepared or written."""

Report = Callable[[str, int, int], None]
"""Called with phase, done and total; in bytes for the phase ``load``, else 0 or 1 of 1."""


class Engine:
    """Runs the pipeline. While the network works on one picture, Python works on another."""

    def __init__(self, store: ModelStore, inference: Inference) -> None:
        """Take the models from a store and run them by an inference."""
        self._store = store
        self._inference = inference
        self._hands = asyncio.Semaphore(_IN_HAND)
        self._network = asyncio.Lock()

    async def preload(self, model: str | None, report: Report) -> None:
        """Fetch a model and make its session.

        Raises:
            UnknownModelError: if there is no such model.
            ModelUnavailableError: if it can't be fetched.
            DamagedModelError: if it arrives damaged.
            InferenceError: if ONNX Runtime can't take it.
        """
        variant = (await self._store.catalogue()).find(model)
        async with self._network:
            await self._inference.load(variant, self._store, _bytes_of(report))

    async def remove_background(
        self, source: Any, name: str, model: str | None, options: OutputOptions, report: Report
    ) -> bytes:
        """Take one picture through all steps.

        Args:
            source: a JavaScript Blob, or an ImageData (``data``, ``width``, ``height``).
            name: what errors call the picture.
            model: a variant's id; None for the default.
            options: what to write.
            report: is told of each step.

        Returns:
            The bytes of the file that was asked for.

        Raises:
            OffcutError: any; see each step.
        """
        variant = (await self._store.catalogue()).find(model)
        if self._hands.locked():
            report("wait", 0, 1)
        async with self._hands:
            report("preprocess", 0, 1)
            prepared = await _prepare(source, name)
            if self._network.locked():
                report("wait", 0, 1)
            async with self._network:
                mask = await self._infer(prepared, variant, report)
            report("postprocess", 0, 1)
            await asyncio.sleep(0)  # between steps, word of a cancellation comes through
            picture = cut_out(prepared, mask, options)
            report("output", 0, 1)
            await asyncio.sleep(0)
            file = write(prepared, picture, options)
            report("output", 1, 1)
            return file

    async def _infer(
        self, prepared: Prepared, variant: Variant, report: Report
    ) -> NDArray[np.float32]:
        while True:
            try:
                await self._inference.load(variant, self._store, _bytes_of(report))
                report("infer", 0, 1)
                return await self._run(prepared)
            except OutOfMemoryError:
                if not self._inference.use_one_thread():
                    raise

    async def _run(self, prepared: Prepared) -> NDArray[np.float32]:
        running = asyncio.ensure_future(self._inference.run(prepared.tensor))
        try:
            await asyncio.sleep(0)  # the tensor goes off to the other worker
            prepared.picture()  # is decoded at full size meanwhile
            return await running
        except BaseException:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            raise


async def _prepare(source: Any, name: str) -> Prepared:
    if hasattr(source, "arrayBuffer"):
        try:
            content = await source.arrayBuffer()
        except JsException as error:  # a folder, or a file that was moved or changed meanwhile
            raise UnreadableImageError(
                f"{name} can't be read any more: choose it again."
            ) from error
        return prepare(content.to_bytes(), name)
    pixels = uint8_array(source.data.buffer).reshape(source.height, source.width, 4)
    return prepare_pixels(pixels, name)


def _bytes_of(report: Report) -> Callable[[int, int], None]:
    return lambda loaded, total: report("load", loaded, total)
