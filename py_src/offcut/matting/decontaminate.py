"""Step 4c: the subject's own colours, where the old background shines through.

A soft pixel's colour is I = a F + (1 - a) B. The local means of foreground and background come
from pixels that are all but purely one or the other; what is left of I is shared out as in
blur-fusion (Forte, "Approximate Fast Foreground Colour Estimation", ICIP 2021).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageChops

from offcut.matting.local_statistics import means
from offcut.matting.refine import FIT_CELL
from offcut.numeric.planes import Aspect, Plane, Planes, sigmas
from offcut.numeric.tiles import Map, nonzero_box, tile_boxes, to_array, to_image

# Sigmas as shares of the picture's longer side, and weights: near pixels count, far ones only
# where there are no others.
_SCALES: Final = ((0.005, 1.0), (0.02, 0.02), (0.075, 5e-4))
_PURITY: Final = 8
"""Power of alpha by which a pixel counts: a half counts 1/256."""

_TRACE: Final = 1e-8
_SOFT: Final = [0] + [255] * 254 + [0]
_NONE: Final = [255] + [0] * 255
_SOME: Final = [0] + [255] * 255


class LayerColours(NamedTuple):
    """Mean colours of the two layers: float32 [3, rows, columns] each, 0 to 1."""

    fore: Planes
    back: Planes


def layer_colours(small: Planes, alpha: Plane, aspect: Aspect) -> LayerColours:
    """Local mean colours of the two layers.

    Args:
        small: float32 [3, height, width], 0 to 1; the picture at the working size, see
            ``refine.fit``.
        alpha: float32 [height, width], 0 to 1, at the same size.
        aspect: the picture's height and width, divided by the longer of them.
    """
    shape = alpha.shape[0] // FIT_CELL, alpha.shape[1] // FIT_CELL
    scales = [(sigmas(share, shape, aspect), weight) for share, weight in _SCALES]
    fore, back = (means(small, _pure(layer), FIT_CELL, scales) for layer in (alpha, 1 - alpha))
    return LayerColours(fore, back)


def decontaminate(
    image: Image.Image,
    alpha: Image.Image,
    layers: LayerColours,
    shown: Image.Image | None = None,
) -> Image.Image:
    """Estimate the foreground's colours.

    Args:
        image: mode RGB.
        alpha: mode L, the same size.
        layers: from ``layer_colours``.
        shown: mode L, the same size: the alpha with which they are to be seen, where that is
            another. What is transparent by ``alpha``, and no longer so, has the colours of the
            foreground around it then.

    Returns:
        Mode RGB: the image, but for pixels that are neither transparent nor opaque.
    """
    fore, back = ([Map.over(plane, image.size) for plane in layer] for layer in layers)
    soft = alpha.point(_SOFT)
    if shown is not None and shown is not alpha:
        bared = ImageChops.darker(alpha.point(_NONE), shown.point(_SOME))
        soft = ImageChops.lighter(soft, bared)
    result = image.copy()
    for tile in tile_boxes(image.size):
        box = nonzero_box(tile, soft.crop(tile))
        if box is None:
            continue
        a, bands = to_array(alpha.crop(box)), []
        for pixels, mean, behind in zip(to_array(image.crop(box)), fore, back, strict=True):
            front, rear = mean.tile(box), behind.tile(box)
            bands.append(to_image(front + a * (pixels - rear - a * (front - rear))))
        result.paste(Image.merge("RGB", bands), box, soft.crop(box))
    return result


def _pure(layer: Plane) -> Plane:
    # Where a layer is no more than a haze, the picture's own colours stand in for its.
    power = layer
    for _ in range(_PURITY.bit_length() - 1):
        power = power * power
    return power + np.float32(_TRACE)
