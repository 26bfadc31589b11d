"""What a stroke of the brush covers, at any size.

The brush's profile is a function of the distance to the line it was drawn along, not a row of dabs:
where a stroke crosses itself it is no stronger. Distances are those on the picture, so that a mask
whose pixels aren't square on it is painted with the same round brush.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from offcut.numeric.planes import Aspect, Box, Plane
from offcut.touchup.stroke import Stroke

_LEAF: Final = 64  # pixels a side up to which a box is worked out at once
_FEW: Final = 2  # segments up to which any box is

_Points = NDArray[np.float64]


def coverage(
    stroke: Stroke, size: tuple[int, int], box: Box | None = None, aspect: Aspect | None = None
) -> Plane:
    """How far a stroke covers each pixel.

    Within ``hardness`` of the radius it is the opacity; from there it falls off smoothly, over at
    least a pixel, so that a hard rim is not jagged.

    Args:
        stroke: the brush; where it grows to is not looked at.
        size: width and height of the plane, pixels.
        box: the part of the plane that is wanted; None for all.
        aspect: of the picture that the plane is stretched over; None if its pixels are square.

    Returns:
        float32 [height, width] of the box, 0 to 1.
    """
    profile = Brush.of(stroke, size, aspect).profile(box or (0, 0, *size))
    return profile * np.float32(stroke.opacity)


class Brush(NamedTuple):
    """A stroke at the size of a plane; lengths are in the longer sides of its pixels.

    Attributes:
        pixel: width and height of a pixel.
        full: distance up to which the brush is full.
        rim: distance from which on it is nothing.
        starts: float64 [n, 2], x and y of where segments start.
        ends: float64 [n, 2], where they end; a dab is a segment without length.
    """

    pixel: tuple[float, float]
    full: float
    rim: float
    starts: _Points
    ends: _Points

    @classmethod
    def of(cls, stroke: Stroke, size: tuple[int, int], aspect: Aspect | None = None) -> Brush:
        """Lay a stroke over a plane; see ``coverage``."""
        width, height = size
        down, across = aspect or (height / max(size), width / max(size))
        unit = max(across / width, down / height)
        radius = stroke.radius / unit
        middle = radius * (1 + stroke.hardness) / 2
        half = max(radius * (1 - stroke.hardness), 1) / 2
        points = np.array(stroke.points) * (across / unit, down / unit)
        starts, ends = (points[:-1], points[1:]) if len(points) > 1 else (points, points)
        pixel = across / width / unit, down / height / unit
        return cls(pixel, middle - half, middle + half, starts, ends)

    def reaching(self, stroke: Stroke) -> Brush:
        """All that is within a stroke's reach of it, with a hard rim."""
        pixels = (self.full + self.rim) / (stroke.radius * (1 + stroke.hardness))
        rim = self.rim + stroke.reach * pixels
        return self._replace(full=rim - 1, rim=rim)

    def box(self) -> Box:
        """The pixels that it can reach, which may lie beyond the plane."""
        low = (np.minimum(self.starts, self.ends).min(0) - self.rim) / self.pixel
        high = (np.maximum(self.starts, self.ends).max(0) + self.rim) / self.pixel
        left, top = np.floor(low).astype(int).tolist()
        right, bottom = np.ceil(high).astype(int).tolist()
        return left, top, right, bottom

    def profile(self, box: Box) -> Plane:
        """How far it covers each pixel of a box if it is opaque: float32 [height, width]."""
        left, top, right, bottom = box
        result = np.zeros((bottom - top, right - left), np.float32)
        _fill(self, result, left, top)
        return result

    def distances(self, place: tuple[float, float]) -> NDArray[np.float64]:
        """From one place to each segment: float64 [n]."""
        steps, offsets = self.ends - self.starts, place - self.starts
        lengths = (steps**2).sum(1)
        along = (offsets * steps).sum(1) / np.where(lengths > 0, lengths, 1)
        rest = offsets - np.clip(along, 0, 1)[:, None] * steps
        distances: NDArray[np.float64] = np.hypot(rest[:, 0], rest[:, 1])
        return distances

    def falloff(self, shape: tuple[int, ...], centre: tuple[float, float]) -> Plane:
        """The profile of a few pixels: float32 of the shape, around a place."""
        # coordinates start at the centre, so that float32 will do however large the picture is
        down, across = (
            ((np.arange(length) + (1 - length) / 2) * pixel).astype(np.float32)
            for length, pixel in zip(shape, self.pixel[::-1], strict=True)
        )
        nearest = np.full(shape, np.inf, np.float32)
        segments = np.hstack((self.starts - centre, self.ends - self.starts))
        for x, y, dx, dy in segments.tolist():
            scale = 1 / ((dx * dx + dy * dy) or 1)
            along = across * np.float32(dx * scale) + (
                down[:, None] * np.float32(dy * scale) - np.float32((x * dx + y * dy) * scale)
            )
            np.clip(along, 0, 1, out=along)
            squares = (across - np.float32(x) - along * np.float32(dx)) ** 2
            squares += (down[:, None] - np.float32(y) - along * np.float32(dy)) ** 2
            np.minimum(nearest, squares, out=nearest)
        share = (np.float32(self.rim) - np.sqrt(nearest)) / np.float32(self.rim - self.full)
        np.clip(share, 0, 1, out=share)
        falloff: Plane = share * share * (3 - 2 * share)
        return falloff


def _fill(brush: Brush, part: Plane, left: int, top: int) -> None:
    """Work out a part by halves: most lie wholly in or out, or are near to a few segments alone."""
    height, width = part.shape
    centre = (left + width / 2) * brush.pixel[0], (top + height / 2) * brush.pixel[1]
    reach = np.hypot(width * brush.pixel[0], height * brush.pixel[1]) / 2
    distances = brush.distances(centre)
    nearest = distances.min()
    if nearest - reach >= brush.rim:
        return
    if nearest + reach <= brush.full:
        part[...] = 1
        return
    near = distances <= min(nearest, brush.rim - reach) + 2 * reach
    local = brush._replace(starts=brush.starts[near], ends=brush.ends[near])
    if max(height, width) <= _LEAF or len(local.starts) <= _FEW:
        part[...] = local.falloff(part.shape, centre)
    elif height >= width:
        middle = height // 2
        _fill(local, part[:middle], left, top)
        _fill(local, part[middle:], left, top + middle)
    else:
        middle = width // 2
        _fill(local, part[:, :middle], left, top)
        _fill(local, part[:, middle:], left + middle, top)
