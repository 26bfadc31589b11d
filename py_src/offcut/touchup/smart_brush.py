"""Smart strokes: grow from what the brush covers to the similar, connected area around it.

A pixel's distance from the stroke is the cost of the cheapest path to it (a geodesic distance;
Bai and Sapiro, "A Geodesic Framework for Fast Interactive Image and Video Segmentation and
Matting", ICCV 2007). A step costs more, the less its colour is like those under the stroke, but
almost nothing where colours are flat or change as gently as shading does: the cost is in crossing
an edge. All pixels that can be reached for less than ``geodesic.LIMIT`` are covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from offcut.numeric.gaussian import gaussian
from offcut.numeric.geodesic import LIMIT, distances
from offcut.numeric.planes import Aspect, Flags, Plane, Planes, Values
from offcut.numeric.tiles import to_array
from offcut.touchup.brush import Brush
from offcut.touchup.paint import Area, Layer
from offcut.touchup.stroke import Stroke

# Lengths are in pixels of the working size, 512 a side. The numbers were chosen on 42 mistakes of
# the network in 22 pictures with ground truth, by what a short stroke within one mends of it and
# what it spoils elsewhere: 71 % and 13 % of its area (the brush alone: 14 % and nothing).
_LUMA: Final = 0.7  # weights of differences in lightness and in colour
_CHROMA: Final = 4.5
_FINE: Final = 1.0  # sigma at which edges are looked for
_BROAD: Final = 2.3  # and at which colours are compared

_CLUSTERS: Final = 3
_ROUNDS: Final = 6
_SAMPLES: Final = 4096  # pixels under the stroke that are enough to know its colours
_LEAST_SHARE: Final = 0.02  # of them below which a cluster is an accident
_LEAST_SPREAD: Final = 0.004
_UNLIKE: Final = 1.0  # spreads off a cluster's mean up to which a colour costs nothing
_UNLIKE_COST: Final = 0.1  # of each spread more, per pixel
_SLOPE: Final = 0.007  # change of broad colours per pixel from which on it costs all that
_LEAST_COST: Final = 0.02  # share of it on a level
_AGREED: Final = 0.9  # share of it that is let off where the network agrees with the stroke

_CLIMB: Final = 4  # pixels
_SEAM: Final = 2  # half the width of what is closed
_RIM: Final = 3  # pixels on either side of an edge where refinement decides
_SOFT: Final = 1.0  # sigma

_SIDES: Final = (np.s_[:-2, 1:-1], np.s_[2:, 1:-1], np.s_[1:-1, :-2], np.s_[1:-1, 2:])
_OPPONENT: Final = np.array(
    [[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]], np.float32
) * np.array([[_LUMA], [_CHROMA], [_CHROMA]], np.float32)


@dataclass(frozen=True, slots=True)
class TouchUps:
    """What was painted on a picture, and with which mask.

    Attributes:
        strokes: in the order in which they were painted.
        known: where smart ones have grown to; filled by ``layers``, and good for any strokes on the
            same picture with the same mask.
    """

    strokes: Sequence[Stroke] = ()
    known: dict[Stroke, Area] = field(default_factory=dict)

    @property
    def adds(self) -> bool:
        """Whether anything was painted that becomes the subject's."""
        return any(stroke.adds for stroke in self.strokes)

    def layers(self, small: Planes, mask: Plane, aspect: Aspect) -> list[Layer]:
        """What strokes paint, with smart ones grown; see ``grown`` for the arguments."""
        new = [stroke for stroke in self.strokes if stroke.grows and stroke not in self.known]
        if new:
            ground = _Ground(small)
            for stroke in new:
                self.known[stroke] = _area(ground.grown(stroke, mask, aspect))
        return [Layer(stroke, self.known.get(stroke)) for stroke in self.strokes]


def grown(stroke: Stroke, small: Planes, mask: Plane, aspect: Aspect) -> Plane:
    """Grow a stroke to what is like it.

    Args:
        stroke: of the kind ``keep`` or ``drop``.
        small: float32 [3, height, width], 0 to 1; the picture, squeezed to the working size.
        mask: float32 [height, width], 0 to 1: the network's alpha.
        aspect: the picture's height and width, divided by the longer of them.

    Returns:
        float32 [height, width], 0 to 1: how far it covers a place; 0 all over where no pixel is
        under the brush.
    """
    return to_array(_Ground(small).grown(stroke, mask, aspect))


def _area(cover: Image.Image) -> Area:
    rim = 2 * _RIM + 1
    soft = ImageFilter.GaussianBlur(_SOFT)
    return Area(
        cover,
        cover.filter(ImageFilter.MaxFilter(rim)).filter(soft),
        cover.filter(ImageFilter.MinFilter(rim)).filter(soft),
    )


class _Ground:
    """The picture, as all strokes find it.

    Attributes:
        broad: float32 [3, height, width], opponent colours without their grain.
        change: float32 [height, width], how much they change per pixel, with it.
        slopes: float32 [height, width], 0 to 1: what share an unlike colour costs.
    """

    def __init__(self, small: Planes) -> None:
        colours: Planes = np.tensordot(_OPPONENT, small, 1)
        self.broad = gaussian(colours, (_BROAD, _BROAD))
        self.change = _change(gaussian(colours, (_FINE, _FINE)))
        slope = _change(self.broad)
        self.slopes = np.clip((slope / np.float32(_SLOPE)) ** 2, _LEAST_COST, 1)

    def grown(self, stroke: Stroke, mask: Plane, aspect: Aspect) -> Image.Image:
        """See the function of this name; mode L."""
        height, width = mask.shape
        profile = Brush.of(stroke, (width, height), aspect).profile((0, 0, width, height))
        under = profile > profile.max() / 2
        if not under.any():
            return Image.new("L", (width, height))
        agrees = mask if stroke.adds else 1 - mask
        unlike = np.maximum(self._unlikeness(under) - np.float32(_UNLIKE), 0)
        unlike *= np.float32(_UNLIKE_COST) * self.slopes * (1 - np.float32(_AGREED) * agrees)
        reached = _climbed(distances(under, unlike) < LIMIT, self.change)
        cover = _without_seam(_image(reached), _image(agrees > 0.5))
        return cover.filter(ImageFilter.GaussianBlur(_SOFT))

    def _unlikeness(self, under: Flags) -> Plane:
        """How far each pixel's colour is from those under the stroke, in their spreads."""
        nearest = np.full(under.shape, np.inf, np.float32)
        for mean, spread in _clusters(self.broad[:, under].T):
            off = _length(self.broad - mean[:, None, None]) / np.float32(spread)
            np.minimum(nearest, off, out=nearest)
        return nearest


def _clusters(colours: Values) -> list[tuple[Values, float]]:
    """Means and spreads of a stroke's colours [n, 3] (k-means)."""
    colours = colours[:: len(colours) // _SAMPLES + 1]
    means = colours.mean(0, keepdims=True)
    for _ in range(_CLUSTERS - 1):
        farthest = _squares(colours, means).min(1).argmax()
        means = np.vstack((means, colours[farthest]))
    for _ in range(_ROUNDS):
        nearest = _squares(colours, means).argmin(1)
        members = [colours[nearest == number] for number in range(len(means))]
        members = [each for each in members if len(each)]
        means = np.array([each.mean(0) for each in members])
    return [
        (each.mean(0), float(np.hypot(each.std(0).mean(), _LEAST_SPREAD)))
        for each in members
        if len(each) >= _LEAST_SHARE * len(colours)
    ]


def _squares(colours: Values, means: Values) -> Values:
    squares: Values = ((colours[:, None] - means) ** 2).sum(2)
    return squares


def _climbed(reached: Flags, change: Plane) -> Flags:
    """Extend the area from the foot of an edge up to its ridge, at most ``_CLIMB`` pixels."""
    heights = np.pad(change, 1)
    for _ in range(_CLIMB):
        wide = np.pad(reached, 1)
        reached = reached.copy()
        for side in _SIDES:
            reached |= wide[side] & (change >= heights[side])
    return reached


def _image(flags: Flags) -> Image.Image:
    return Image.fromarray(flags.astype(np.uint8) * np.uint8(255))


def _without_seam(cover: Image.Image, agreed: Image.Image) -> Image.Image:
    """Close narrow gaps between the area and pixels that already are as the stroke wants them."""
    size = 2 * _SEAM + 1
    both = ImageChops.lighter(cover, agreed)
    closed = both.filter(ImageFilter.MaxFilter(size)).filter(ImageFilter.MinFilter(size))
    near = cover.filter(ImageFilter.MaxFilter(2 * size - 1))
    return ImageChops.lighter(cover, ImageChops.darker(closed, near))


def _change(colours: Planes) -> Plane:
    """How much colours change per pixel: float32 [height, width]."""
    down, across = (_length(np.gradient(colours, axis=axis)) for axis in (1, 2))
    change: Plane = np.hypot(down, across)
    return change


def _length(vectors: Planes) -> Plane:
    """Of vectors [3, ...]."""
    length: Plane = np.sqrt((vectors * vectors).sum(0))
    return length
