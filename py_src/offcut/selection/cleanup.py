"""Step 4a: what in a mask is no part of a subject, and what in a subject is no hole.

The rules look at connected regions of the mask at a quarter of its size. None goes by area alone:
a strand of hair has less area than a speck, but is long for it. The limits were read off the
regions of 62 pictures with ground truth; see docs/matting.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from offcut.numeric.connected_components import connected_components
from offcut.numeric.planes import Flags, Plane, cell_means, cells_to_pixels

CLEANUP_CELL: Final = 4
"""Pixels of the mask a side of a cell; the rules look at cells."""

_SURE: Final = 0.75  # a subject is nowhere less certain than this in at least one cell
_LEAST: Final = 0.1  # alpha of a cell from which on it belongs to something
_MOST: Final = 0.9  # and up to which it can belong to a hole
_DOUBTFUL: Final = 0.5  # peak of an island below which it goes
_SLIGHT: Final = 0.01  # share of the largest region's mass below which it goes, unless it is sure
_LONG: Final = 0.03  # of the mask's diagonal
_THIN: Final = 0.015  # mass per square of the diagonal
_HOLE: Final = 0.25  # alpha of a hole's emptiest cell below which the network is sure of it


class Cleaned(NamedTuple):
    """A mask after its cleaning.

    Attributes:
        mask: float32, 0 to 1, of the same shape.
        found: whether there is a subject; without, the mask is 0 all over.
    """

    mask: Plane
    found: bool


def clean(mask: Plane) -> Cleaned:
    """Empty what is not the subject, and make solid what is inside it.

    Args:
        mask: float32 [height, width], 0 to 1; sides are multiples of ``CLEANUP_CELL``.
    """
    cells = cell_means(mask, CLEANUP_CELL)
    if cells.max() < _SURE:
        return Cleaned(np.zeros_like(mask), found=False)
    islands = _islands(cells)
    cells = np.where(islands, np.float32(0), cells)
    holes = _unsure_holes(cells)
    cells = np.where(holes, np.float32(1), cells)
    solid = _grown(holes) | _all_around(cells, _MOST, np.greater)
    empty = _grown(islands) | _all_around(cells, _LEAST, np.less)
    mask = mask + _weights(solid) * (1 - mask)
    return Cleaned(mask * (1 - _weights(empty & ~solid)), found=True)


def _islands(cells: Plane) -> Flags:
    """Components that are doubtful or slight, beside the largest; long and thin ones stay."""
    labels, boxes = connected_components(cells > _LEAST)
    count = len(boxes)
    flat = labels.ravel()
    mass = np.bincount(flat, cells.ravel(), count + 1)[1:]
    peak = np.zeros(count + 1, np.float32)
    np.maximum.at(peak, flat, cells.ravel())
    diagonal = np.hypot(boxes[:, 1] - boxes[:, 0] + 1, boxes[:, 3] - boxes[:, 2] + 1)
    thin = (diagonal > _LONG * np.hypot(*cells.shape)) & (mass < _THIN * diagonal**2)
    slight = (peak[1:] < _MOST) & (mass < _SLIGHT * mass.max())
    gone = ((peak[1:] < _DOUBTFUL) | slight) & ~thin
    gone[mass.argmax()] = False
    return np.concatenate(([False], gone))[labels]


def _unsure_holes(cells: Plane) -> Flags:
    """Components inside the subject that the network doesn't take for background."""
    labels, boxes = connected_components(cells < _MOST)
    rows, columns = cells.shape
    least = np.ones(len(boxes) + 1, np.float32)
    np.minimum.at(least, labels.ravel(), cells.ravel())
    inside = (boxes[:, 0] > 0) & (boxes[:, 1] < rows - 1)
    inside &= (boxes[:, 2] > 0) & (boxes[:, 3] < columns - 1)
    return np.concatenate(([False], inside & (least[1:] >= _HOLE)))[labels]


def _all_around(cells: Plane, limit: float, compare: Callable[[Plane, float], Flags]) -> Flags:
    """Flags for which it holds, and for all that are within two of them."""
    holds = Image.fromarray(compare(cells, limit).astype(np.uint8))
    return np.asarray(holds.filter(ImageFilter.MinFilter(5))) > 0


def _grown(cells: Flags) -> Flags:
    """Flags and their neighbours."""
    image = Image.fromarray(cells.astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.MaxFilter(3))) > 0


def _weights(cells: Flags) -> Plane:
    """0 or 1 per cell to 0 to 1 per pixel, without steps."""
    return cells_to_pixels(cells.astype(np.float32), CLEANUP_CELL)
