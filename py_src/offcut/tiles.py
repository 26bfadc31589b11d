"""A full-size picture tile by tile, so that what is computed in floats stays small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from offcut.local_colours import Planes

SIDE: Final = 256
"""Pixels a side of a tile."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def boxes(size: tuple[int, int]) -> Iterator[Box]:
    """Tiles that cover a picture of this width and height."""
    width, height = size
    for top in range(0, height, SIDE):
        for left in range(0, width, SIDE):
            yield left, top, min(left + SIDE, width), min(top + SIDE, height)


class Map(NamedTuple):
    """A small plane that is to be looked at as if it had the picture's size.

    Attributes:
        image: mode F.
        scale: pixels of the plane per pixel of the picture, across and down.
    """

    image: Image.Image
    scale: tuple[float, float]

    @classmethod
    def over(cls, plane: Planes, size: tuple[int, int]) -> Map:
        """Stretch float32 [rows, columns] over a picture of this width and height."""
        rows, columns = plane.shape
        return cls(Image.fromarray(plane), (columns / size[0], rows / size[1]))

    def tile(self, box: Box) -> Planes:
        """The part that lies under a tile: float32 [height, width], bilinear."""
        left, top, right, bottom = box
        across, down = self.scale
        part = (left * across, top * down, right * across, bottom * down)
        size = (right - left, bottom - top)
        # Pillow looks beyond the part's edges, so tiles fit together without a seam.
        values: Planes = np.asarray(self.image.resize(size, Image.Resampling.BILINEAR, part))
        return values


def colours(image: Image.Image, box: Box) -> Planes:
    """A tile of an RGB picture: float32 [3, height, width], 0 to 1."""
    pixels = np.asarray(image.crop(box)).transpose(2, 0, 1)
    scaled: Planes = np.multiply(pixels, np.float32(1 / 255), dtype=np.float32)
    return scaled


def levels(values: Planes) -> Image.Image:
    """float32 [height, width], 0 to 1, to mode L, 0 to 255."""
    scaled = values * np.float32(255)
    np.rint(scaled, out=scaled)
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))
