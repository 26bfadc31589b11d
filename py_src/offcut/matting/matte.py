"""Step 4: the network's mask to the subject's alpha and colours at full size."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from offcut.imageio.picture import Picture, on_white
from offcut.matting.cleanup import Cleaned, clean
from offcut.matting.decontaminate import decontaminate, layer_colours
from offcut.matting.painted import painted_edges
from offcut.matting.working_copy import Edges, WorkingCopy, edges_of
from offcut.network.postprocess import enlarged, usable
from offcut.options import OutputOptions
from offcut.touchup.smart_brush import TouchUps

_OPAQUE: Final = [0] * 255 + [255]


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

    A light square on a dark ground:

    >>> import numpy as np
    >>> from PIL import Image
    >>> from offcut.options import OutputOptions
    >>> from offcut.pipeline import prepare_image
    >>> image = Image.new("RGB", (200, 100), "#204060")
    >>> image.paste("#e0c080", (60, 20, 140, 80))
    >>> prepared = prepare_image(image, "square.png")
    >>> mask = np.zeros((1, 1, 1024, 1024), np.float32)
    >>> mask[0, 0, 205:819, 307:717] = 1
    >>> matte = make_matte(prepared.picture(), prepared.tensor, mask, OutputOptions())
    >>> matte.found, matte.alpha.size
    (True, (200, 100))
    >>> matte.alpha.getpixel((100, 50)), matte.alpha.getpixel((20, 50))
    (255, 0)

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
    values = usable(mask)
    cleaned = clean(values) if options.clean else Cleaned(values, found=True)
    found, image = cleaned.found, picture.image
    is_painted = touched is not None and len(touched.strokes) > 0
    adds = touched is not None and touched.adds
    recolours = options.decontaminate and options.type == "foreground"
    alpha = enlarged(cleaned.mask, image.size)
    if (found or adds) and (options.edges == "refined" or recolours or is_painted):
        seen = on_white(picture)
        # not of the cleaned mask: what it is unsure of is what colours can tell
        given = values if found else cleaned.mask
        copy = WorkingCopy.of(tensor, given, image.size, found=found)
        refines = options.edges == "refined"
        if touched is not None and is_painted:
            edges = painted_edges(seen, alpha, copy, touched, refines=refines)
        else:
            edges = edges_of(seen, alpha, copy) if refines else Edges(alpha, copy.mask)
        alpha = edges.alpha
        if recolours:
            layers = layer_colours(copy.picture, edges.coarse, copy.aspect)
            image = _keep_own(picture, decontaminate(seen, alpha, layers))
    if picture.alpha is not None:
        alpha = ImageChops.multiply(alpha, picture.alpha)
    return Matte(alpha, image, found or (adds and alpha.getbbox() is not None))


def _keep_own(picture: Picture, foreground: Image.Image) -> Image.Image:
    """Where a picture came with transparency, its colours are the subject's own already."""
    if picture.alpha is None:
        return foreground
    return Image.composite(foreground, picture.image, picture.alpha.point(_OPAQUE))
