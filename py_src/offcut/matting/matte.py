"""Step 4: the network's mask to the subject's alpha and colours at full size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from offcut.imageio.picture import Picture, on_ground
from offcut.matting.decontaminate import LayerColours, decontaminate, layer_colours
from offcut.matting.edge_controls import edged
from offcut.matting.painted import fit_painted, painted_alpha
from offcut.matting.refine import Refinement, fit, refine
from offcut.matting.working_copy import WorkingCopy
from offcut.network.postprocess import enlarged, usable
from offcut.numeric.planes import Aspect, Plane
from offcut.options import Edge, OutputOptions
from offcut.selection.cleanup import Cleaned, clean
from offcut.touchup.paint import Layer
from offcut.touchup.touch_ups import TouchUps

_OPAQUE: Final = [0] * 255 + [255]
_UNTOUCHED: Final = Edge()


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


class Fit(NamedTuple):
    """What a matte follows from, at any size of the picture.

    Attributes:
        mask: float32 [1024, 1024], 0 to 1: cleaned, not painted on.
        found: whether the network found a subject.
        adds: whether anything was painted that becomes the subject's.
        layers: what strokes paint.
        refinement: of the edges; None leaves them as they are.
        colours: of both layers; None leaves the picture's.
    """

    mask: Plane
    found: bool
    adds: bool
    layers: Sequence[Layer] = ()
    refinement: Refinement | None = None
    colours: LayerColours | None = None


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
    >>> from offcut.options import Edge, OutputOptions
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
        options: ``edges``, ``edge``, ``decontaminate``, ``clean``, and ``type``: a mask needs no
            colours.
        touched: strokes. Under a hard brush alpha is what was painted; edges that a smart stroke
            comes to are refined as any.

    Raises:
        InferenceError: if a value of the mask is no number, or infinite.
    """
    return apply_fit(
        fit_matte(tensor, mask, picture.aspect, options, touched), picture, options.edge
    )


def fit_matte(
    tensor: NDArray[np.float32],
    mask: NDArray[np.float32],
    aspect: Aspect,
    options: OutputOptions,
    touched: TouchUps | None = None,
) -> Fit:
    """All of a matte that does not depend on the picture's size; see ``make_matte``.

    Args:
        tensor: float32 [1, 3, 1024, 1024].
        mask: float32, 1024x1024 values after any leading axes of length 1, 0 to 1.
        aspect: of the picture.
        options: see ``make_matte``.
        touched: strokes; where smart ones have grown to is noted in it.

    Raises:
        InferenceError: if a value of the mask is no number, or infinite.
    """
    values = usable(mask)
    cleaned = clean(values) if options.clean else Cleaned(values, found=True)
    touched = touched or TouchUps()
    found, adds = cleaned.found, touched.adds
    fitted = Fit(cleaned.mask, found, adds)
    refines = options.edges == "refined"
    recolours = options.decontaminate and options.type == "foreground"
    if not (found or adds) or not (refines or recolours or touched.strokes):
        return fitted
    # not of the cleaned mask: what it is unsure of is what colours can tell
    copy = WorkingCopy.of(tensor, values if found else cleaned.mask, aspect, found=found)
    if touched.strokes:
        layers, refinement, coarse = fit_painted(copy, touched, refines=refines)
        fitted = fitted._replace(layers=layers, refinement=refinement)
    elif refines:
        refinement = fit(copy.picture, copy.mask, copy.aspect)
        fitted, coarse = fitted._replace(refinement=refinement), refinement.alpha
    else:
        coarse = copy.mask
    if recolours:
        fitted = fitted._replace(colours=layer_colours(copy.picture, coarse, aspect))
    return fitted


def apply_fit(fitted: Fit, picture: Picture, edge: Edge = _UNTOUCHED) -> Matte:
    """The matte of a picture at the size that it has, with its edge as it was asked for."""
    image, seen = picture.image, on_ground(picture)
    alpha = enlarged(fitted.mask, image.size)
    if fitted.layers:
        alpha = painted_alpha(alpha, seen, fitted.layers, fitted.refinement)
    elif fitted.refinement is not None:
        alpha = refine(seen, alpha, fitted.refinement)
    own = alpha if picture.alpha is None else ImageChops.multiply(alpha, picture.alpha)
    shown = edged(own, edge, picture)
    if fitted.colours is not None:
        image = _keep_own(picture, decontaminate(seen, alpha, fitted.colours, shown))
    is_empty = picture.own is not None and picture.own.kind == "empty"
    found = not is_empty and (fitted.found or (fitted.adds and shown.getbbox() is not None))
    return Matte(shown, image, found)


def _keep_own(picture: Picture, foreground: Image.Image) -> Image.Image:
    """Where a picture came with transparency, its colours are the subject's own already."""
    if picture.alpha is None:
        return foreground
    return Image.composite(foreground, picture.image, picture.alpha.point(_OPAQUE))
