"""Touch-ups on alpha: what strokes make of it, one after the other.

Of smart strokes (see ``offcut.touchup.smart_brush``) the edges are to follow the picture's colours,
so refinement comes between: it needs to see them painted, and must leave alone what a brush has
settled. Each piece of alpha therefore goes through three stages at a time; see ``Stages``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from PIL import Image

from offcut.numeric.planes import Aspect, Box, Plane
from offcut.numeric.tiles import Map, tile_boxes, to_array, to_image
from offcut.touchup.brush import Brush
from offcut.touchup.stroke import Stroke

_LEVEL: Final = np.float32(1 / 255)


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

    painted: Plane
    base: Plane
    settled: Plane


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
        return self._by_tiles(self._coats, alpha, alpha, lambda stages: stages.painted)

    def base(self, alpha: Image.Image) -> Image.Image:
        """What refinement should see in place of alpha, mode L."""
        smart = [coat for coat in self._coats if coat.area]
        return self._by_tiles(smart, alpha, alpha, lambda stages: stages.base)

    def settled(self, alpha: Image.Image, refined: Image.Image) -> Image.Image:
        """Paint on what refinement made of the base, mode L.

        Args:
            alpha: as it was before anything was painted.
            refined: its base after refinement.
        """
        return self._by_tiles(self._coats, alpha, refined, lambda stages: stages.settled)

    def stages(self, alpha: Plane, refined: Plane, box: Box | None = None) -> Stages:
        """Paint on a part of alpha.

        Args:
            alpha: float32 [height, width] of the box, 0 to 1; not painted on yet.
            refined: float32 of the same shape: the base after refinement, if there was any.
            box: the part of the plane; None for all.
        """
        box = box or self._whole
        stages = Stages(alpha.copy(), alpha.copy(), refined.copy())
        for coat in self._coats:
            part = _common(coat.box, box)
            if part is None:
                continue
            here = np.s_[part[1] - box[1] : part[3] - box[1], part[0] - box[0] : part[2] - box[0]]
            painted, base, settled = (plane[here] for plane in stages)
            brush = coat.brush.profile(part)
            if coat.area is None:
                _cover(painted, brush * coat.opacity, coat.target)
                _cover(settled, brush * coat.opacity, coat.target)
                continue
            grown, opened, inside = (each.tile(part) * _LEVEL for each in coat.area)
            _cover(painted, np.maximum(brush, grown) * coat.opacity, coat.target)
            _cover(base, opened, painted)
            _cover(settled, opened, refined[here])
            _cover(settled, np.maximum(brush, inside), painted)
        return stages

    def _by_tiles(
        self,
        coats: Sequence[_Coat],
        alpha: Image.Image,
        refined: Image.Image,
        wanted: Callable[[Stages], Plane],
    ) -> Image.Image:
        """Paint on the tiles that these layers come to; all layers count there."""
        result = refined
        for tile in tile_boxes(alpha.size):
            if any(_common(coat.box, tile) for coat in coats):
                before, after = to_array(alpha.crop(tile)), to_array(refined.crop(tile))
                if result is refined:
                    result = refined.copy()
                result.paste(to_image(wanted(self.stages(before, after, tile))), tile)
        return result


def _cover(plane: Plane, share: Plane, target: Plane | np.float32) -> None:
    plane += share * (target - plane)


def _common(one: Box, other: Box) -> Box | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


class _Coat(NamedTuple):
    """A layer at the size of a plane."""

    brush: Brush
    opacity: np.float32
    target: np.float32
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
        return cls(brush, np.float32(stroke.opacity), np.float32(stroke.adds), area, box)


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
