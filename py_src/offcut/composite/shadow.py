"""Step 5a: the soft shadow that a subject throws on what is behind it."""

from __future__ import annotations

import math
from typing import Final

from PIL import Image, ImageFilter

from offcut.composite.crop import cut, subject_box
from offcut.numeric.planes import Box
from offcut.options import OutputOptions

OFFSET: Final = (0.01, 0.03)
"""How far it lies to the right of the subject and below it."""

SOFTNESS: Final = 0.02
"""Sigma of the Gaussian; both are shares of the longer side of the subject's box."""

_REACH: Final = 3.0  # sigmas, beyond which a Gaussian is nothing in 8 bits
_SMALL_SIGMA: Final = 4.0  # pixels; so soft a shadow loses nothing by being scaled up


def cast(
    alpha: Image.Image, box: Box, options: OutputOptions, subject: Box | None = None
) -> Image.Image | None:
    """Compute the shadow's alpha.

    Args:
        alpha: mode L, the subject's, of the picture's size.
        box: the part of the plane that the result shows.
        options: ``shadow`` (its opacity, a number) and ``threshold``.
        subject: the subject's box, where it isn't this alpha's alone.

    Returns:
        Mode L, the box's size: 0 to ``shadow`` times 255. None if there is no subject.
    """
    subject = subject or subject_box(alpha, options.threshold)
    if subject is None:
        return None
    left, upper, right, lower = subject
    side = max(right - left, lower - upper)
    reach = math.ceil(_REACH * SOFTNESS * side)
    around = (left - reach, upper - reach, right + reach, lower + reach)
    shade = _blurred(cut(alpha, around), SOFTNESS * side, float(options.shadow))
    layer = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    aside, below = (round(share * side) for share in OFFSET)
    layer.paste(shade, (around[0] + aside - box[0], around[1] + below - box[1]))
    return layer


def _blurred(alpha: Image.Image, sigma: float, opacity: float) -> Image.Image:
    step = max(sigma / _SMALL_SIGMA, 1)
    width, height = (math.ceil(length / step) for length in alpha.size)
    small = alpha.resize((width, height), Image.Resampling.BOX, reducing_gap=2)
    soft = small.filter(ImageFilter.GaussianBlur(sigma / step))
    faint = soft.point([round(level * opacity) for level in range(256)])
    return faint.resize(alpha.size, Image.Resampling.BICUBIC)
