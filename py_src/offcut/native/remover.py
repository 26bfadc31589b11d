"""The whole pipeline as one call."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.animation import CutAnimation, Decode, Look, cut_frames
from offcut.imageio.animations.canvas import still
from offcut.imageio.animations.frames import Animation
from offcut.imageio.animations.opening import open_animation
from offcut.models.manifest import Variant
from offcut.native import plugins
from offcut.native.models.source import locate
from offcut.native.models.unpack import unpack
from offcut.native.session import Session
from offcut.network.augmentation import merged
from offcut.options import OutputOptions
from offcut.pipeline import CutOut, Prepared, cut_out, prepare, prepare_image, write
from offcut.selection.one_picture import refuse_frames
from offcut.selection.point import Point, points_from
from offcut.selection.pointing import pointed, second_looks
from offcut.selection.subjects import chosen_from

Source = bytes | Path | Image.Image
"""A file's bytes, where a file is, or a picture that Pillow has opened."""

OnFrame = Callable[[int, int], None]
Points = Sequence[Point | tuple[float, float, str]]
"""Clicks, ``(x, y, kind)`` each; see ``offcut.selection.point``."""

Subjects = Literal["all"] | Sequence[int]
"""Which subjects stay: all, or those with these numbers, from 1 in the order of their size."""

_PNG: Final = OutputOptions()

plugins.register()


class NoSubjectWarning(UserWarning):
    """No subject was found in the picture: the result is empty."""


class PictureWarning(UserWarning):
    """Something of the picture that a person should know: a part of it is missing, for example."""


class Remover:
    """Removes backgrounds with one model, which stays loaded.

    Threads may share one: calls at the same time share the processor's cores.

    Attributes:
        variant: the model that is loaded.
    """

    def __init__(
        self,
        model: str | None = None,
        models: str | Path | None = None,
        report: Callable[[int, int], None] | None = None,
        *,
        models_sha256: str | None = None,
        threads: int | None = None,
    ) -> None:
        """Find the model, fetch it where need be, and load it.

        Args:
            model: a variant's id; None for the default.
            models: the folder of models, or the URL of a site's (https, or http on this
                machine); None for ``OFFCUT_MODELS``, else for what the build made.
            report: called with how many bytes of the model are there, and how many there are in
                all, while it is fetched or unpacked.
            models_sha256: of the folder's ``manifest.json``, hexadecimal: nothing else is taken.
            threads: that the network runs on; None for one each core.

        Raises:
            InvalidOptionError: if ``models`` is neither a folder nor such a URL.
            UnknownModelError: if there is no such model.
            ModelUnavailableError: if there are no models, or they can't be fetched.
            DamagedModelError: if the model's files are damaged, or not those of the hash.
            InferenceError: if ONNX Runtime can't load it.
        """
        source = locate(models, models_sha256)
        self.variant: Variant = source.catalogue().find(model)
        self._session = Session(unpack(self.variant, source, report), threads)

    def remove_background(  # noqa: PLR0913 - all but the picture are given by name
        self,
        source: Source,
        *,
        output: OutputOptions = _PNG,
        name: str | None = None,
        page: int | None = None,
        on_frame: OnFrame | None = None,
        points: Points = (),
        subjects: Subjects = "all",
    ) -> bytes:
        """Remove a picture's background.

        Args:
            source: the picture.
            output: what to write.
            name: what errors call the picture; a file is called by its path.
            page: of a TIFF with several, from 1; None for the largest.
            on_frame: see ``cut_animation``. What Pillow has opened is one frame, the one that it
                is at.
            points: things to keep or to drop; the network looks once more for each.
            subjects: which stay.

        Returns:
            The bytes of the file that was asked for. A picture without a subject gives an empty
            one, and a ``NoSubjectWarning``. What a person should know of the picture comes as
            ``PictureWarning``.

        Raises:
            InvalidOptionError: if a point or a subject is none.
            OSError: if the file can't be read.
            UnreadableImageError: if it is no picture, or damaged.
            PictureTooLargeError: if it has too many pixels.
            InferenceError: if ONNX Runtime fails.
        """
        clicks, chosen = points_from(points), chosen_from(subjects)
        taken = _opened(source, name, output, page)
        if isinstance(taken, Animation):
            refuse_frames(clicks, chosen)
            frames = self.cut_animation(taken, output, on_frame)
            notes, found, file = frames.notes, frames.found, frames.file
        else:
            cut = self.cut_out(taken, output, points=clicks, subjects=subjects)
            notes, found, file = cut.notes, cut.found, write(taken, cut.image, output)
        for note in notes:
            warnings.warn(f"{taken.name}: {note.message}", PictureWarning, stacklevel=2)
        if not found:
            warnings.warn(no_subject(taken.name), NoSubjectWarning, stacklevel=2)
        return file

    def cut_out(
        self,
        prepared: Prepared,
        output: OutputOptions,
        *,
        points: Points = (),
        subjects: Subjects = "all",
    ) -> CutOut:
        """Take a picture that is prepared already through the network, and cut it out.

        Args:
            prepared: the picture, with the output's effort.
            output: what to make of it.
            points: see ``remove_background``.
            subjects: likewise.

        Raises:
            InvalidOptionError: if a point or a subject is none.
            InferenceError: if ONNX Runtime fails.
        """
        chosen = chosen_from(subjects)
        return cut_out(prepared, self.mask(prepared, points=points), output, chosen=chosen)

    def cut_animation(
        self, animation: Animation, output: OutputOptions, on_frame: OnFrame | None = None
    ) -> CutAnimation:
        """Take all frames of an animation through the network, and cut them out.

        Args:
            animation: what ``open_animation`` has opened.
            output: what to make of it; as PNG or WebP.
            on_frame: called with each frame's number, from 1, and how many there are, whenever one
                is taken in hand: more than once.

        Raises:
            UnreadableImageError: if a frame is damaged.
            InferenceError: if ONNX Runtime fails.
        """
        steps = cut_frames(animation, output)
        reply: Any = None
        while True:
            try:
                request = steps.send(reply)
            except StopIteration as end:
                cut: CutAnimation = end.value
                return cut
            reply = None
            if isinstance(request, Decode):
                if on_frame is not None:
                    on_frame(request.number + 1, animation.count)
                reply = still(request.part, animation)
            elif isinstance(request, Look):
                reply = self.mask(request.prepared)

    def mask(self, prepared: Prepared, *, points: Points = ()) -> NDArray[np.float32]:
        """What the network makes of a picture, for ``offcut.pipeline.cut_out``.

        Args:
            prepared: the picture.
            points: see ``remove_background``.

        Returns:
            float32 [1, 1, 1024, 1024] or [1024, 1024], 0 to 1.

        Raises:
            InvalidOptionError: if a point is none.
            InferenceError: if ONNX Runtime fails.
        """
        clicks = points_from(points)
        mask = self._session.run(prepared.tensor)
        if prepared.second is not None:
            mask = merged(mask, self._session.run(prepared.second))
        if not clicks:
            return mask
        looks = [self._session.run(each) for each in second_looks(prepared.tensor, clicks)]
        return pointed(mask, clicks, looks, prepared.tensor, prepared.aspect)


def remove_background(  # noqa: PLR0913 - all but the picture are given by name
    data: Source,
    *,
    model: str | None = None,
    output: OutputOptions = _PNG,
    models: str | Path | None = None,
    name: str | None = None,
    points: Points = (),
    subjects: Subjects = "all",
) -> bytes:
    """Remove one picture's background; loads the model for it, and lets it go.

    Arguments, result and errors are those of ``Remover`` and its ``remove_background``.
    """
    points_from(points)  # before the model is loaded
    chosen_from(subjects)
    return Remover(model, models).remove_background(
        data, output=output, name=name, points=points, subjects=subjects
    )


def no_subject(name: str) -> str:
    """What to say of a picture in which nothing stands out."""
    return f"{name}: no subject was found, so the result is empty."


def opened(
    data: bytes, name: str, output: OutputOptions, page: int | None = None
) -> Prepared | Animation:
    """Read a file: an animation if all frames of one are asked for, and else a picture.

    Raises:
        UnreadableImageError: if it is neither, or damaged.
        PictureTooLargeError: if it has too many pixels.
        InvalidOptionError: if there is no such page.
    """
    animation = open_animation(data, name) if output.wants_all_frames else None
    return animation or prepare(data, name, effort=output.effort, page=page)


def _opened(
    source: Source, name: str | None, output: OutputOptions, page: int | None
) -> Prepared | Animation:
    if isinstance(source, Image.Image):
        return prepare_image(source, name or "The picture", effort=output.effort)
    if isinstance(source, Path):
        return opened(source.read_bytes(), name or str(source), output, page)
    return opened(source, name or "The picture", output, page)
