"""Step 2a: the bytes of a file to an upright RGB picture."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from offcut.errors import UnreadableImageError
from offcut.imageio.colour.shown import shown
from offcut.imageio.containers.metadata import density_of, orientation_of
from offcut.imageio.failures import check_size, named_failures
from offcut.imageio.headers import isobmff
from offcut.imageio.headers.header import Header
from offcut.imageio.loading import load
from offcut.imageio.modes import to_rgb_and_alpha
from offcut.imageio.opening import FORMATS, Opened, open_file
from offcut.imageio.picture import Picture
from offcut.imageio.samples import lab
from offcut.imageio.samples.deep_grey import to_grey
from offcut.imageio.samples.exact_key import alpha_by_key
from offcut.imageio.samples.unusual_tiff import DEPTH
from offcut.notes import Note

__all__ = ["FORMATS", "check_size", "named_failures", "open_file"]

_BITS_PER_SAMPLE_TAG: Final = 0x0102
_PNG_DEPTH_AT: Final = 24  # the first chunk is IHDR: 8 bytes of signature, 8 of frame, 8 of size
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS: Final = range(5, 9)
_USUAL_DEPTH: Final = 8
_DEEP_MODES: Final = ("I", "F")
_CONTAINED: Final = ("AVIF", "HEIF")


def open_image(data: bytes, name: str, page: int | None = None) -> Image.Image:
    """Read a file's header, not yet its pixels; see ``open_file``."""
    return open_file(data, name, page).image


def decode(data: bytes, name: str, page: int | None = None) -> Picture:
    """Decode a picture to upright RGB at full size.

    Of an animation, the first frame that shows something. Of 16-bit samples, the upper 8 bits. Of a
    file that breaks off, what there is; the picture's notes say so.

    Raises:
        UnreadableImageError: if the pixels can't be read.
        PictureTooLargeError, InvalidOptionError: see ``open_file``.
    """
    opened = open_file(data, name, page)
    with named_failures(opened.data, name):
        return _picture(opened, name)


def decode_reduced(data: bytes, name: str, side: int, page: int | None = None) -> Picture:
    """Decode a JPEG to upright RGB at a half, a quarter or an eighth, for a preview.

    Other formats, and pictures that are small already, come at full size.

    Args:
        data: the file's bytes.
        name: what to call it in an error.
        side: pixels that its longer side has at least, if the picture has as many.
        page: of a TIFF, from 1; None for the largest.

    Raises:
        UnreadableImageError: if the pixels can't be read.
        PictureTooLargeError, InvalidOptionError: see ``open_file``.
    """
    opened = open_file(data, name, page)
    image = opened.image
    with named_failures(opened.data, name):
        width, height = image.size
        share = min(1, side / max(width, height))
        # at least so many in both directions, or it is reduced less
        image.draft(None, (math.ceil(width * share), math.ceil(height * share)))
        value = orientation(image)
        return replace(_picture(opened, name), full_size=upright_size((width, height), value))


def upright_size(size: tuple[int, int], value: int) -> tuple[int, int]:
    """Width and height after an EXIF orientation (1 to 8) is undone."""
    return size[::-1] if value in _SIDEWAYS else size


def from_image(image: Image.Image, name: str) -> Picture:
    """Take a picture that Pillow has opened: of any mode, turned upright by its EXIF orientation.

    Raises:
        UnreadableImageError: if the pixels can't be read.
        PictureTooLargeError: see ``open_image``.
    """
    check_size(image.size, name)
    with named_failures(b"", name):
        image.load()
        return _upright_picture(image, 8, b"")


def from_pixels(pixels: NDArray[np.uint8], name: str) -> Picture:
    """Take a picture that is decoded already: uint8 [height, width, 4], RGBA, straight alpha.

    Raises:
        UnreadableImageError: if it has no pixels.
        PictureTooLargeError: see ``open_image``.
    """
    check_size((pixels.shape[1], pixels.shape[0]), name)
    return Picture.of(*to_rgb_and_alpha(Image.fromarray(pixels)))


def orientation(image: Image.Image) -> int:
    """The EXIF orientation of a picture, 1 to 8; 1 (upright) where it says none."""
    return orientation_of(image)


def turn_upright(image: Image.Image, value: int) -> Image.Image:
    """Undo an EXIF orientation (1 to 8)."""
    return image.transpose(_TURNS[value]) if value in _TURNS else image


def depth_note(bits: int) -> tuple[Note, ...]:
    """What to say of a picture of so many bits per channel; nothing of one that has 8."""
    if bits <= _USUAL_DEPTH:
        return ()
    return (Note.of("It has {bits} bits per channel: the result has 8.", code="depth", bits=bits),)


def _picture(opened: Opened, name: str) -> Picture:
    image, notes = load(opened, name)
    depth = _depth(image, opened.data)
    picture = _upright_picture(image, depth, opened.data)
    is_deep = image.mode in _DEEP_MODES or image.mode.startswith("I;16")
    notes += depth_note(16 if is_deep and depth <= _USUAL_DEPTH else depth)
    return replace(picture, notes=notes + picture.notes)


def _upright_picture(image: Image.Image, depth: int, data: bytes = b"") -> Picture:
    value, density = orientation(image), density_of(image)
    if density is not None and value in _SIDEWAYS:
        density = density[::-1]
    notes: tuple[Note, ...] = ()
    alpha = None
    if isinstance(image, TiffImageFile) and (grey := to_grey(image)) is not None:
        profile = image.info.get("icc_profile")
        image, notes = Image.fromarray(grey[0]), grey[1]
        image.info["icc_profile"] = profile
    elif image.mode == "LAB":
        image = lab.to_rgb(image)
    elif depth == 16 and image.format == "PNG":
        alpha = alpha_by_key(image, data)
    if alpha is not None:
        image = image.copy()
        del image.info["transparency"]
        alpha = turn_upright(alpha, value)
    header = _header(image, data)
    named = None if header is None else header.space
    picture = shown(turn_upright(image, value), data, depth, alpha, named)
    return replace(picture, notes=notes + picture.notes, density=density)


def _depth(image: Image.Image, data: bytes) -> int:
    """Bits per sample, where the decoded picture doesn't tell."""
    if image.format == "PNG":
        return data[_PNG_DEPTH_AT]
    if isinstance(image, TiffImageFile):
        return int(image.tag_v2.get(_BITS_PER_SAMPLE_TAG, (8,))[0])
    header = _header(image, data)
    return int(image.info.get(DEPTH, 8)) if header is None else header.depth


def _header(image: Image.Image, data: bytes) -> Header | None:
    """What an AVIF or HEIC file says; None of all else."""
    kind = isobmff.kind_of(data) if image.format in _CONTAINED else None
    try:
        return None if kind is None else isobmff.read_header(data, "The picture", kind)
    except UnreadableImageError:  # it is decoded all the same: there is nothing to say of it
        return None
