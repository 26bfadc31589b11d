"""All frames of an animation in the page: one after the other, and a pause after each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.animation import CutAnimation, Decode, Look, Steps
from offcut.browser.decoding.by_browser import decode_frame
from offcut.browser.ffi import blob_bytes
from offcut.browser.messages.page import Phase
from offcut.imageio.animations.canvas import Canvas, still
from offcut.imageio.animations.frames import Animation, Part
from offcut.imageio.animations.opening import open_animation
from offcut.imageio.containers.animation import looked_at, shows_something, used_frame
from offcut.imageio.picture import Picture
from offcut.pipeline import Prepared

_FILE: Final = 8
"""Pixels in a file that take as much memory as one that is worked on."""


class Report(Protocol):
    """Called with phase, done and total; of an animation, with the frame too; see ``Progress``."""

    def __call__(  # noqa: D102 - see above
        self, phase: Phase, loaded: int, total: int, frame: int = 0, frames: int = 0, /
    ) -> None: ...


async def take_animation(source: Any, name: str, limit: int) -> Animation | None:
    """Open a file of which all frames are asked for.

    Args:
        source: a Blob or an ImageData.
        name: what errors call it.
        limit: pixels that its frames may have together.

    Returns:
        None for a still picture.

    Raises:
        PictureTooLargeError: if they have more.
        UnreadableImageError: if it is damaged, or can't be read any more.
    """
    if not hasattr(source, "arrayBuffer"):
        return None
    return open_animation(await blob_bytes(source, name), name, limit)


def share_of(animation: Animation) -> int:
    """Pixels of the budget that it takes: one frame is in hand, and the file of all grows."""
    return animation.pixels + animation.pixels * animation.count // _FILE


async def first_shown(animation: Animation) -> Picture:
    """The first frame that shows something, with a note that says so; if none does, the first.

    Raises:
        UnreadableImageError: if a frame up to it can't be read.
        PictureTooLargeError: if there is not enough memory.
    """
    count = animation.count
    number, found = 0, None
    canvas = Canvas(animation)
    for each, part in enumerate(animation.split.parts[: looked_at(animation.split.size, count)]):
        picture = canvas.lay(part, await _decoded(part, animation))
        found = found or picture
        if shows_something(picture.image, picture.alpha):
            number, found = each, picture
            break
        await asyncio.sleep(0)
    if found is None:
        raise ValueError("an animation has frames")
    return replace(found, notes=found.notes + used_frame(count, number + 1))


async def run(
    steps: Steps[CutAnimation],
    animation: Animation,
    look: Callable[[Prepared, Report], Awaitable[NDArray[np.float32]]],
    seen: Callable[[], Awaitable[None]],
    report: Report,
) -> CutAnimation:
    """Do what is asked for, until all frames are done. Between two, it can be cancelled.

    Args:
        steps: of ``cut_frames``.
        animation: the same.
        look: runs the network.
        seen: called once that has seen all that it has to.
        report: called for each frame in each round.

    Raises:
        OffcutError: any; see each step.
    """
    reply: Any = None
    while True:
        try:
            request = steps.send(reply)
        except StopIteration as end:
            result: CutAnimation = end.value
            return result
        reply = None
        if isinstance(request, Decode):
            report(request.round, 0, 1, request.number + 1, animation.count)
            await asyncio.sleep(0)
            reply = await _decoded(request.part, animation)
        elif isinstance(request, Look):
            reply = await look(request.prepared, _of_frame(report, request.number, animation))
        else:
            await seen()


async def _decoded(part: Part, animation: Animation) -> Image.Image | None:
    if part.header is None or part.is_empty:
        return still(part, animation)
    return await decode_frame(part.header(), animation.name)


def _of_frame(report: Report, number: int, animation: Animation) -> Report:
    def reported(phase: Phase, loaded: int, total: int, *_: int) -> None:
        # what is loaded is the model, whichever frame it is for
        frame = () if phase == "load" else (number + 1, animation.count)
        report(phase, loaded, total, *frame)

    return reported
