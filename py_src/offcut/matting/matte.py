"""Step 4: the network's mask to the subject's alpha and colours at full size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from offcut.imageio.decode import Picture
from offcut.matting.cleanup import Cleaned, clean
from offcut.matting.decontaminate import decontaminate, layer_colours
from offcut.matting.refine import fit, refine
from offcut.network.postprocess import enlarged, usable
from offcut.network.preprocess import on_white
from offcut.numeric.planes import Planes, cell_means
from offcut.options import OutputOptions
from offcut.touchup.paint import Painting
from offcut.touchup.smart_brush import TouchUps

_HALF = 2
"""Edges are fitted at half the network's size: their colours vary slowly."""

_OPAQUE = [0] * 255 + [255]


class Matte(NamedTuple):
    """A subject, lifted off its background.

    Attributes:
        alpha: mode L, the picture's size: 0 background, 255 foreground. Where the picture was
            transparent to begin with it stays so.
        foreground: mode RGB, the picture's size: the subject's own colours.
        found: False if the picture has no subject, and none was painted; alpha is 0 then.
    """

    alpha: Image.Image
    foreground: Image.Image
    found: bool


def make_matte(
    picture: Picture,
    tensor: NDArray[np.float32],
    mask: NDArray[np.float32],
    options: OutputOptions,
    touched: TouchUps | None = None,
) -> Matte:
    """Take a mask to full size.

    Args:
        picture: the whole picture.
        tensor: float32 [1, 3, 1024, 1024], what the network was given.
        mask: float32, 1024x1024 values after any leading axes of length 1, 0 to 1: what it gave.
        options: ``edges``, ``decontaminate``, ``clean``, and ``type``: a mask needs no colours.
        touched: strokes. Under a hard brush alpha is what was painted; edges that a smart stroke
            comes to are refined as any.

    Raises:
        InferenceError: if a value of the mask is no number, or infinite.
    """
    touched = touched or TouchUps()
    values = usable(mask)
    cleaned = clean(values) if options.clean else Cleaned(values, found=True)
    found = cleaned.found
    image = picture.image
    alpha = enlarged(cleaned.mask, image.size)
    refined = options.edges == "refined"
    recoloured = options.decontaminate and options.type == "foreground"
    if (found or touched.adds) and (refined or recoloured or touched.strokes):
        small = _colours(tensor)
        # not of the cleaned mask: what it is unsure of is what colours can tell
        given = cell_means(values if found else cleaned.mask, _HALF)
        aspect = image.height / max(image.size), image.width / max(image.size)
        layers = touched.layers(small, given, aspect)
        at_work = Painting(layers, (given.shape[1], given.shape[0]), aspect)
        at_size = Painting(layers, image.size)
        coarse = at_work.stages(given, given).painted
        seen = on_white(picture)
        if refined:
            refinement = fit(small, coarse, aspect, given if found else None)
            alpha = at_size.settled(alpha, refine(seen, at_size.base(alpha), refinement))
            coarse = refinement.alpha
        else:
            alpha = at_size.painted(alpha)
        if recoloured:
            layer_means = layer_colours(small, coarse, aspect)
            image = _keep_own(picture, decontaminate(seen, alpha, layer_means))
    if picture.alpha is not None:
        alpha = ImageChops.multiply(alpha, picture.alpha)
    return Matte(alpha, image, found or (touched.adds and alpha.getbbox() is not None))


def _colours(tensor: NDArray[np.float32]) -> Planes:
    """The tensor at half its size, as colours of 0 to 1; see ``preprocess.to_tensor``."""
    halved = np.stack([cell_means(plane, _HALF) for plane in tensor[0]])
    return halved * np.float32(256 / 255) + np.float32(128 / 255)


def _keep_own(picture: Picture, foreground: Image.Image) -> Image.Image:
    """Where a picture came with transparency, its colours are the subject's own already."""
    if picture.alpha is None:
        return foreground
    return Image.composite(foreground, picture.image, picture.alpha.point(_OPAQUE))
