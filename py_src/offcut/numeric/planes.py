"""Arrays by names that say their shape, and the way from pixels to the cells of a coarse grid."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane: TypeAlias = NDArray[np.float32]
"""float32 [height, width], or [rows, columns] of a grid."""

Planes: TypeAlias = NDArray[np.float32]
"""float32 [k, height, width]: k planes, such as red, green and blue."""

Values: TypeAlias = NDArray[np.float32]
"""float32 [n], or [k, n]: of n pixels, wherever they are."""

Flags: TypeAlias = NDArray[np.bool_]
"""bool [height, width]."""

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels; may reach beyond the picture."""

Aspect: TypeAlias = tuple[float, float]
"""A picture's height and width, divided by the longer of them."""

Sigmas: TypeAlias = tuple[float, float]
"""Standard deviations of a Gaussian, down and across, in pixels or cells."""


def sigmas(share: float, shape: tuple[int, int], aspect: Aspect) -> Sigmas:
    """A length of the picture in cells of a grid, which needn't be square on it.

    Args:
        share: of the picture's longer side.
        shape: rows and columns of the grid.
        aspect: of the picture.
    """
    return share * shape[0] / aspect[0], share * shape[1] / aspect[1]


def cell_means(plane: Plane, cell: int) -> Plane:
    """The mean of each cell: float32 [height, width] to [height / cell, width / cell]."""
    rows = plane[::cell].copy()
    for row in range(1, cell):
        rows += plane[row::cell]
    total = rows[:, ::cell].copy()
    for column in range(1, cell):
        total += rows[:, column::cell]
    total /= np.float32(cell * cell)
    return total


def cells_to_pixels(plane: Plane, cell: int) -> Plane:
    """Scale up, bilinear: float32 [rows, columns] to [rows * cell, columns * cell]."""
    rows, columns = plane.shape
    size = columns * cell, rows * cell
    pixels: Plane = np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BILINEAR))
    return pixels
