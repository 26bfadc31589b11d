"""The whole pipeline as one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, overload

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.animation import CutAnimation, Decode, Look, cut_frames
from offcut.imageio.animations.canvas import still
from offcut.imageio.animations.frames import Animation
from offcut.imageio.animations.opening import open_animation
from offcut.models.manifest import Variant
from offcut.native import plugins
from offcut.native.given import NAMELESS, FileSource, Pixels, Source, read_file, to_image
from offcut.native.models.source import locate
from offcut.native.models.unpack import unpack
from offcut.native.result import CutOutFile
from offcut.native.session import Session
from offcut.native.warned import warn
from offcut.network.augmentation import merged
from offcut.options import OutputOptions
from offcut.pipeline import CutOut, Prepared, cut_out, prepare, prepare_image, write
from offcut.selection.one_picture import refuse_frames
from offcut.selection.point import Point, points_from
from offcut.selection.pointing import pointed, second_looks
from offcut.selection.subjects import chosen_from

OnFrame = Callable[[int, int], None]
Points = Sequence[Point | tuple[float, float, str]]
"""Clicks, ``(x, y, kind)`` each; see ``offcut.selection.point``."""

Subjects = Literal["all"] | Sequence[int]
"""Which subjects stay: all, or those with these numbers, from 1 in the order of their size."""

_PNG: Final = OutputOptions()
_PROFILE: Final = "icc_profile"
"""Under this name Pillow keeps an image's colour profile, and writes it when it saves it."""

plugins.register()


class Remover:
    """Removes backgrounds with one model, which stays loaded.

    Threads may share one: calls at the same time share the processor's cores. A picture that Pillow
    has opened is read when it is first needed, so threads should not share one of those.

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
                machine); None for ``OFFCUT_MODELS``, else for what the build made or
                ``offcut models fetch`` fetched.
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

    @overload
    def remove_background(
        self,
        source: Image.Image,
        *,
        output: OutputOptions = ...,
        name: str | None = ...,
        page: int | None = ...,
        points: Points = ...,
        subjects: Subjects = ...,
    ) -> Image.Image: ...
    @overload
    def remove_background(
        self,
        source: Pixels,
        *,
        output: OutputOptions = ...,
        name: str | None = ...,
        page: int | None = ...,
        points: Points = ...,
        subjects: Subjects = ...,
    ) -> Pixels: ...
    @overload
    def remove_background(
        self,
        source: FileSource,
        *,
        output: OutputOptions = ...,
        name: str | None = ...,
        page: int | None = ...,
        on_frame: OnFrame | None = ...,
        points: Points = ...,
        subjects: Subjects = ...,
    ) -> CutOutFile: ...

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
    ) -> CutOutFile | Image.Image | Pixels:
        """Remove a picture's background.

        Args:
            source: the picture: a path, a file's bytes, a file that is open, an image of Pillow's,
                or an array, uint8 [height, width], [height, width, 3] or [height, width, 4], red
                first.
            output: what to make of it; its format and quality are of files alone.
            name: what errors call the picture; a file is called by its path.
            page: of a TIFF file with several, from 1; None for the largest.
            on_frame: see ``cut_animation``. An image of Pillow's is one frame, the one that it is
                at.
            points: things to keep or to drop; the network looks once more for each.
            subjects: which stay.

        Returns:
            What was given. For a file, the bytes of the file that was asked for, which a notebook
            shows and which have a method ``save``. For an image, an image: RGBA, RGB on an opaque
            background, or L for the mask. For an array, an array: uint8 [height, width, 4],
            [height, width, 3] or [height, width] accordingly.

            A picture without a subject gives an empty one, and a ``NoSubjectWarning``. What a
            person should know of the picture comes as ``PictureWarning``.

        Raises:
            TypeError: if the source is nothing of that.
            InvalidOptionError: if a point or a subject is none.
            OSError: if the file can't be read.
            UnreadableImageError: if it is no picture, or damaged.
            PictureTooLargeError: if it has too many pixels.
            InferenceError: if ONNX Runtime fails.
        """
        clicks = points_from(points)
        chosen_from(subjects)  # before anything is read
        if isinstance(source, (np.ndarray, Image.Image)):
            cut = self._image(source, output, name or NAMELESS, clicks, subjects)
            warn(name or NAMELESS, cut.notes, found=cut.found)
            return np.array(cut.image) if isinstance(source, np.ndarray) else cut.image
        data, called = read_file(source)
        file = self.cut_file(
            data,
            output=output,
            name=name or called,
            page=page,
            on_frame=on_frame,
            points=clicks,
            subjects=subjects,
        )
        warn(name or called, file.notes, found=file.found)
        return file

    def cut_file(  # noqa: PLR0913 - all but the file are given by name
        self,
        data: bytes,
        *,
        output: OutputOptions,
        name: str,
        page: int | None = None,
        on_frame: OnFrame | None = None,
        points: Points = (),
        subjects: Subjects = "all",
    ) -> CutOutFile:
        """As ``remove_background`` for the bytes of a file, but nothing is said by a warning.

        Args:
            data: the file.
            output: what to write.
            name: what errors call the picture.
            page: of a TIFF file with several, from 1; None for the largest.
            on_frame: see ``cut_animation``.
            points: see ``remove_background``.
            subjects: likewise.

        Raises:
            OffcutError: see ``remove_background``.
        """
        taken = opened(data, name, output, page)
        if isinstance(taken, Animation):
            refuse_frames(points_from(points), chosen_from(subjects))
            frames = self.cut_animation(taken, output, on_frame)
            notes, found, file = frames.notes, frames.found, frames.file
        else:
            cut = self.cut_out(taken, output, points=points, subjects=subjects)
            notes, found, file = cut.notes, cut.found, write(taken, cut.image, output)
        return CutOutFile.of(file, output.format, found=found, notes=notes)

    def _image(
        self,
        source: Image.Image | Pixels,
        output: OutputOptions,
        name: str,
        points: Points,
        subjects: Subjects,
    ) -> CutOut:
        image = to_image(source, name) if isinstance(source, np.ndarray) else source
        prepared = prepare_image(image, name, effort=output.effort)
        cut = self.cut_out(prepared, output, points=points, subjects=subjects)
        profile = prepared.picture().icc_profile
        if profile is not None and cut.image.mode != "L":
            cut.image.info[_PROFILE] = profile
        return cut

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


@overload
def remove_background(
    data: Image.Image,
    *,
    model: str | None = ...,
    output: OutputOptions = ...,
    models: str | Path | None = ...,
    name: str | None = ...,
    points: Points = ...,
    subjects: Subjects = ...,
) -> Image.Image: ...
@overload
def remove_background(
    data: Pixels,
    *,
    model: str | None = ...,
    output: OutputOptions = ...,
    models: str | Path | None = ...,
    name: str | None = ...,
    points: Points = ...,
    subjects: Subjects = ...,
) -> Pixels: ...
@overload
def remove_background(
    data: FileSource,
    *,
    model: str | None = ...,
    output: OutputOptions = ...,
    models: str | Path | None = ...,
    name: str | None = ...,
    points: Points = ...,
    subjects: Subjects = ...,
) -> CutOutFile: ...


def remove_background(  # noqa: PLR0913 - all but the picture are given by name
    data: Source,
    *,
    model: str | None = None,
    output: OutputOptions = _PNG,
    models: str | Path | None = None,
    name: str | None = None,
    points: Points = (),
    subjects: Subjects = "all",
) -> CutOutFile | Image.Image | Pixels:
    """Remove one picture's background; loads the model for it, and lets it go.

    Arguments, result and errors are those of ``Remover`` and its ``remove_background``.
    """
    points_from(points)  # before the model is loaded
    chosen_from(subjects)
    return Remover(model, models).remove_background(
        data, output=output, name=name, points=points, subjects=subjects
    )


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
