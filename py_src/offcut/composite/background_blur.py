"""Step 5a: the picture itself, out of focus, as a background for its own subject.

The subject must not glow around its own edge, so it is left out: only pixels count that have next
to nothing of it, and their blurred colours are divided by their blurred share (normalised
convolution; Knutsson and Westin 1993). Where there are none nearby, those farther away fill in.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Box

_SMALL_SIGMA: Final = 4.0  # pixels; so soft a picture loses nothing by being scaled up
_MOST: Final = 384  # pixels a side; scaled up from so few, a picture is blurred enough
_PURE: Final = 0.95  # of the highest weight; with less, a pixel has in part the subject's colour
_WIDE: Final = 4.0  # sigmas
_WIDE_WEIGHT: Final = 1e-3
_WHOLE_WEIGHT: Final = 1e-6
_NOTHING: Final = 1e-12


def defocused(image: Image.Image, weights: Image.Image, blur: float, box: Box) -> Image.Image:
    """Blur a picture, and show a part of it.

    Args:
        image: mode RGB.
        weights: mode L, same size: how far a pixel is the background's. Those that are nearly as
            much so as any count.
        blur: sigma of the Gaussian, as a share of the longer side.
        box: the part of the plane to show. If it reaches beyond the picture, the part of the
            picture that is closest to it and of the same proportions is stretched over it.

    Returns:
        Mode RGB, the box's size.
    """
    long = max(image.size)
    scale = min(1, _MOST / long, _SMALL_SIGMA / (blur * long))
    width, height = (max(1, round(length * scale)) for length in image.size)
    small = _blurred(_weighted(image, weights, (width, height)), blur * long * scale)
    left, upper, right, lower = _inside(box, image.size)
    across, down = width / image.width, height / image.height
    part = (left * across, upper * down, min(right * across, width), min(lower * down, height))
    return small.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BICUBIC, part)


def _weighted(
    image: Image.Image, weights: Image.Image, size: tuple[int, int]
) -> NDArray[np.float32]:
    """Red, green and blue of the pixels that count, and their share: float32 [4, height, width]."""
    least = _PURE * int(np.asarray(weights).max())
    layer = image.copy()
    layer.putalpha(weights.point([255 * (level >= least) for level in range(256)]))
    premultiplied = layer.convert("RGBa").resize(size, Image.Resampling.BOX)
    return np.moveaxis(np.asarray(premultiplied), -1, 0).astype(np.float32)


def _blurred(planes: NDArray[np.float32], sigma: float) -> Image.Image:
    total = gaussian(planes, (sigma, sigma))
    total += gaussian(planes, (_WIDE * sigma, _WIDE * sigma)) * np.float32(_WIDE_WEIGHT)
    total += planes.mean((1, 2), keepdims=True) * np.float32(_WHOLE_WEIGHT)
    levels = np.rint(255 * total[:3] / np.maximum(total[3], np.float32(_NOTHING)))
    return Image.fromarray(np.moveaxis(levels, 0, -1).astype(np.uint8))


def _inside(box: Box, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The box moved into the picture, and shrunk where it's too large for that."""
    lengths = (box[2] - box[0], box[3] - box[1])
    scale = min(1.0, size[0] / lengths[0], size[1] / lengths[1])
    starts = []
    stops = []
    for axis, length in enumerate(lengths):
        centre = (box[axis] + box[axis + 2]) / 2
        start = centre - length * scale / 2
        starts.append(min(max(start, 0.0), size[axis] - length * scale))
        stops.append(starts[-1] + length * scale)
    return starts[0], starts[1], stops[0], stops[1]
