"""A decoded picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PIL import Image

from offcut.notes import Note
from offcut.numeric.planes import Aspect

MAX_PIXELS: Final = 120_000_000
"""Largest picture worked on: beyond it a 32-bit heap can't hold picture, alpha and output."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        image: mode RGB, upright, full size.
        alpha: mode L, same size: the transparency that the file came with; None if opaque.
        icc_profile: bytes of an RGB colour profile, or None.
        full_size: of a reduced picture, the width and height that it had.
        notes: what to say of it beside the result.
        density: pixels an inch, across and down; None if the file doesn't say.
    """

    image: Image.Image
    alpha: Image.Image | None = None
    icc_profile: bytes | None = None
    full_size: tuple[int, int] | None = None
    notes: tuple[Note, ...] = ()
    density: tuple[float, float] | None = None

    @property
    def aspect(self) -> Aspect:
        """The same at each size of a picture."""
        width, height = self.full_size or self.image.size
        return height / max(width, height), width / max(width, height)


def on_white(picture: Picture) -> Image.Image:
    """The picture as the network sees it: mode RGB, its own size."""
    if picture.alpha is None:
        return picture.image
    white = Image.new("RGB", picture.image.size, (255, 255, 255))
    return Image.composite(picture.image, white, picture.alpha)
