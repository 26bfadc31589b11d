"""Step 5a: picture, subject and alpha to the picture that was asked for."""

from __future__ import annotations

from typing import Final, NamedTuple

from PIL import Image

from offcut.composite import background, resize, shadow
from offcut.composite.crop import cut, frame
from offcut.imageio.picture import Picture
from offcut.numeric.planes import Box
from offcut.numeric.tiles import tile_boxes
from offcut.options import NATURAL, OutputOptions

_NO_ALPHA: Final = [255] + [0] * 255


class Composed(NamedTuple):
    """A picture that was cut out.

    Attributes:
        image: the picture's size, unless a crop, a canvas or a smaller size is asked for. Mode L
            for the mask; RGB on an opaque background; otherwise RGBA, straight (not premultiplied)
            alpha, with every fully transparent pixel zero: what was cut away is gone, not hidden.
        box: what it shows, in pixels of the picture; may reach beyond it.
    """

    image: Image.Image
    box: Box


def compose(  # noqa: PLR0913 - what is seldom given is given by name
    picture: Picture,
    foreground: Image.Image,
    alpha: Image.Image,
    options: OutputOptions,
    *,
    consume: bool = False,
    shade: Image.Image | None = None,
) -> Composed:
    """Cut the picture out.

    Args:
        picture: the whole picture.
        foreground: mode RGB, the picture's size: the subject's own colours, which are not the
            picture's where the background shines through.
        alpha: mode L, the picture's size.
        options: which part is asked for, and on what.
        consume: the foreground may become the result, which saves a copy of it.
        shade: mode L, stretched over the picture: the subject's natural shadow, if it has one and
            the options ask for it.

    Raises:
        UnreadableImageError: if the background is a picture that can't be read.
        PictureTooLargeError: if that, or the canvas, has too many pixels.
    """
    box = frame(alpha, options, picture.subject)
    image = _cut_out(picture, _Subject(foreground, alpha, consume, shade), box, options)
    if options.size is not None:
        image = resize.shrink_to(image, options.size)
    if image.mode == "RGBA":
        _clear_transparent(image)
    return Composed(image, box)


class _Subject(NamedTuple):
    """Colours (mode RGB) and alpha (mode L) of the picture's size."""

    colours: Image.Image
    alpha: Image.Image
    may_change: bool
    """Whether the colours may."""
    shade: Image.Image | None
    """Its natural shadow, of any size."""


def _cut_out(picture: Picture, subject: _Subject, box: Box, options: OutputOptions) -> Image.Image:
    """The result at full size.

    In RGBA it is an image which the caller may modify; fully transparent pixels may have a colour.
    """
    alpha = subject.alpha
    if options.type == "mask":
        return cut(alpha, box)
    below = background.layer(picture, alpha, box, options)
    if options.type == "background":
        return _laid(cut(picture.image, box), cut(background.remainder(picture, alpha), box), below)
    shade = _shade(picture, subject, box, options)
    if shade is not None:
        below = _laid(Image.new("RGB", shade.size), shade, below)
    colours = cut(subject.colours, box)
    ours = subject.may_change or colours is not subject.colours
    return _laid(colours, cut(alpha, box), below, consume=ours)


def _shade(
    picture: Picture, subject: _Subject, box: Box, options: OutputOptions
) -> Image.Image | None:
    """The shadow's alpha: mode L, the box's size."""
    if not options.shadow:
        return None
    if options.shadow != NATURAL:
        return shadow.cast(subject.alpha, box, options, picture.subject)
    if subject.shade is None:
        return None
    return cut(subject.shade.resize(subject.alpha.size, Image.Resampling.BILINEAR), box)


def _laid(
    colours: Image.Image, alpha: Image.Image, below: Image.Image | None, *, consume: bool = False
) -> Image.Image:
    """Lay colours on what is below, by Porter and Duff's "over"; that may be changed by it.

    With ``consume``, the colours may be changed too.
    """
    if below is not None and below.mode == "RGB":
        below.paste(colours, mask=alpha)
        return below
    layer = colours if consume else colours.copy()
    layer.putalpha(alpha)
    return layer if below is None else Image.alpha_composite(below, layer)


def _clear_transparent(image: Image.Image) -> None:
    for box in tile_boxes(image.size):
        alpha = image.crop(box).getchannel("A")
        least, most = alpha.getextrema()
        if most == 0:  # as most tiles: a mask is needed only where some of a tile stays
            image.paste((0, 0, 0, 0), box)
        elif least == 0:
            image.paste((0, 0, 0, 0), box, alpha.point(_NO_ALPHA))
