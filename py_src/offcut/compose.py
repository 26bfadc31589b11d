"""Step 5a: picture and alpha to the picture that was asked for."""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageChops

from offcut.decode import Picture
from offcut.options import OutputOptions

_ANY_ALPHA: Final = [0] + [255] * 255


def compose(picture: Picture, alpha: Image.Image, options: OutputOptions) -> Image.Image:
    """Cut the picture out.

    Args:
        picture: the whole picture.
        alpha: mode L, the picture's size.
        options: which part is asked for, and on what.

    Returns:
        The picture's size. Mode L for the mask; RGB on a background colour; otherwise RGBA,
        straight (not premultiplied) alpha, with every fully transparent pixel zero: what was cut
        away is gone, not hidden.
    """
    if options.type == "mask":
        return alpha
    if options.type == "background":
        # what the subject leaves over of the picture's own alpha
        whole = picture.alpha or Image.new("L", alpha.size, 255)
        alpha = ImageChops.subtract(whole, alpha)
    if options.colour is not None:
        canvas = Image.new("RGB", picture.image.size, options.colour)
        canvas.paste(picture.image, mask=alpha)
        return canvas
    cut = picture.image.copy()
    cut.putalpha(alpha)
    return Image.composite(cut, Image.new("RGBA", cut.size), alpha.point(_ANY_ALPHA))
