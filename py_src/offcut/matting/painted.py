"""Edges where something was painted: strokes before refinement, and after it."""

from __future__ import annotations

from PIL import Image

from offcut.matting.refine import fit, refine
from offcut.matting.working_copy import Edges, WorkingCopy
from offcut.touchup.paint import Painting
from offcut.touchup.smart_brush import TouchUps


def painted_edges(
    image: Image.Image,
    alpha: Image.Image,
    copy: WorkingCopy,
    touched: TouchUps,
    *,
    refines: bool,
) -> Edges:
    """As ``edges_of``, with strokes.

    Args:
        image: mode RGB.
        alpha: mode L, the same size: the network's mask, scaled up, not painted on yet.
        copy: both at the working size.
        touched: strokes; where smart ones have grown to is noted in it.
        refines: whether edges follow the picture's colours.
    """
    rows, columns = copy.mask.shape
    layers = touched.layers(copy.picture, copy.mask, copy.aspect)
    at_work = Painting(layers, (columns, rows), copy.aspect)
    at_size = Painting(layers, image.size)
    coarse = at_work.stages(copy.mask, copy.mask).painted
    if not refines:
        return Edges(at_size.painted(alpha), coarse)
    refinement = fit(copy.picture, coarse, copy.aspect, copy.mask if copy.found else None)
    refined = refine(image, at_size.base(alpha), refinement)
    return Edges(at_size.settled(alpha, refined), refinement.alpha)
