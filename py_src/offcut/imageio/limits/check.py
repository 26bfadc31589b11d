"""The work that a file may ask for. Nothing can stop a decoder once it has begun."""

from __future__ import annotations

from typing import Final

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from offcut.errors import UnreadableImageError
from offcut.imageio.limits import blocks, jpeg, tiff
from offcut.imageio.limits.directory import repeats_itself

MOST_DECODED_IN_PYTHON: Final = 16_000_000
"""Pixels: some of Pillow's decoders are written in Python, and take about a second for each
million of pixels, three in the page; a run of equal pixels may be a byte in the file."""

_EXIF: Final = "exif"  # what Pillow calls it


def check_file(data: bytes, name: str) -> None:
    """Refuse a file that would be slow to open.

    Args:
        data: the whole file.
        name: what to call it in the error.

    Raises:
        UnreadableImageError: if so.
    """
    is_slow = (
        (data.startswith(jpeg.SIGNATURE) and jpeg.is_slow(data))
        or (data.startswith(blocks.PNG) and blocks.is_slow_png(data))
        or (data.startswith(blocks.GIF) and blocks.is_slow_gif(data))
        or repeats_itself(data)
    )
    if is_slow:
        raise slow(name)


def check_opened(image: Image.Image, data: bytes, name: str) -> None:
    """Refuse a file that would be slow to decode.

    Args:
        image: opened, not yet decoded.
        data: the whole file.
        name: what to call it in the error.

    Raises:
        UnreadableImageError: if so.
    """
    width, height = image.size
    if width * height > MOST_DECODED_IN_PYTHON and _is_decoded_in_python(image):
        raise UnreadableImageError(
            "{name} is {format} of {megapixels} megapixels, which takes too long to read here: "
            "save it as PNG or JPEG first.",
            code="picture-slow-format",
            name=name,
            format=image.format or "",
            megapixels=round(width * height / 1e6),
        )
    if isinstance(image, TiffImageFile) and tiff.is_slow(image, len(data)):
        raise slow(name)
    if repeats_itself(image.info.get(_EXIF) or b""):
        raise slow(name)


def slow(name: str) -> UnreadableImageError:
    """The error of a file that was made to be slow."""
    return UnreadableImageError(
        "{name} is built in a way that takes too long to read: save it anew as PNG or JPEG first.",
        code="picture-slow",
        name=name,
    )


def _is_decoded_in_python(image: Image.Image) -> bool:
    return any(tile[0] in Image.DECODERS for tile in getattr(image, "tile", ()))
