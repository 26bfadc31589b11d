"""What the transparency that a picture comes with says of it, before any network looks.

A logo, a sticker or a cut-out is finished already: its alpha is the subject's. A photo with rounded
corners, a round portrait or a straightened scan has transparency too, and its background is still
there. The two differ in their outline. Pictures are cropped to convex shapes, and leave little of
the frame transparent; a subject's outline is rarely convex. Where it is, as with badges and icons,
few colours tell a drawing from a photo.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
from PIL import Image, ImageFilter

from offcut.numeric.planes import Flags

Colour: TypeAlias = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

WHITE: Final[Colour] = (255, 255, 255)
SIDE: Final = 256
"""Width and height of the copy that is looked at, pixels."""

_GROUNDS: Final[tuple[Colour, ...]] = (WHITE, (128, 128, 128), (0, 0, 0))
_NEAREST_EDGES: Final = 5  # percent of the edge's pixels, those that are most like a ground
_RING: Final = 5  # pixels of the copy: how wide an edge is, as a filter's size
_OPEN_FRAME: Final = 0.4  # share of the frame that is transparent around what is cut out
_CONVEX: Final = 0.96  # share of its convex hull that a cropped picture fills
_OPEN_CORNERS: Final = 0.3  # as the frame, of what is drawn
_BOXY: Final = 0.99  # share of its bounding box that a rectangle fills, with its corners rounded
_FEW: Final = 16  # colours that make up
_MOSTLY: Final = 0.7  # so much of a drawing


class Transparency(NamedTuple):
    """The judgement.

    Attributes:
        kind: ``empty`` if nothing is visible; ``cut`` if a subject is cut out already; ``part`` if
            that is left to the network.
        ground: the colour that lies behind the picture where the network looks at it: the one
            that the visible side of its edges is least like.
        outline: mode L, ``SIDE`` x ``SIDE``: 255 where it is visible, else 0.
    """

    kind: Literal["empty", "cut", "part"]
    ground: Colour
    outline: Image.Image


def judged(image: Image.Image, alpha: Image.Image) -> Transparency:
    """Judge a picture by its transparency.

    Args:
        image: mode RGB.
        alpha: mode L, the same size.
    """
    small = alpha.resize((SIDE, SIDE), Image.Resampling.BOX, reducing_gap=2)
    visible = _visible(small)
    outline = Image.fromarray(np.where(visible, np.uint8(255), np.uint8(0)))
    if not visible.any():
        return Transparency("empty", WHITE, outline)
    ground = _farthest(image, alpha, outline)
    is_drawn = _is_badge(visible) and drawn_share(image, visible) >= _MOSTLY
    is_cut = is_drawn or _is_silhouette(visible)
    return Transparency("cut" if is_cut else "part", ground, outline)


def ring(outline: Image.Image) -> Flags:
    """The visible side of a transparency's edges: bool [SIDE, SIDE]."""
    inner = outline.filter(ImageFilter.MinFilter(_RING))
    flags: Flags = (np.asarray(outline) > 0) & (np.asarray(inner) == 0)
    return flags


def open_frame(visible: Flags) -> float:
    """The share of a picture's frame, its outermost pixels, that is transparent."""
    frame = np.concatenate((visible[0], visible[-1], visible[:, 0], visible[:, -1]))
    return 1 - float(frame.mean())


def solidity(visible: Flags) -> float:
    """The area of what is visible, divided by that of its convex hull.

    The hull by Andrew's monotone chain ("Another efficient algorithm for convex hulls in two
    dimensions", Information Processing Letters 9, 1979). Stretching a picture changes nothing.

    Args:
        visible: bool [height, width]; one at least is true.
    """
    rows = np.flatnonzero(visible.any(1))
    left = visible[rows].argmax(1)
    right = visible.shape[1] - visible[rows, ::-1].argmax(1)
    starts = [(int(x), int(y) + down) for x, y in zip(left, rows, strict=True) for down in (0, 1)]
    ends = [(int(x), int(y) + down) for x, y in zip(right, rows, strict=True) for down in (0, 1)]
    hull = [*_chain(reversed(starts)), *_chain(ends)]
    x, y = np.array(hull, np.float64).T
    area = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return float(visible.sum()) / area


def drawn_share(image: Image.Image, visible: Flags) -> float:
    """The share of what is visible that has one of its most frequent colours.

    Args:
        image: mode RGB, of any size.
        visible: bool [SIDE, SIDE]; one at least is true.
    """
    pixels = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.NEAREST))[visible]
    codes = pixels.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32)
    counts = np.sort(np.unique(codes, return_counts=True)[1])
    return float(counts[-_FEW:].sum() / len(codes))


def _is_silhouette(visible: Flags) -> bool:
    return open_frame(visible) >= _OPEN_FRAME and solidity(visible) < _CONVEX


def _is_badge(visible: Flags) -> bool:
    """Whether it may be one, by its outline: neither a rectangle nor up to the frame's corners."""
    rows, columns = np.flatnonzero(visible.any(1)), np.flatnonzero(visible.any(0))
    box = (rows[-1] - rows[0] + 1) * (columns[-1] - columns[0] + 1)
    return open_frame(visible) >= _OPEN_CORNERS and bool(visible.sum() < _BOXY * box)


def _chain(points: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that no two others leave on their inner side."""
    chain: list[tuple[int, int]] = []
    for x, y in points:
        while len(chain) > 1:
            (x0, y0), (x1, y1) = chain[-2:]
            if (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain


def _visible(small: Image.Image) -> Flags:
    """Half as visible as the most visible place is; shadows are less."""
    coverage = np.asarray(small).astype(np.int32)
    most = int(coverage.max())
    return (coverage > 0) & (coverage * 2 >= most)


def _farthest(image: Image.Image, alpha: Image.Image, outline: Image.Image) -> Colour:
    size = (SIDE, SIDE)
    shown = np.asarray(alpha.resize(size, Image.Resampling.NEAREST)) > 0
    colours = np.asarray(image.resize(size, Image.Resampling.NEAREST))
    edges = colours[ring(outline) & shown].astype(np.float32)
    if not len(edges):
        return WHITE
    distances = [
        np.percentile(np.linalg.norm(edges - np.array(ground, np.float32), axis=1), _NEAREST_EDGES)
        for ground in _GROUNDS
    ]
    return _GROUNDS[int(np.argmax(distances))]
