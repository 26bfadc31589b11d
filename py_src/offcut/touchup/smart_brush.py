"""Smart strokes: grow from what the brush covers to the similar, connected area around it.

A pixel's distance from the stroke is the cost of the cheapest path to it (a geodesic distance;
Bai and Sapiro, "A Geodesic Framework for Fast Interactive Image and Video Segmentation and
Matting", ICCV 2007). A step costs more, the less its colour is like those under the stroke, but
almost nothing where colours are flat or change as gently as shading does: the cost is in crossing
an edge. A colour that is mostly the other side's in the rest of the picture costs more, one of the
stroke's own side less. All pixels that can be reached for less than ``geodesic.LIMIT`` are covered.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from offcut.numeric.gaussian import gaussian
from offcut.numeric.geodesic import LIMIT, distances
from offcut.numeric.planes import Aspect, Flags, Plane, Planes, Values
from offcut.numeric.tiles import to_array
from offcut.touchup.brush import Brush
from offcut.touchup.leaning import leaning
from offcut.touchup.stroke import Stroke

# Lengths are in pixels of the working size, 512 a side. The numbers were chosen on 43 mistakes of
# the network in 23 pictures with ground truth, by what a short stroke within one mends of it and
# what it spoils elsewhere: docs/points.md has what that is today, docs/matting.md what was tried.
_LUMA: Final = 0.7  # weights of differences in lightness and in colour
_CHROMA: Final = 4.5
_FINE: Final = 1.0  # sigma at which edges are looked for
_BROAD: Final = 2.3  # and at which colours are compared

_CLUSTERS: Final = 3
_ROUNDS: Final = 6
_SAMPLES: Final = 4096  # pixels under the stroke that are enough to know its colours
_LEAST_SHARE: Final = 0.02  # of them below which a cluster is an accident
_LEAST_SPREAD: Final = 0.004
_MINORITY: Final = 0.15  # of them below which it is grazed where the network gives it to the others
_UNLIKE: Final = 1.0  # spreads off a cluster's mean up to which a colour costs nothing
_UNLIKE_COST: Final = 0.09  # of each spread more, per pixel
_SLOPE: Final = 0.007  # change of broad colours per pixel from which on it costs all that
_LEAST_COST: Final = 0.02  # share of it on a level
_LEANING: Final = 4.0  # by how many times a colour costs more that is the other side's elsewhere
_AGREED: Final = 0.9  # share of it that is let off where the network agrees with the stroke

_HALF: Final = 0.5
_CLIMB: Final = 4  # pixels
_SEAM: Final = 2  # half the width of what is closed
_SOFT: Final = 1.0  # sigma

_SIDES: Final = (np.s_[:-2, 1:-1], np.s_[2:, 1:-1], np.s_[1:-1, :-2], np.s_[1:-1, 2:])
_OPPONENT: Final = np.array(
    [[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]], np.float32
) * np.array([[_LUMA], [_CHROMA], [_CHROMA]], np.float32)


def grown(
    stroke: Stroke, small: Planes, mask: Plane, aspect: Aspect, barred: Flags | None = None
) -> Plane:
    """Grow a stroke to what is like it.

    Args:
        stroke: of the kind ``keep`` or ``drop``.
        small: float32 [3, height, width], 0 to 1; the picture, squeezed to the working size.
        mask: float32 [height, width], 0 to 1: the network's alpha.
        aspect: the picture's height and width, divided by the longer of them.
        barred: bool [height, width]: where it must not grow to; None for nowhere.

    Returns:
        float32 [height, width], 0 to 1: how far it covers a place; 0 all over where no pixel is
        under the brush.
    """
    return to_array(Ground(small, mask, aspect).grown(stroke, barred))


class Ground:
    """The picture and its mask, as all strokes find them.

    Attributes:
        mask: float32 [height, width], 0 to 1.
        aspect: of the picture.
        broad: float32 [3, height, width], opponent colours without their grain.
        change: float32 [height, width], how much they change per pixel, with it.
        slopes: float32 [height, width], 0 to 1: what share an unlike colour costs.
        leaning: float32 [height, width], 0 to 1: how much the colour is the subject's elsewhere.
    """

    def __init__(self, small: Planes, mask: Plane, aspect: Aspect) -> None:
        """See ``grown`` for the arguments."""
        self.mask = mask
        self.aspect = aspect
        colours: Planes = np.tensordot(_OPPONENT, small, 1)
        self.broad = gaussian(colours, (_BROAD, _BROAD))
        self.change = _change(gaussian(colours, (_FINE, _FINE)))
        slope = _change(self.broad)
        self.slopes = np.clip((slope / np.float32(_SLOPE)) ** 2, _LEAST_COST, 1)
        self.leaning = leaning(self.broad, mask)

    def grown(self, stroke: Stroke, barred: Flags | None = None) -> Image.Image:
        """See the function of this name; mode L."""
        height, width = self.mask.shape
        whole = (0, 0, width, height)
        brush = Brush.of(stroke, (width, height), self.aspect)
        profile = brush.profile(whole)
        under = profile > profile.max() / 2
        if not under.any():
            return Image.new("L", (width, height))
        agrees, ours = (plane if stroke.adds else 1 - plane for plane in (self.mask, self.leaning))
        closed = brush.reaching(stroke).profile(whole) < _HALF
        if barred is not None:
            closed |= barred
        closed &= ~under
        unlikeness, start = self._unlikeness(under, agrees)
        unlike = np.maximum(unlikeness - np.float32(_UNLIKE), 0)
        unlike *= np.float32(_UNLIKE_COST) * self.slopes * (1 - np.float32(_AGREED) * agrees)
        unlike *= (1 + np.float32(_LEANING) * (1 - ours)) / (1 + np.float32(_LEANING) * ours)
        unlike[closed] = 4 * LIMIT
        reached = _climbed(distances(start, unlike) < LIMIT, self.change) & ~closed
        cover = _without_seam(_image(reached), _image(agrees > _HALF))
        soft = cover.filter(ImageFilter.GaussianBlur(_SOFT))
        return ImageChops.darker(soft, _image(~closed))

    def _unlikeness(self, under: Flags, agrees: Plane) -> tuple[Plane, Flags]:
        """How far each pixel's colour is from those under the stroke, in their spreads.

        And what of the stroke has one of these colours: bool [height, width].
        """
        nearest = np.full(under.shape, np.inf, np.float32)
        strange = nearest.copy()
        for cluster in _clusters(self.broad[:, under].T, agrees[under]):
            off = _length(self.broad - cluster.mean[:, None, None]) / np.float32(cluster.spread)
            found = nearest if cluster.counts else strange
            np.minimum(found, off, out=found)
        return nearest, under & (nearest <= strange)


class _Cluster(NamedTuple):
    """One of a stroke's colours.

    Attributes:
        mean: float32 [3].
        spread: its standard deviation.
        counts: whether the stroke is meant for it.
    """

    mean: Values
    spread: float
    counts: bool


def _clusters(colours: Values, agrees: Values) -> list[_Cluster]:
    """A stroke's colours [n, 3] (k-means), and what of them it merely grazes.

    Args:
        colours: of the pixels under it.
        agrees: 0 to 1 for each, how far it is as the stroke wants it already.
    """
    step = len(colours) // _SAMPLES + 1
    colours, agrees = colours[::step], agrees[::step]
    means = colours.mean(0, keepdims=True)
    for _ in range(_CLUSTERS - 1):
        farthest = _squares(colours, means).min(1).argmax()
        means = np.vstack((means, colours[farthest]))
    for _ in range(_ROUNDS):
        nearest = _squares(colours, means).argmin(1)
        members = [nearest == number for number in range(len(means))]
        members = [each for each in members if each.any()]
        means = np.array([colours[each].mean(0) for each in members])
    most = max(float(each.mean()) for each in members)
    found = []
    for each in members:
        share, spread = float(each.mean()), colours[each].std(0).mean()
        if share < _LEAST_SHARE:
            continue
        counts = share == most or share >= _MINORITY or float(agrees[each].mean()) > _HALF
        mean = colours[each].mean(0)
        found.append(_Cluster(mean, float(np.hypot(spread, _LEAST_SPREAD)), counts))
    return found


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
