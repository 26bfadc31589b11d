"""What is to be done with a picture that came, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from offcut.errors import PictureTooLargeError
from offcut.imageio.decode import open_image
from offcut.native.remover import Remover
from offcut.notes import Note
from offcut.options import OutputOptions
from offcut.pipeline import prepare, write

NAME = "The picture"
"""What errors call it: the name that it has on the client's machine is nobody's business here."""


@dataclass(frozen=True, slots=True)
class Task:
    """A picture, and what to make of it.

    Attributes:
        picture: the file's bytes.
        options: what to write, by the picture's width and height; the effort is the same for all.
        effort: of ``OutputOptions``.
        page: of a TIFF with several, from 1; None for the largest.
    """

    picture: bytes
    options: Callable[[tuple[int, int]], OutputOptions]
    effort: str = "fast"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A result.

    Attributes:
        data: the file's bytes.
        media_type: of it.
        size: its width and height, pixels.
        found: False if the picture has no subject.
        notes: what to say of the picture.
        pixels: of the picture that came.
    """

    data: bytes
    media_type: str
    size: tuple[int, int]
    found: bool
    notes: tuple[Note, ...]
    pixels: int


def do(task: Task, remover: Remover, most_pixels: int) -> Done:
    """Take a picture through the pipeline.

    Args:
        task: the picture, and what to make of it.
        remover: has the model.
        most_pixels: that it may have, which its header tells before anything is decoded.

    Raises:
        OffcutError: see ``Remover.remove_background``.
    """
    width, height = open_image(task.picture, NAME, task.page).size
    if width * height > most_pixels:
        raise PictureTooLargeError(
            "The picture has {width} x {height} pixels, this server takes {limit} in all: "
            "send a smaller one.",
            code="serve-pixels",
            width=width,
            height=height,
            limit=most_pixels,
        )
    prepared = prepare(task.picture, NAME, effort=task.effort, page=task.page)
    options = task.options(prepared.size)
    cut = remover.cut_out(prepared, options)
    data = write(prepared, cut.image, options)
    return Done(data, options.format, cut.image.size, cut.found, cut.notes, width * height)
