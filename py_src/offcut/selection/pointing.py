"""What a click means: which thing is there, and the mask with it or without it.

The network takes a second look at the part of the picture around the click: there other things
stand out than in the whole picture. What it finds is no mask of the thing, since its subject may be
more than what was clicked at. So it is taken as it is only where something is to be kept, and is
part of the subject there. Otherwise an area grows from the click, as from a stroke of the smart
brush, and grows most easily where the second look agrees. docs/points.md has what that is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from offcut.network.mask_io import from_uint8, to_uint8
from offcut.network.postprocess import usable
from offcut.network.preprocess import small_picture
from offcut.numeric.connected_components import connected_components
from offcut.numeric.planes import Aspect, Flags, Plane, Planes, cell_means, cells_to_pixels
from offcut.selection.cleanup import clean
from offcut.selection.point import Point
from offcut.selection.second_look import at_its_place, closer, window
from offcut.selection.subjects import subjects_in
from offcut.touchup.smart_brush import grown
from offcut.touchup.stroke import Stroke

_INSIDE: Final = 0.5
_FAINT: Final = 0.1  # alpha from which on something may be an island
_DAB: Final = 0.012  # radius of what an area grows from, of the picture's longer side
_HALF: Final = 2  # pixels of the mask a side of one at the working size


class _Scene(NamedTuple):
    """A picture at the working size."""

    small: Planes
    aspect: Aspect


def second_looks(tensor: NDArray[np.float32], points: Sequence[Point]) -> list[NDArray[np.float32]]:
    """What the network should look at before ``pointed``: a tensor for each point.

    Args:
        tensor: float32 [1, 3, 1024, 1024], see ``preprocess.to_tensor``.
        points: what was clicked at.
    """
    return [closer(tensor, window(point)) for point in points]


def pointed(
    mask: NDArray[np.float32],
    points: Sequence[Point],
    looks: Sequence[NDArray[np.float32]],
    tensor: NDArray[np.float32],
    aspect: Aspect,
) -> Plane:
    """Keep or drop the things that were clicked at, one after the other.

    Args:
        mask: float32, 1024 x 1024 values after any leading axes of length 1, 0 to 1.
        points: what was clicked at.
        looks: the same as the mask, for each point: what the network made of the tensor that
            ``second_looks`` has for it.
        tensor: float32 [1, 3, 1024, 1024]: what the network saw of the picture.
        aspect: the picture's height and width, divided by the longer of them.

    Returns:
        float32 [1024, 1024], 0 to 1.

    Raises:
        InferenceError: if a value is no number, or infinite.
    """
    result = usable(mask)
    scene = _Scene(small_picture(tensor), aspect)
    for point, values in zip(points, looks, strict=True):
        box = window(point)
        left, top, right, bottom = box
        look = np.full_like(result, np.nan)
        look[top:bottom, left:right] = at_its_place(values, box)
        change = _kept if point.keeps else _dropped
        result = change(result, point, look, scene)
    return result


def _kept(mask: Plane, point: Point, look: Plane, scene: _Scene) -> Plane:
    """The mask with the thing at a point. Look: nan where the network didn't."""
    if mask[_place(point, mask)] > _INSIDE and clean(mask).mask[_place(point, mask)] > _INSIDE:
        return mask
    seen = np.nan_to_num(look)
    thing = _part(seen > _INSIDE, point)
    if thing.any():
        # sure of it somewhere, or cleaning would take it for a speck
        with_thing: Plane = np.maximum(mask, np.minimum(seen / seen[thing].max(), 1) * thing)
        return with_thing
    island = _part(mask > _FAINT, point)
    if island.any() and mask[island].max() <= _INSIDE:
        mask = np.where(island, np.minimum(mask / mask[island].max(), 1), mask)
    area = _area(point, np.maximum(mask, seen), scene)
    return mask + area * (1 - mask)


def _dropped(mask: Plane, point: Point, look: Plane, scene: _Scene) -> Plane:
    """The mask without the thing at a point."""
    subjects = subjects_in(clean(mask).mask)
    row, column = _place(point, subjects.labels)
    number = int(subjects.labels[row, column])
    if number > 1:  # one of several, and not the main one: it is the thing
        others = [each for each in range(1, len(subjects.list) + 1) if each != number]
        return from_uint8(subjects.chosen(to_uint8(mask), others))
    seen = np.nan_to_num(look, nan=1)
    area = _area(point, np.minimum(mask, seen), scene)
    return mask * (1 - area)


def _area(point: Point, mask: Plane, scene: _Scene) -> Plane:
    """What is alike and connected around a point; it grows more easily where the mask agrees."""
    dab = Stroke(point.kind, ((point.x, point.y),), _DAB)
    area = grown(dab, scene.small, cell_means(mask, _HALF), scene.aspect)
    return cells_to_pixels(area, _HALF)


def _part(inside: Flags, point: Point) -> Flags:
    """The connected part at a point; none where that is not inside."""
    labels = connected_components(inside).labels
    part: Flags = (labels == labels[_place(point, inside)]) & inside
    return part if part[_place(point, inside)] else np.zeros_like(inside)


def _place(point: Point, plane: NDArray[np.generic]) -> tuple[int, int]:
    """Row and column."""
    rows, columns = plane.shape
    return min(int(point.y * rows), rows - 1), min(int(point.x * columns), columns - 1)
