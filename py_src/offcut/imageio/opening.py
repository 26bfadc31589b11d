"""Step 2a: which bytes of a file are the picture, and what a decoder says of them at first."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image, UnidentifiedImageError

from offcut.errors import UnreadableImageError
from offcut.imageio.containers import animation, camera_raw, chunks, cut_jpeg
from offcut.imageio.containers.pages import page_of
from offcut.imageio.failures import check_size, named_failures
from offcut.imageio.limits.check import MOST_DECODED_IN_PYTHON, check_file, check_opened
from offcut.imageio.limits.icons import inner_sizes
from offcut.imageio.samples import unusual_tiff
from offcut.notes import Note

# Named one by one: Pillow also knows formats that start other programs (EPS) or are no pictures.
FORMATS: Final = (
    "JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "DIB", "MPO", "ICO", "ICNS", "PPM", "TGA",
    "AVIF", "JPEG2000", "PSD", "QOI", "DDS", "SGI", "PCX",
    "HEIF", "JXL",  # with another package's help: offcut/native/plugins.py
)  # fmt: skip

_NOT_IN_THE_PAGE: Final = frozenset({"WEBP"})
"""Pyodide's Pillow has a libwebp of 2022 (CVE-2023-4863): the browser decodes these itself."""

_LARGE_PREVIEW: Final = 1000
"""Pixels of the longer side that a raw file's own JPEG must have."""

_XMP: Final = ("xmp", "XML:com.adobe.xmp")
_ANIMATED: Final = ("GIF", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose header was read, not yet its pixels.

    Attributes:
        image: what the decoder says.
        data: the bytes that it decodes: those of the file, or of the picture in it.
        notes: what to say of what was chosen.
        cut: of a JPEG that breaks off, the bytes that there are.
        frames: of an animation.
    """

    image: Image.Image
    data: bytes
    notes: tuple[Note, ...] = ()
    cut: bytes | None = None
    frames: int = 1


def open_file(data: bytes, name: str, page: int | None = None) -> Opened:
    """Find the picture in a file, and read its header.

    Args:
        data: the whole file.
        name: what to call it in an error.
        page: of a TIFF, from 1; None for the largest.

    Raises:
        UnreadableImageError: if the format is unknown, the header is damaged, or decoding would
            take far too long.
        PictureTooLargeError: if it has more than ``MAX_PIXELS`` pixels.
        InvalidOptionError: if there is no such page.
    """
    if not data:
        raise UnreadableImageError("{name} is empty.", code="picture-empty", name=name)
    notes: tuple[Note, ...] = ()
    if camera_raw.is_raw(data):
        data, notes = _preview(data, name)
    data, more = page_of(data, name, page)
    check_file(data, name)
    for size in inner_sizes(data):
        check_size(size, name, MOST_DECODED_IN_PYTHON)
    profile, cut = None, None
    if data.startswith(chunks.SIGNATURE):
        data, profile = chunks.cleaned(data)
    whole = cut_jpeg.completed(data)
    if whole is not data:
        data, cut = whole, data
    with named_failures(data, name):
        image = pillow_image(data)
        for xmp in _XMP:  # where Pillow looks for an orientation too
            image.info.pop(xmp, None)
        if profile is not None:
            image.info["icc_profile"] = profile
        check_size(image.size, name)
        check_opened(image, data, name)
    frames = animation.frames(data) if image.format in _ANIMATED else 1
    return Opened(image, data, notes + more, cut, frames)


def pillow_image(data: bytes) -> Image.Image:
    """Open bytes by one of ``FORMATS``.

    Raises:
        UnidentifiedImageError: if they are of none of them.
    """
    try:
        return Image.open(io.BytesIO(data), formats=_known_formats())
    except UnidentifiedImageError:
        image = unusual_tiff.read(data)
        if image is None:
            raise
        return image


def _preview(data: bytes, name: str) -> tuple[bytes, tuple[Note, ...]]:
    """The JPEG that a camera has put into a raw file."""
    found = camera_raw.largest_jpeg(data)
    if found is None or max(found.size) < _LARGE_PREVIEW:
        raise camera_raw.refusal(name)
    width, height = found.size
    note = Note.of(
        "It is a camera's raw file: the JPEG in it is used, {width} x {height}. For more, export "
        "the file as JPEG or TIFF first.",
        code="raw-preview",
        width=width,
        height=height,
    )
    return found.data, (note,)


@cache
def _known_formats() -> list[str]:
    Image.init()
    others = _NOT_IN_THE_PAGE if sys.platform == "emscripten" else ()
    return [name for name in FORMATS if name in Image.OPEN and name not in others]
