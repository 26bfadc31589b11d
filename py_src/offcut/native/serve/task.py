"""What is to be done with a picture that came, and doing it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from offcut.errors import PictureTooLargeError
from offcut.imageio.decode import open_image
from offcut.native.given import NAMELESS
from offcut.native.remover import Remover
from offcut.native.result import CutOutFile
from offcut.options import OutputOptions


@dataclass(frozen=True, slots=True)
class Task:
    """A picture, and what to make of it.

    Attributes:
        picture: the file's bytes.
        options: what to write, by the picture's width and height in either order.
        page: of a TIFF with several, from 1; None for the largest.
    """

    picture: bytes
    options: Callable[[tuple[int, int]], OutputOptions]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A result.

    Attributes:
        file: what came of it.
        size: its width and height, pixels.
        pixels: of the picture that came.
    """

    file: CutOutFile
    size: tuple[int, int]
    pixels: int


def do(task: Task, remover: Remover, most_pixels: int) -> Done:
    """Take a picture through the pipeline.

    The name that it has on the client's machine is nobody's business here.

    Args:
        task: the picture, and what to make of it.
        remover: has the model.
        most_pixels: that it may have, which its header tells before anything is decoded.

    Raises:
        OffcutError: see ``Remover.remove_background``.
    """
    width, height = open_image(task.picture, NAMELESS, task.page).size
    if width * height > most_pixels:
        raise PictureTooLargeError(
            "The picture has {width} x {height} pixels, this server takes {limit} in all: "
            "send a smaller one.",
            code="serve-pixels",
            width=width,
            height=height,
            limit=most_pixels,
        )
    options = task.options((width, height))
    file = remover.cut_file(task.picture, output=options, name=NAMELESS, page=task.page)
    with Image.open(io.BytesIO(file)) as result:
        return Done(file, result.size, width * height)
