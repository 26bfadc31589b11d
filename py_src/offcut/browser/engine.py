"""The five steps in the page, for as many pictures as are asked for at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from offcut.animation import cut_frames
from offcut.browser.animated import Report, run, share_of, take_animation
from offcut.browser.budget import PixelBudget
from offcut.browser.inference import Inference
from offcut.browser.job import Job
from offcut.browser.messages.page import (
    CutOutAnswer,
    CutOutRequest,
    File,
    Note,
    OriginalAnswer,
    OriginalRequest,
    Subject,
)
from offcut.browser.reading import Taken, take
from offcut.browser.store.model_store import ModelStore
from offcut.browser.working_picture import Copy, WorkingPicture
from offcut.composite.thumbnail import thumbnail
from offcut.imageio.animations.frames import Animation
from offcut.imageio.containers.animation import frame_in
from offcut.imageio.decode import check_size
from offcut.models.manifest import Variant
from offcut.network.augmentation import merged
from offcut.network.mask_io import Masks, from_uint8, read_masks, to_uint8, write_mask
from offcut.pipeline import Prepared, cut_out, original, preview, write
from offcut.selection.one_picture import refuse_frames
from offcut.selection.point import Point
from offcut.selection.pointing import pointed, second_looks

_PNG: Final = "image/png"
_MOST_LABELS: Final = 255


class _Look(NamedTuple):
    """What the network is asked for.

    Attributes:
        variant: the model.
        given: the mask from before, or of all frames; None: the network has to look.
        points: what was clicked at: it has to look at these.
        report: called when it does.
    """

    variant: Variant
    given: Masks | None
    points: Sequence[Point]
    report: Report


class Engine:
    """Runs the pipeline. While the network works on one picture, Python works on another."""

    def __init__(
        self,
        store: ModelStore,
        inference: Inference,
        at_once: int,
        budget: PixelBudget,
        tell_size: Callable[[int, int], None],
    ) -> None:
        """Take the models from a store and run them by an inference.

        Args:
            store: has the models.
            inference: runs them.
            at_once: pictures for the network that are in memory at a time; further ones wait.
            budget: pixels that are, of whatever is worked on.
            tell_size: called with a request's id and the pixels of its picture, before anything
                that takes long.
        """
        self._store = store
        self._inference = inference
        self._slots = asyncio.Semaphore(at_once)
        self._budget = budget
        self._tell_size = tell_size
        self._reading = asyncio.Lock()
        self._network = asyncio.Lock()
        self._working = WorkingPicture()

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

    async def cut_out(self, job: Job, report: Report) -> CutOutAnswer:
        """Take one picture through all steps; with a mask from before, past the network.

        For points the network looks even then, at what is around them.

        In small mode it is alone in memory, and never there together with the network: first a
        copy goes through the network, then ONNX Runtime is ended, and only then all of the
        picture is decoded. The pixels are the same.

        Args:
            job: the picture, and what to make of it.
            report: called at each step, and with the phase ``empty`` if there is no subject.

        Raises:
            OffcutError: any; see each step.
        """
        request = job.request
        if job.options.wants_all_frames and request.side is None:
            animation = await take_animation(request.source, request.name, self._budget.limit)
            if animation is not None:
                refuse_frames(job.points, job.subjects)
                return await self._all_frames(job, animation, report)
        masks = None if job.mask is None else read_masks(job.mask)
        if masks is not None and not job.points:
            return await self._again(job, masks, report)
        variant = (await self._store.catalogue()).find(request.model)
        look = _Look(variant, masks, job.points, report)
        if self._slots.locked():
            report("wait", 0, 1)
        async with self._slots:
            if self._reading.locked():
                report("wait", 0, 1)
            async with self._reading:  # or a small picture would overtake a large one
                report("preprocess", 0, 1)
                picture = await self._read(request, job.options.effort, twice=request.small)
            share = self._budget.limit if request.small else _pixels(picture)
            if not self._budget.fits(share):
                report("wait", 0, 1)
            async with self._budget.take(share):
                return await self._through_network(job, picture, look)

    async def _through_network(self, job: Job, picture: Taken, look: _Look) -> CutOutAnswer:
        request = job.request
        masked = self._mask_alone if request.small else self._mask
        prepared, mask = await masked(picture, look)
        # The picture that waits for the network takes it in this pause, and hands over its
        # tensor: only then comes the rest of this one, which keeps Python busy.
        await asyncio.sleep(0)
        size = prepared.size
        key = request.key if request.keep else None
        copy = self._working.put(key, size, prepared)
        if request.side is not None:
            copy = copy.reduced(request.side)
        return await _finished(copy, mask, job, size, look.report)

    async def _all_frames(self, job: Job, animation: Animation, report: Report) -> CutOutAnswer:
        """The same with each frame of an animation; see ``cut_frames``.

        Raises:
            OffcutError: any; see each step.
        """
        request = job.request
        report("preprocess", 0, 1)
        masks = None if job.mask is None else read_masks(job.mask)
        if masks is None:
            (await self._store.catalogue()).find(request.model)  # refused at once if there is none
        self._tell_size(request.id, animation.pixels)
        if request.small:
            self._working.clear()

        async def look(prepared: Prepared, of_frame: Report) -> NDArray[np.float32]:
            variant = (await self._store.catalogue()).find(request.model)
            async with self._network:  # a picture that waits comes between two frames
                asked = _Look(variant, None, (), of_frame)
                return await self._looks(prepared, asked, alone=request.small)

        async def seen() -> None:
            if request.small:
                await self.rest()

        async with AsyncExitStack() as stack:
            if masks is None:
                if self._slots.locked():
                    report("wait", 0, 1)
                await stack.enter_async_context(self._slots)
            share = self._budget.limit if request.small else share_of(animation)
            if not self._budget.fits(share):
                report("wait", 0, 1)
            await stack.enter_async_context(self._budget.take(share))
            steps = cut_frames(animation, job.options, job.strokes, masks)
            cut = await run(steps, animation, look, seen, report)
        if not cut.found:
            report("empty", 1, 1)
        report("output", 1, 1)
        mask = File(job.mask or cut.masks.file(), _PNG)
        notes = [Note.of(note) for note in cut.notes]
        file, frames = File(cut.file, job.options.format), animation.count
        return CutOutAnswer(file, mask, cut.found, *cut.size, cut.box, notes, [], frames, frames)

    async def original(self, request: OriginalRequest) -> OriginalAnswer:
        """A picture as it came, for where the browser can't show it: as a PNG.

        Raises:
            UnreadableImageError: if it's no picture.
            PictureTooLargeError: if it has too many pixels.
        """
        async with self._taken(request) as (copy, (width, height)):
            return OriginalAnswer(File(original(copy.prepared), _PNG), width, height)

    async def rest(self) -> None:
        """Give back the memory of ONNX Runtime, unless it is at work."""
        if not self._network.locked():
            async with self._network:
                await self._inference.rest()

    def clear(self) -> None:
        """Give back the memory of the picture that is being worked on."""
        self._working.clear()

    async def _again(self, job: Job, masks: Masks, report: Report) -> CutOutAnswer:
        # waits for no other picture, if there is room: somebody is looking on
        report("preprocess", 0, 1)
        await asyncio.sleep(0)
        async with self._taken(job.request) as (copy, size):
            answer = await _finished(copy, _of_frame(masks, copy.prepared), job, size, report)
            return replace(answer, masks=masks.count)

    @asynccontextmanager
    async def _taken(
        self, request: CutOutRequest | OriginalRequest
    ) -> AsyncIterator[tuple[Copy, tuple[int, int]]]:
        """The picture and its size: the one that is kept, else read in, within the budget."""
        async with AsyncExitStack() as stack:

            async def prepare() -> Prepared:
                picture = await self._read(request)
                await stack.enter_async_context(self._budget.take(_pixels(picture)))
                return await picture.prepare()

            yield await self._working.take(request.key, request.side, prepare, keep=request.keep)

    async def _read(
        self,
        request: CutOutRequest | OriginalRequest,
        effort: str = "fast",
        *,
        twice: bool = False,
    ) -> Taken:
        """Take a picture in, and refuse at once what is none: no model is fetched for that."""
        picture = await take(request.source, request.name, effort, twice=twice, page=request.page)
        check_size(picture.size, request.name, self._budget.limit)
        self._tell_size(request.id, _pixels(picture))
        return picture

    async def _mask(self, picture: Taken, look: _Look) -> tuple[Prepared, NDArray[np.float32]]:
        if self._network.locked():
            prepared = await picture.prepare()
            look.report("wait", 0, 1)
            async with self._network:
                return prepared, await self._looks(prepared, look)
        async with self._network:
            loading = asyncio.ensure_future(self._load(look.variant, look.report))
            try:
                await asyncio.sleep(0)  # it begins: the model is on its way meanwhile
                prepared = await picture.prepare()
                await loading
            except BaseException:
                loading.cancel()
                await asyncio.gather(loading, return_exceptions=True)
                raise
            return prepared, await self._looks(prepared, look)

    async def _mask_alone(
        self, picture: Taken, look: _Look
    ) -> tuple[Prepared, NDArray[np.float32]]:
        self._working.clear()
        prepared = await picture.prepare()
        async with self._network:
            mask = await self._looks(prepared, look, alone=True)
            await self._inference.rest()
        if picture.again is not None:
            prepared.hand(await picture.again())
        return prepared, mask

    async def _load(self, variant: Variant, report: Report) -> None:
        await self._inference.insist(
            lambda: self._inference.load(variant, self._store, _bytes_of(report))
        )

    async def _looks(
        self, prepared: Prepared, look: _Look, *, alone: bool = False
    ) -> NDArray[np.float32]:
        """All looks that the network has to take, and the mask that comes of them."""
        infer = partial(self._infer, look, _nothing if alone else prepared.picture)
        second, prepared.second = prepared.second, None  # a picture that is kept is kept without
        if look.given is None:
            mask = await infer(prepared.tensor)
            if second is not None:
                mask = merged(mask, await infer(second))
        else:
            mask = _of_frame(look.given, prepared)
        if not look.points:
            return mask
        closer = [await infer(tensor) for tensor in second_looks(prepared.tensor, look.points)]
        return pointed(mask, look.points, closer, prepared.tensor, prepared.aspect)

    async def _infer(
        self, look: _Look, meanwhile: Callable[[], object], tensor: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        async def run() -> NDArray[np.float32]:
            await self._inference.load(look.variant, self._store, _bytes_of(look.report))
            look.report("infer", 0, 1)
            return await self._inference.run(tensor, meanwhile=meanwhile)

        return await self._inference.insist(run)


def _pixels(picture: Taken) -> int:
    width, height = picture.size
    return width * height


def _nothing() -> None:
    """Done while the network runs, where the memory is needed for that."""


async def _finished(
    copy: Copy,
    mask: NDArray[np.float32],
    job: Job,
    size: tuple[int, int],
    report: Report,
) -> CutOutAnswer:
    report("postprocess", 0, 1)
    await asyncio.sleep(0)  # between steps, word of a cancellation comes through
    options, prepared = job.options, copy.prepared
    cut = cut_out(prepared, mask, options, job.strokes, copy.kept, chosen=job.subjects)
    if not cut.found:
        report("empty", 1, 1)
    report("output", 0, 1)
    await asyncio.sleep(0)
    small = None
    if job.request.side is None:
        small = File(preview(prepared, thumbnail(cut.image)), _PNG)
        file = File(write(prepared, cut.image, options), options.format)
    else:
        file = File(preview(prepared, cut.image), _PNG)
    given = None if job.points else job.mask
    kept = File(given or write_mask(to_uint8(mask)), _PNG)
    report("output", 1, 1)
    scale = size[0] / prepared.picture().image.width
    left, upper, right, lower = (edge * scale for edge in cut.box)
    box = left, upper, right, lower
    notes = [Note.of(note) for note in cut.notes]
    subjects = [Subject(*each.scaled(scale, scale)) for each in cut.subjects]
    labels = np.where(cut.labels <= _MOST_LABELS, cut.labels, 0).astype(np.uint8)
    _, frames = frame_in(prepared.picture().notes)
    known = (file, kept, cut.found, *size, box, notes, subjects, frames)
    return CutOutAnswer(*known, masks=1, labels=labels, thumbnail=small)


def _of_frame(masks: Masks, prepared: Prepared) -> NDArray[np.float32]:
    """Of all masks that of the frame that a picture shows: float32 [1024, 1024], 0 to 1."""
    frame = 1 if masks.count == 1 else frame_in(prepared.picture().notes)[0]
    return from_uint8(masks[min(frame, masks.count) - 1])


def _bytes_of(report: Report) -> Callable[[int, int], None]:
    return lambda loaded, total: report("load", loaded, total)
