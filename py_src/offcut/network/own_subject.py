"""The network's mask of a picture that came with transparency of its own.

What is visible in the file goes only if the network took it for background. Where its mask merely
follows the picture's own edges, those are the finer ones, and it adds nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from offcut.imageio.own_alpha import SIDE, Transparency, ring

_HALF: Final = 128
_RING_KEPT: Final = 0.8
"""Share of the edge's visible side from which on the edge is the subject's: docs/colours.md."""
_KEPT: Final = 0.5
"""And share of all that is visible."""
_REACH: Final = 7
"""Cells of a filter: how far over its own edge a subject is continued."""


def with_own_alpha(levels: NDArray[np.uint8], own: Transparency | None) -> NDArray[np.uint8]:
    """Change a mask so that, multiplied by the picture's own alpha, it takes away no subject.

    Args:
        levels: uint8 [1024, 1024], 255 is 1: the network's mask.
        own: what the picture's transparency says; None leaves the mask as it is.

    Returns:
        uint8 of the same shape: 1 all over if the alpha is the subject's already; 0 if nothing
        is visible; else the mask, continued up to the edges of the transparency.
    """
    if own is None:
        return levels
    if own.kind == "empty":
        return np.zeros_like(levels)
    size = (SIDE, SIDE)
    cells = np.asarray(Image.fromarray(levels).resize(size, Image.Resampling.BOX))
    edge, visible = ring(own.outline), np.asarray(own.outline) > 0
    if own.kind == "cut" or _is_all_subject(cells, edge, visible):
        return np.full_like(levels, 255)
    if not edge.any():
        return levels
    return _continued(levels, cells, visible & ~edge)


def _is_all_subject(
    cells: NDArray[np.uint8], edge: NDArray[np.bool_], visible: NDArray[np.bool_]
) -> bool:
    if not edge.any():
        return False
    kept = cells >= _HALF
    return bool(kept[edge].mean() >= _RING_KEPT and kept[visible].mean() >= _KEPT)


def _continued(
    levels: NDArray[np.uint8], cells: NDArray[np.uint8], inner: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Beside and beyond the edge, where the mask fades out with the picture, that of inside."""
    sure = Image.fromarray(np.where(inner, cells, np.uint8(0)))
    spread = np.asarray(sure.filter(ImageFilter.MaxFilter(_REACH)))
    beyond = Image.fromarray(np.where(inner, np.uint8(0), spread))
    size = (levels.shape[1], levels.shape[0])
    continued: NDArray[np.uint8] = np.maximum(
        levels, np.asarray(beyond.resize(size, Image.Resampling.BILINEAR))
    )
    return continued
