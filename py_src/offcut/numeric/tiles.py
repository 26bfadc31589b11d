"""A full-size picture tile by tile, so that what is computed in floats stays small."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from offcut.numeric.planes import Box, Plane, Planes

TILE_SIDE: Final = 256
"""Pixels a side of a tile."""


def tile_boxes(size: tuple[int, int]) -> Iterator[Box]:
    """Tiles that cover a picture of this width and height."""
    width, height = size
    for top in range(0, height, TILE_SIDE):
        for left in range(0, width, TILE_SIDE):
            yield left, top, min(left + TILE_SIDE, width), min(top + TILE_SIDE, height)


def nonzero_box(tile: Box, part: Image.Image) -> Box | None:
    """The least part of a tile that has all that isn't zero of it; None if all is."""
    inner = part.getbbox()
    if inner is None:
        return None
    left, top, _, _ = tile
    return left + inner[0], top + inner[1], left + inner[2], top + inner[3]


class Map(NamedTuple):
    """A small picture that is to be looked at as if it had the large one's size.

    Attributes:
        image: of mode F, or L, which is coarser and quicker to scale.
        scale: pixels of the plane per pixel of the picture, across and down.
    """

    image: Image.Image
    scale: tuple[float, float]

    @classmethod
    def over(cls, plane: Plane, size: tuple[int, int]) -> Map:
        """Stretch float32 [rows, columns] over a picture of this width and height."""
        return cls.of(Image.fromarray(plane), size)

    @classmethod
    def of(cls, image: Image.Image, size: tuple[int, int]) -> Map:
        """Stretch a picture over one of this width and height."""
        return cls(image, (image.width / size[0], image.height / size[1]))

    def tile(self, box: Box) -> Plane:
        """The part that lies under a tile, of mode F: float32 [height, width], bilinear."""
        values: Plane = np.asarray(self.part(box))
        return values

    def part(self, box: Box) -> Image.Image:
        """The part that lies under a tile, in the map's mode."""
        left, top, right, bottom = box
        across, down = self.scale
        part = (left * across, top * down, right * across, bottom * down)
        size = (right - left, bottom - top)
        # Pillow looks beyond the part's edges, so tiles fit together without a seam.
        return self.image.resize(size, Image.Resampling.BILINEAR, part)


def to_array(image: Image.Image) -> Plane | Planes:
    """A picture of mode L or RGB: float32 [height, width] or [3, height, width], 0 to 1."""
    pixels = np.asarray(image)
    if pixels.ndim == 3:
        pixels = pixels.transpose(2, 0, 1)
    scaled: Plane = np.multiply(pixels, np.float32(1 / 255), dtype=np.float32)
    return scaled


def to_image(plane: Plane) -> Image.Image:
    """float32 [height, width], 0 to 1, to mode L, 0 to 255."""
    scaled = plane * np.float32(255)
    np.rint(scaled, out=scaled)
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))
