"""Step 5b: the finished picture to the bytes of a file."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image

from offcut.errors import PictureTooLargeError
from offcut.imageio.png import write_png
from offcut.imageio.tiff import write_tiff
from offcut.options import FORMATS, OutputOptions

_WEBP_SIDE = 16383  # a limit of the format (RFC 9649, 2.6)
DENSITY: Final = "dpi"
"""Under this name, which is Pillow's too, an image has its pixels an inch, across and down."""

_JPEG_DENSITY = 65535  # JFIF has 16 bits for it
_JPEG_SIDE = 65500  # libjpeg's JPEG_MAX_DIMENSION


def encode(image: Image.Image, options: OutputOptions, icc_profile: bytes | None) -> bytes:
    """Write a picture.

    Of the metadata, only the colour profile and the density are kept (EXIF can hold a place, a
    comment anything). WebP has the density in EXIF alone, so there it is left out.

    Args:
        image: mode L, RGB or RGBA; its density by the name ``DENSITY``.
        options: format and quality.
        icc_profile: an RGB colour profile, left out of a mask.

    Raises:
        PictureTooLargeError: if the format can't hold a picture of this size.
    """
    name = FORMATS[options.format]
    check_sides(image, name)
    if image.mode == "L":
        icc_profile = None
    density = image.info.get(DENSITY)
    if name == "PNG":
        return write_png(image, icc_profile, density=density)
    if name == "TIFF":
        return write_tiff(image, icc_profile, density)
    if name == "WEBP":
        return webp_file(image, options.quality, icc_profile)
    settings: dict[str, Any] = {"quality": round(options.quality * 100)}
    settings["comment"] = None  # else Pillow takes that of the picture it is laid on
    if density is not None:
        settings["dpi"] = tuple(min(_JPEG_DENSITY, max(1, round(each))) for each in density)
    if icc_profile is not None:
        settings["icc_profile"] = icc_profile
    file = io.BytesIO()
    image.save(file, name, **settings)
    return file.getvalue()


def check_sides(image: Image.Image, name: str) -> None:
    """Refuse a picture that a format can't hold.

    Args:
        image: what is to be written.
        name: of the format, a value of ``FORMATS``.

    Raises:
        PictureTooLargeError: if so.
    """
    limit = {"WEBP": _WEBP_SIDE, "JPEG": _JPEG_SIDE}.get(name)
    if limit and max(image.size) > limit:
        raise PictureTooLargeError(
            "{format} holds at most {limit} pixels a side, this is {width} x {height}: "
            "choose PNG, TIFF, or a smaller size.",
            code="result-too-large",
            format=name,
            limit=limit,
            width=image.width,
            height=image.height,
        )


def webp_file(image: Image.Image, quality: float, icc_profile: bytes | None = None) -> bytes:
    """Write a picture as WebP; see ``encode``."""
    # Without "exact", the colour of see-through pixels would be smeared into what was zeroed. What
    # is left there is the codec's own ringing beside kept pixels: they are all that it gets to see.
    settings: dict[str, Any] = {"quality": round(quality * 100), "exact": True}
    if icc_profile is not None:
        settings["icc_profile"] = icc_profile
    file = io.BytesIO()
    image.save(file, "WEBP", **settings)
    return file.getvalue()
