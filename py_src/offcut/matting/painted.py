"""Edges where something was painted: strokes before refinement, and after it."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from offcut.matting.refine import Refinement, fit, refine
from offcut.matting.working_copy import WorkingCopy
from offcut.numeric.planes import Plane
from offcut.touchup.paint import Layer, Painting
from offcut.touchup.touch_ups import TouchUps


def fit_painted(
    copy: WorkingCopy, touched: TouchUps, *, refines: bool
) -> tuple[Sequence[Layer], Refinement | None, Plane]:
    """Fit edges to a mask that was painted on.

    Args:
        copy: the picture and its mask at the working size.
        touched: strokes; where smart ones have grown to is noted in it.
        refines: whether edges follow the picture's colours.

    Returns:
        What strokes paint; the refinement, if there is any; and float32 [512, 512], 0 to 1, alpha
        at the working size.
    """
    rows, columns = copy.mask.shape
    layers = touched.layers(copy.picture, copy.mask, copy.aspect)
    at_work = Painting(layers, (columns, rows), copy.aspect)
    coarse = at_work.stages(copy.mask, copy.mask).painted
    if not refines:
        return layers, None, coarse
    unpainted = copy.mask if copy.found else None
    refinement = fit(copy.picture, coarse, copy.aspect, unpainted)
    return layers, refinement, refinement.alpha


def painted_alpha(
    alpha: Image.Image,
    image: Image.Image,
    layers: Sequence[Layer],
    refinement: Refinement | None,
) -> Image.Image:
    """Apply strokes and refinement at full size.

    Args:
        alpha: mode L: the network's mask, scaled up, not painted on yet.
        image: mode RGB, the same size.
        layers: from ``fit_painted``, as is the refinement.
        refinement: None leaves edges as they are.

    Returns:
        Mode L.
    """
    painting = Painting(layers, image.size)
    if refinement is None:
        return painting.painted(alpha)
    return painting.settled(alpha, refine(image, painting.base(alpha), refinement))
