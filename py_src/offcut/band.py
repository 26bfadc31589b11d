"""A selection of a picture's pixels, to compute with only where there is something to find out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from offcut.local_colours import Planes


class Band(NamedTuple):
    """Some cells of a coarse grid, and all n pixels in them: the first of each cell, and so on.

    Attributes:
        pixels: intp [n], indices into the flattened picture.
        around: intp [9, cells], indices into the flattened grid: each cell among its neighbours;
            beyond the grid's edge, the cell at the edge.
        weights: float32 [pixels of a cell, 9], of these cells for each pixel: bilinear.
    """

    pixels: NDArray[np.intp]
    around: NDArray[np.intp]
    weights: Planes

    @classmethod
    def of(cls, cells: NDArray[np.bool_], cell: int) -> Band:
        """All pixels of some cells.

        Args:
            cells: bool [rows, columns].
            cell: pixels a side of a cell.
        """
        rows, columns = cells.shape
        down, across = np.nonzero(cells)
        steps = np.arange(-1, 2)[:, None]
        above = (down + steps).clip(0, rows - 1)
        beside = (across + steps).clip(0, columns - 1)
        around = (above[:, None] * columns + beside).reshape(9, -1)
        line = columns * cell
        first = down * (cell * line) + across * cell
        inner = np.arange(cell)[:, None] * line + np.arange(cell)
        pixels = (inner.reshape(-1, 1) + first).reshape(-1)
        place = (np.arange(cell) + 0.5) / cell - 0.5  # of a pixel, from the middle of its cell
        one = np.stack([np.maximum(-place, 0), 1 - np.abs(place), np.maximum(place, 0)], 1)
        weights = (one[:, None, :, None] * one[:, None, :]).reshape(-1, 9)
        return cls(pixels, around, weights.astype(np.float32))

    def of_pixels(self, planes: Planes) -> Planes:
        """Of planes, float32 [..., height, width], the values here: [..., n]."""
        return planes.reshape(*planes.shape[:-2], -1)[..., self.pixels]

    def of_cells(self, planes: Planes) -> Planes:
        """Of coarse planes, float32 [..., rows, columns], the values here, bilinear: [..., n]."""
        flat = planes.reshape(*planes.shape[:-2], -1)
        values: Planes = self.weights @ flat.take(self.around, axis=-1)
        return values.reshape(*planes.shape[:-2], -1)

    def spread(self, values: Planes, elsewhere: Planes) -> Planes:
        """Planes [..., height, width] with the values [..., n] here, and others elsewhere.

        Args:
            values: float32 [..., n].
            elsewhere: float32 [..., height, width]; left as it is.
        """
        planes: Planes = elsewhere.copy()
        planes.reshape(*planes.shape[:-2], -1)[..., self.pixels] = values
        return planes
