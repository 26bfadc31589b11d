"""The five steps in the page, for as many pictures as are asked for at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from offcut.browser.inference import Inference
from offcut.browser.interop import blob_bytes, uint8_array
from offcut.browser.model_store import ModelStore
from offcut.catalogue import Variant
from offcut.decode import open_image
from offcut.errors import OutOfMemoryError
from offcut.options import OutputOptions
from offcut.pipeline import Prepared, cut_out, prepare, prepare_pixels, write
from offcut.views import merged, mirrored

_IN_HAND: Final = 2
"""Pictures decoded at a time: one in the network, one being prepared or written."""

Report = Callable[[str, int, int], None]
"""Called with phase, done and total; in bytes for the phase ``load``, else 0 or 1 of 1."""

_Preparation = Callable[[], Prepared]


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
            await self._load(variant, report)

    async def remove_background(
        self, source: Any, name: str, model: str | None, options: OutputOptions, report: Report
    ) -> bytes:
        """Take one picture through all steps.

        Args:
            source: a JavaScript Blob, or an ImageData (``data``, ``width``, ``height``).
            name: what errors call the picture.
            model: a variant's id; None for the default.
            options: what to write.
            report: is told of each step, and by the phase ``empty`` if there is no subject.

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
            preparation = await _read(source, name)
            prepared, mask = await self._mask(
                preparation, variant, report, best=options.effort == "best"
            )
            # The picture that waits for the network takes it in this pause, and hands over its
            # tensor: only then comes the rest of this one, which keeps Python busy.
            await asyncio.sleep(0)
            report("postprocess", 0, 1)
            await asyncio.sleep(0)  # between steps, word of a cancellation comes through
            picture = cut_out(prepared, mask, options)
            if not prepared.found:
                report("empty", 1, 1)
            report("output", 0, 1)
            await asyncio.sleep(0)
            file = write(prepared, picture, options)
            report("output", 1, 1)
            return file

    async def _mask(
        self, preparation: _Preparation, variant: Variant, report: Report, *, best: bool
    ) -> tuple[Prepared, NDArray[np.float32]]:
        if self._network.locked():
            prepared = preparation()
            report("wait", 0, 1)
            async with self._network:
                return prepared, await self._views(prepared, variant, report, best=best)
        async with self._network:
            loading = asyncio.ensure_future(self._load(variant, report))
            try:
                await asyncio.sleep(0)  # it begins: the model is on its way meanwhile
                prepared = preparation()
                await loading
            except BaseException:
                loading.cancel()
                await asyncio.gather(loading, return_exceptions=True)
                raise
            return prepared, await self._views(prepared, variant, report, best=best)

    async def _load(self, variant: Variant, report: Report) -> None:
        while True:
            try:
                await self._inference.load(variant, self._store, _bytes_of(report))
            except OutOfMemoryError:
                if not self._inference.use_one_thread():
                    raise
            else:
                return

    async def _views(
        self, prepared: Prepared, variant: Variant, report: Report, *, best: bool
    ) -> NDArray[np.float32]:
        mask = await self._infer(prepared, prepared.tensor, variant, report)
        if not best:
            return mask
        mirror = await self._infer(prepared, mirrored(prepared.tensor), variant, report)
        return merged(mask, mirror)

    async def _infer(
        self, prepared: Prepared, tensor: NDArray[np.float32], variant: Variant, report: Report
    ) -> NDArray[np.float32]:
        while True:
            await self._load(variant, report)
            report("infer", 0, 1)
            try:
                return await self._inference.run(tensor, meanwhile=prepared.picture)
            except OutOfMemoryError:
                if not self._inference.use_one_thread():
                    raise


async def _read(source: Any, name: str) -> _Preparation:
    """Take a picture in, and refuse at once what is none: no model is fetched for that."""
    if hasattr(source, "arrayBuffer"):
        data = await blob_bytes(source, name)
        open_image(data, name)
        return partial(prepare, data, name)
    pixels = uint8_array(source.data.buffer).reshape(source.height, source.width, 4)
    return partial(prepare_pixels, pixels, name)


def _bytes_of(report: Report) -> Callable[[int, int], None]:
    return lambda loaded, total: report("load", loaded, total)
