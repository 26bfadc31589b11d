"""Touch-ups on alpha: what strokes make of it, one after the other.

Of smart strokes (see ``offcut.grow``) the edges are to follow the picture's colours, so refinement
comes between: it needs to see them painted, and must leave alone what a brush has settled. Each
piece of alpha therefore goes through three stages at a time; see ``Stages``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from offcut.brush import Aspect, Brush
from offcut.local_colours import Planes
from offcut.strokes import Stroke
from offcut.tiles import Box, Map, boxes, levels, values


class Area(NamedTuple):
    """Where a stroke has grown to, of mode L each, over the whole picture.

    Attributes:
        grown: how far it covers a place.
        open: around its edge and inside: where refinement decides.
        inside: well inside: where it doesn't.
    """

    grown: Image.Image
    open: Image.Image
    inside: Image.Image


class Layer(NamedTuple):
    """What a stroke paints.

    Attributes:
        stroke: the brush.
        area: where it has grown to; None if it's the brush alone.
    """

    stroke: Stroke
    area: Area | None = None


class Stages(NamedTuple):
    """Alpha with strokes on it: float32 [height, width] each, 0 to 1.

    Attributes:
        painted: all of them, and no refinement.
        base: what is to be refined: smart strokes, and what these let see of others. A plain brush
            comes after refinement, once, so that half a stroke stays a half.
        settled: the refined base with all strokes.
    """

    painted: Planes
    base: Planes
    settled: Planes


class Painting:
    """Strokes on a plane of one size: the picture's alpha, or a mask of it."""

    def __init__(
        self, layers: Sequence[Layer], size: tuple[int, int], aspect: Aspect | None = None
    ) -> None:
        """Lay strokes over a plane.

        Args:
            layers: in the order in which they are painted.
            size: width and height of the plane, pixels.
            aspect: of the picture that it is stretched over; None if its pixels are square.
        """
        self._coats = [_Coat.of(layer, size, aspect) for layer in layers]
        self._whole = (0, 0, *size)

    def painted(self, alpha: Image.Image) -> Image.Image:
        """Paint on alpha of the plane's size, mode L."""
        return self._by_tiles(alpha, alpha, lambda stages: stages.painted)

    def base(self, alpha: Image.Image) -> Image.Image:
        """What refinement should see in place of alpha, mode L."""
        if all(coat.area is None for coat in self._coats):
            return alpha
        return self._by_tiles(alpha, alpha, lambda stages: stages.base)

    def settled(self, alpha: Image.Image, refined: Image.Image) -> Image.Image:
        """Paint on what refinement made of the base, mode L.

        Args:
            alpha: as it was before anything was painted.
            refined: its base after refinement.
        """
        return self._by_tiles(alpha, refined, lambda stages: stages.settled)

    def stages(self, alpha: Planes, refined: Planes, box: Box | None = None) -> Stages:
        """Paint on a part of alpha.

        Args:
            alpha: float32 [height, width] of the box, 0 to 1; not painted on yet.
            refined: float32 of the same shape: the base after refinement, if there was any.
            box: the part of the plane; None for all.
        """
        box = box or self._whole
        painted = base = alpha
        settled = refined
        for coat in self._coats:
            if not _meet(coat.box, box):
                continue
            target, opacity = np.float32(coat.target), np.float32(coat.opacity)
            brush = coat.brush.profile(box)
            if coat.area is None:
                painted = _over(painted, brush * opacity, target)
                settled = _over(settled, brush * opacity, target)
                continue
            grown, opened, inside = (part.tile(box) * np.float32(1 / 255) for part in coat.area)
            painted = _over(painted, np.maximum(brush, grown) * opacity, target)
            base = _over(base, opened, painted)
            settled = _over(settled, opened, refined)
            settled = _over(settled, np.maximum(brush, inside), painted)
        return Stages(painted, base, settled)

    def _by_tiles(
        self, alpha: Image.Image, refined: Image.Image, wanted: Callable[[Stages], Planes]
    ) -> Image.Image:
        if not self._coats:
            return refined
        result = refined.copy()
        for tile in boxes(alpha.size):
            if any(_meet(coat.box, tile) for coat in self._coats):
                before, after = values(alpha.crop(tile)), values(refined.crop(tile))
                result.paste(levels(wanted(self.stages(before, after, tile))), tile)
        return result


def _over(plane: Planes, share: Planes, target: Planes | np.float32) -> Planes:
    return plane + share * (target - plane)


def _meet(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]


class _Coat(NamedTuple):
    """A layer at the size of a plane."""

    brush: Brush
    opacity: float
    target: int
    area: tuple[Map, Map, Map] | None
    box: Box

    @classmethod
    def of(cls, layer: Layer, size: tuple[int, int], aspect: Aspect | None) -> _Coat:
        stroke = layer.stroke
        brush = Brush.of(stroke, size, aspect)
        area, box = None, brush.box()
        if layer.area is not None:
            opened, grown, inside = (Map.of(part, size) for part in layer.area)
            area = opened, grown, inside
            box = _joined(box, _scaled(layer.area.open, size))
        return cls(brush, stroke.opacity, int(stroke.adds), area, box)


def _scaled(part: Image.Image, size: tuple[int, int]) -> Box:
    """The pixels of a plane under all of a part that isn't zero."""
    left, top, right, bottom = part.getbbox() or (0, 0, 0, 0)
    across, down = size[0] / part.width, size[1] / part.height
    # bilinear scaling reaches a pixel beyond
    return (
        int((left - 1) * across),
        int((top - 1) * down),
        int((right + 1) * across) + 1,
        int((bottom + 1) * down) + 1,
    )


def _joined(one: Box, other: Box) -> Box:
    starts, stops = np.minimum(one, other), np.maximum(one, other)
    return int(starts[0]), int(starts[1]), int(stops[2]), int(stops[3])
