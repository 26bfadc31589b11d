"""Step 5a: what the result is laid on."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops

from offcut.composite import background_blur
from offcut.imageio import decode
from offcut.imageio.loading import refuse_incomplete
from offcut.imageio.picture import Picture, on_ground
from offcut.numeric.planes import Box
from offcut.options import BLUR, OutputOptions

NAME: Final = "The background picture"
"""What errors call it."""

_KEPT: Final = 25_000_000
"""Pixels (4 bytes each) of the largest that stays decoded for the next picture."""


def layer(
    picture: Picture, alpha: Image.Image, box: Box, options: OutputOptions
) -> Image.Image | None:
    """Make the background.

    The colours of a picture from a file are taken as they are, whatever profile it has. The last
    one stays decoded, until another background is asked for.

    Args:
        picture: the whole picture.
        alpha: mode L, the subject's, of the picture's size.
        box: the part of the plane that the result shows.
        options: ``background``, ``fit`` and ``blur``.

    Returns:
        A new image of the box's size, which the caller may modify: mode RGB if it is opaque, else
        RGBA with straight alpha. None for a transparent background.

    Raises:
        UnreadableImageError: if the background's file can't be read.
        PictureTooLargeError: if it has too many pixels.
    """
    size = (box[2] - box[0], box[3] - box[1])
    if isinstance(options.background, bytes):
        fitted = _fitted(_decoded(options.background), size, options.fit)
        return _on_white(fitted) if options.format == "image/jpeg" else fitted
    _kept.cache_clear()
    if options.colour is not None:
        return Image.new("RGB", size, options.colour)
    if options.background == BLUR:
        return background_blur.defocused(
            picture.image, _seen_behind(picture, alpha), options.blur, box
        )
    return None


def remainder(picture: Picture, alpha: Image.Image) -> Image.Image:
    """What the subject leaves over of the picture's own alpha: mode L, the picture's size."""
    whole = picture.alpha or Image.new("L", alpha.size, 255)
    return ImageChops.subtract(whole, alpha)


def _seen_behind(picture: Picture, alpha: Image.Image) -> Image.Image:
    """The remainder; where there is none, the picture's own alpha, which may hide colours."""
    behind = remainder(picture, alpha)
    return picture.alpha if picture.alpha and not behind.getbbox() else behind


def _decoded(data: bytes) -> Image.Image:
    """Mode RGB or RGBA; not to be changed, for others may get the same."""
    width, height = decode.open_image(data, NAME).size
    return _kept(data) if width * height <= _KEPT else _decode(data)


def _decode(data: bytes) -> Image.Image:
    picture = decode.decode(data, NAME)
    refuse_incomplete(
        picture.notes, NAME
    )  # what is said beside a result is said of its own picture
    if picture.alpha is not None:
        picture.image.putalpha(picture.alpha)  # scaling RGBA weighs colours by it
    return picture.image


_kept: Final = lru_cache(maxsize=1)(_decode)


def _fitted(image: Image.Image, size: tuple[int, int], fit: str) -> Image.Image:
    scales = [new / old for new, old in zip(size, image.size, strict=True)]
    if fit == "cover":
        shown = [length / max(scales) for length in size]
        left, upper = ((old - new) / 2 for old, new in zip(image.size, shown, strict=True))
        return _scaled(image, size, (left, upper, left + shown[0], upper + shown[1]))
    width, height = (max(1, round(old * min(scales))) for old in image.size)
    scaled = _scaled(image, (width, height), (0, 0, *image.size))
    if scaled.size == size:
        return scaled
    sheet = Image.new("RGBA", size)
    sheet.paste(scaled.convert("RGBA"), ((size[0] - width) // 2, (size[1] - height) // 2))
    return sheet


def _scaled(
    image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]
) -> Image.Image:
    within = (max(box[0], 0), max(box[1], 0), min(box[2], image.width), min(box[3], image.height))
    return image.resize(size, Image.Resampling.BICUBIC, within, reducing_gap=3)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    return on_ground(Picture(image.convert("RGB"), image.getchannel("A")))
