"""A selection of a picture's pixels, to compute with only where there is something to find out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from offcut.numeric.planes import Planes, Values


class UnknownRegion(NamedTuple):
    """Some cells of a coarse grid, and all n pixels in them: the first of each cell, and so on.

    Attributes:
        pixels: intp [n], indices into the flattened picture.
        around: intp [9, cells], indices into the flattened grid: each cell among its neighbours;
            beyond the grid's edge, the cell at the edge.
        cell: pixels a side of a cell.
    """

    pixels: NDArray[np.intp]
    around: NDArray[np.intp]
    cell: int

    @classmethod
    def of(cls, cells: NDArray[np.bool_], cell: int) -> UnknownRegion:
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
        return cls(pixels, around, cell)

    def of_pixels(self, planes: Planes) -> Values:
        """Of planes, float32 [..., height, width], the values here: [..., n]."""
        return planes.reshape(*planes.shape[:-2], -1)[..., self.pixels]

    def of_cells(self, planes: Planes) -> Values:
        """Of coarse planes, float32 [..., rows, columns], the values here, bilinear: [..., n]."""
        *others, rows, columns = planes.shape
        # rows of a table are gathered far quicker than single values
        table = np.ascontiguousarray(planes.reshape(-1, rows * columns).T)
        count, cells = table.shape[1], self.around.shape[1]
        near = np.ascontiguousarray(table[self.around].reshape(-1, count).T)
        near = near.reshape(count, 3, 3, cells)
        values = np.empty((count, self.cell, self.cell, cells), np.float32)
        for line, (beyond, share) in enumerate(self._neighbours()):
            line_values = near[:, 1] + share * (near[:, beyond] - near[:, 1])
            for pixel, (beside, part) in enumerate(self._neighbours()):
                middle = line_values[:, 1]
                np.add(middle, part * (line_values[:, beside] - middle), values[:, line, pixel])
        return values.reshape(*others, len(self.pixels))

    def _neighbours(self) -> list[tuple[int, np.float32]]:
        """For each place in a cell which neighbour is nearer, 0 or 2, and its share."""
        places = (np.arange(self.cell) + 0.5) / self.cell - 0.5
        return [(2 * int(place > 0), np.float32(abs(place))) for place in places]

    def spread(self, values: Values, elsewhere: Planes) -> Planes:
        """Planes [..., height, width] with the values [..., n] here, and others elsewhere.

        Args:
            values: float32 [..., n].
            elsewhere: float32 [..., height, width]; left as it is.
        """
        planes: Planes = elsewhere.copy()
        planes.reshape(*planes.shape[:-2], -1)[..., self.pixels] = values
        return planes
