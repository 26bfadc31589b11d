"""Smart strokes: from what the brush covers on to what is like it, and connected.

How far a place is from the stroke is measured along the way that is cheapest (a geodesic distance;
Bai and Sapiro, "A Geodesic Framework for Fast Interactive Image and Video Segmentation and
Matting", ICCV 2007). A step costs what colour changes beyond the grain hereabouts, and more where
colours are none of those under the stroke. The stroke covers what it can reach for less than 1.

Steps are taken along rows and columns. Along one of them the cheapest way is a running minimum,
so sweeps to and fro take the place of a queue of pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from offcut.brush import Aspect, coverage
from offcut.local_colours import Planes
from offcut.paint import Area, Layer
from offcut.smooth import gaussian
from offcut.strokes import Stroke
from offcut.tiles import levels

# Lengths are in pixels of the working size. How they were chosen: tests/bench does not know.
_LIGHTNESS_WEIGHT: Final = 0.8
_HUE_WEIGHT: Final = 5.0
_FINE: Final = 0.6
_BROAD: Final = 4.0
_GRAIN: Final = 20.0
_GRAIN_SHARE: Final = 1.7
_LEAST_GRAIN: Final = 0.001
_EDGE: Final = 0.18
_CLUSTERS: Final = 2
_OFF: Final = 0.6
_OFF_COST: Final = 0.11
_OFF_MOST: Final = 0.1
_LEAST_SPREAD: Final = 0.011
_MOST_SPREAD: Final = 0.061
_FLAT: Final = 0.008
_FLAT_SHARE: Final = 0.05
_DOUBT: Final = 0.9
_LENGTH: Final = 0.05
_DONE: Final = 0.1
_DONE_COST: Final = 0.026
_FAR: Final = np.float32(4)
_SWEEPS: Final = 25
_RIM: Final = 2

_OPPONENT: Final = np.array(
    [[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]], np.float32
) * np.array([[_LIGHTNESS_WEIGHT], [_HUE_WEIGHT], [_HUE_WEIGHT]], np.float32)


def layers_of(
    strokes: Sequence[Stroke], small: Planes, mask: Planes, aspect: Aspect
) -> list[Layer]:
    """What strokes paint; smart ones grow. See ``grown``."""
    if not any(stroke.grows for stroke in strokes):
        return [Layer(stroke) for stroke in strokes]
    ground = _Ground(small)
    return [
        Layer(stroke, area_of(ground.grown(stroke, mask, aspect)))
        if stroke.grows
        else Layer(stroke)
        for stroke in strokes
    ]


def grown(stroke: Stroke, small: Planes, mask: Planes, aspect: Aspect) -> Planes:
    """Grow a stroke.

    Args:
        stroke: the brush; whether it is a smart one is not looked at.
        small: float32 [3, height, width], 0 to 1; the picture, squeezed to the working size.
        mask: float32 [height, width], 0 to 1: alpha before the stroke.
        aspect: the picture's height and width, divided by the longer of them.

    Returns:
        float32 [height, width], 0 to 1: how far it covers a place.
    """
    return _Ground(small).grown(stroke, mask, aspect)


def area_of(cover: Planes) -> Area:
    """What is open to refinement, and what isn't, where a stroke has grown to."""
    image = levels(cover)
    size = 2 * _RIM + 1
    return Area(
        image, image.filter(ImageFilter.MaxFilter(size)), image.filter(ImageFilter.MinFilter(size))
    )


class _Ground:
    """What is the same for all strokes on a picture."""

    def __init__(self, small: Planes) -> None:
        colours: Planes = np.tensordot(_OPPONENT, small, 1)
        fine = gaussian(colours, (_FINE, _FINE))
        self._broad = gaussian(colours, (_BROAD, _BROAD))
        across, down = (np.sqrt((np.diff(fine, axis=axis) ** 2).sum(0)) for axis in (2, 1))
        change = np.zeros(small.shape[1:], np.float32)
        change[:, :-1] += across / 2
        change[:-1] += down / 2
        grain = gaussian(change, (_GRAIN, _GRAIN))
        self._flatness = np.clip(grain / _FLAT, _FLAT_SHARE, 1)
        grain = _LEAST_GRAIN + _GRAIN_SHARE * grain
        self._across = np.maximum(across - _between(grain, 1), 0) / np.float32(_EDGE)
        self._down = np.maximum(down - _between(grain, 0), 0) / np.float32(_EDGE)

    def grown(self, stroke: Stroke, mask: Planes, aspect: Aspect) -> Planes:
        height, width = mask.shape
        seed = coverage(stroke, (width, height), aspect=aspect) > 0.5 * stroke.opacity
        if not seed.any():
            return np.zeros_like(mask)
        off = np.minimum(_OFF_COST * np.maximum(self._unlikeness(seed) - _OFF, 0), _OFF_MOST)
        away = 1 - mask if stroke.adds else mask
        step = off * self._flatness * (1 - _DOUBT * (1 - away))
        step += _LENGTH / np.sqrt(seed.sum()) + _DONE_COST * (away < _DONE)
        step = step.astype(np.float32)
        cost = np.where(seed, np.float32(0), _FAR)
        cost = _swept(cost, _way(self._across, step, 1), _way(self._down, step, 0))
        return np.clip(2 * (1 - cost), 0, 1)

    def _unlikeness(self, seed: NDArray[np.bool_]) -> Planes:
        inside = self._broad[:, seed].T
        unlike = np.full(seed.shape, np.inf, np.float32)
        for mean, spread in _clusters(inside):
            apart = np.sqrt(((self._broad - mean[:, None, None]) ** 2).sum(0)) / np.float32(spread)
            np.minimum(unlike, apart, out=unlike)
        return unlike


def _between(plane: Planes, axis: int) -> Planes:
    """Means of neighbours along an axis."""
    first, second = (plane[:-1], plane[1:]) if axis == 0 else (plane[:, :-1], plane[:, 1:])
    return (first + second) * np.float32(0.5)


def _way(change: Planes, step: Planes, axis: int) -> Planes:
    """What it costs to come here from the start of the row or column."""
    steps = np.minimum(change + _between(step, axis), _FAR / 2)
    way = np.zeros_like(step)
    np.cumsum(steps, axis, out=way[1:] if axis == 0 else way[:, 1:])
    return way


def _swept(cost: Planes, across: Planes, down: Planes) -> Planes:
    for _ in range(_SWEEPS):
        before = cost
        for way, axis in ((across, 1), (down, 0)):
            cost = np.minimum.accumulate(cost - way, axis) + way
            back = np.flip(np.minimum.accumulate(np.flip(cost + way, axis), axis), axis)
            cost = np.minimum(back - way, _FAR)
        if not ((before - cost > 0.01) & (cost < 1)).any():
            break
    return cost


def _clusters(colours: Planes) -> list[tuple[Planes, float]]:
    mean = colours.mean(0)
    spread = float(np.sqrt(((colours - mean) ** 2).mean()))
    return [(mean, float(np.hypot(min(spread, _MOST_SPREAD), _LEAST_SPREAD)))]
