"""Where a mask is wrong, and how a person would point at it: a short stroke, and a click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from offcut.numeric.connected_components import connected_components
from offcut.numeric.planes import Aspect, Flags, Plane

_HALF: Final = 0.5
_THIN: Final = 3
"""Pixels from either side: a wrong region that is nowhere deeper is an edge that is off."""
LEAST: Final = 0.003
"""Of the picture's area: a smaller mistake doesn't count."""
_LONG: Final = 60  # pixels of a stroke at most
_BRUSH: Final = 0.4  # radius of the brush, of the mistake's depth
_THICK: Final = 10  # pixels of that radius at most
_BESIDE: Final = 0.45  # of the depth that a stroke keeps from the mistake's edge
_STEPS: Final = 24


@dataclass(frozen=True)
class Mistake:
    """A region that is on the wrong side.

    Attributes:
        adds: whether the subject lacks it.
        region: bool [height, width].
        line: of a short stroke in its middle: shares of the picture's width and height.
        radius: of its brush, a share of the picture's longer side.
    """

    adds: bool
    region: Flags
    line: tuple[tuple[float, float], ...]
    radius: float

    @property
    def area(self) -> int:
        """Pixels."""
        return int(self.region.sum())

    @property
    def click(self) -> tuple[float, float]:
        """Where it is deepest."""
        return self.line[0]


def mistakes(mask: Plane, truth: Plane, aspect: Aspect) -> Iterator[Mistake]:
    """The mistakes of a mask that are more than an edge, the largest of each side first.

    Args:
        mask: float32 [height, width], 0 to 1, at the working size.
        truth: likewise.
        aspect: of the picture.
    """
    for adds in (True, False):
        missed = (truth > _HALF) & (mask <= _HALF)
        wrong = missed if adds else (truth <= _HALF) & (mask > _HALF)
        depth = _depth(wrong)
        labels = connected_components(depth > _THIN).labels
        regions = [
            _grown(labels == number, _THIN) & wrong for number in range(1, int(labels.max()) + 1)
        ]
        for region in sorted(regions, key=lambda each: -int(each.sum())):
            if region.sum() >= LEAST * region.size:
                yield _pointed_at(region, depth, aspect, adds=adds)


def deeper_than_an_edge(wrong: Flags) -> Flags:
    """What of a wrong region is more than an edge that is off."""
    return _grown(_depth(wrong) > _THIN, _THIN) & wrong


def _pointed_at(region: Flags, depth: NDArray[np.int64], aspect: Aspect, *, adds: bool) -> Mistake:
    rows, columns = region.shape
    inner = np.where(region, depth, 0)
    row, column = np.unravel_index(int(inner.argmax()), inner.shape)
    deepest = int(inner[row, column])
    far = max(
        _straight(inner >= max(1, _BESIDE * deepest), (int(row), int(column))),
        key=lambda place: (place[0] - row) ** 2 + (place[1] - column) ** 2,
    )
    places = [(int(row), int(column)), far]
    line = tuple(((x + 0.5) / columns, (y + 0.5) / rows) for y, x in places)
    radius = min(max(_BRUSH * deepest, 2), _THICK) * min(aspect[0] / rows, aspect[1] / columns)
    return Mistake(adds, region, line, radius)


def _straight(inside: Flags, start: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Places that can be reached from one without leaving the inside, in 48 directions."""
    for angle in np.linspace(0, 2 * np.pi, 2 * _STEPS, endpoint=False).tolist():
        last = start
        for step in range(1, _LONG):
            place = (
                start[0] + round(step * float(np.sin(angle))),
                start[1] + round(step * float(np.cos(angle))),
            )
            if not (0 <= place[0] < inside.shape[0] and 0 <= place[1] < inside.shape[1]):
                break
            if not inside[place]:
                break
            last = place
        yield last


def _depth(inside: Flags) -> NDArray[np.int64]:
    """How many pixels from the outside (by king's moves); what is beyond the picture is that."""
    depth = np.zeros(inside.shape, np.int64)
    left = np.pad(inside, 1)
    while left.any():
        depth += left[1:-1, 1:-1]
        image = Image.fromarray(left.astype(np.uint8)).filter(ImageFilter.MinFilter(3))
        left = np.pad(np.asarray(image)[1:-1, 1:-1] > 0, 1)
    return depth


def _grown(inside: Flags, by: int) -> Flags:
    image = Image.fromarray(inside.astype(np.uint8)).filter(ImageFilter.MaxFilter(2 * by + 1))
    return np.asarray(image) > 0
