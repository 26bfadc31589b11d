"""Step 2a: the bytes of a file to an upright RGB picture."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from offcut.errors import OffcutError, PictureTooLargeError, UnreadableImageError
from offcut.imageio.colour_profile import rebuilt
from offcut.imageio.limits.check import MOST_DECODED_IN_PYTHON, check_file, check_opened, slow
from offcut.imageio.limits.icons import inner_sizes
from offcut.imageio.modes import to_rgb_and_alpha
from offcut.imageio.picture import MAX_PIXELS, Picture

# Named one by one: Pillow also knows formats that start other programs (EPS) or are no pictures.
FORMATS: Final = (
    "JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "DIB", "MPO", "ICO", "ICNS", "PPM", "TGA",
    "AVIF", "JPEG2000", "PSD", "QOI", "DDS", "SGI", "PCX",
)  # fmt: skip

_ORIENTATION_TAG: Final = 0x0112
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
_NO_CODEC: Final = "decoder error -2"  # damage, or deflate in TIFF: Pyodide's libtiff lacks it
_TOO_MUCH_TEXT: Final = "MAX_TEXT_"  # Pillow's limits for what a PNG has packed beside its pixels
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_HEIC_BRANDS: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_SIGNATURES: Final = {
    b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF8": "GIF",
    b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF",
}  # fmt: skip


def open_image(data: bytes, name: str) -> Image.Image:
    """Read a file's header, not yet its pixels.

    Args:
        data: the whole file.
        name: what to call it in an error.

    Raises:
        UnreadableImageError: if the format is unknown, the header is damaged, or decoding would
            take far too long.
        PictureTooLargeError: if it has more than ``MAX_PIXELS`` pixels.
    """
    if not data:
        raise UnreadableImageError("{name} is empty.", code="picture-empty", name=name)
    check_file(data, name)
    for size in inner_sizes(data):
        check_size(size, name, MOST_DECODED_IN_PYTHON)
    with named_failures(data, name):
        image = Image.open(io.BytesIO(data), formats=_known_formats())
        check_size(image.size, name)
        check_opened(image, data, name)
    return image


def decode(data: bytes, name: str) -> Picture:
    """Decode a picture to upright RGB at full size.

    Of an animation, the first frame. Of 16-bit samples, the upper 8 bits.

    Raises:
        UnreadableImageError: if the pixels can't be read.
        PictureTooLargeError: see ``open_image``.
    """
    image = open_image(data, name)
    with named_failures(data, name):
        image.load()
        return _upright_picture(image, _depth(image, data))


def decode_reduced(data: bytes, name: str, side: int) -> Picture:
    """Decode a JPEG to upright RGB at a half, a quarter or an eighth, for a preview.

    Other formats, and pictures that are small already, come at full size.

    Args:
        data: the file's bytes.
        name: what to call it in an error.
        side: pixels that its longer side has at least, if the picture has as many.

    Raises:
        UnreadableImageError: if the pixels can't be read.
        PictureTooLargeError: see ``open_image``.
    """
    image = open_image(data, name)
    with named_failures(data, name):
        width, height = image.size
        share = min(1, side / max(width, height))
        # at least so many in both directions, or it is reduced less
        image.draft(None, (math.ceil(width * share), math.ceil(height * share)))
        image.load()
        picture = _upright_picture(image, _depth(image, data))
        return replace(picture, full_size=upright_size((width, height), orientation(image)))


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
        return _upright_picture(image, 8)


def from_pixels(pixels: NDArray[np.uint8], name: str) -> Picture:
    """Take a picture that is decoded already: uint8 [height, width, 4], RGBA, straight alpha.

    Raises:
        UnreadableImageError: if it has no pixels.
        PictureTooLargeError: see ``open_image``.
    """
    check_size((pixels.shape[1], pixels.shape[0]), name)
    return Picture(*to_rgb_and_alpha(Image.fromarray(pixels)))


def orientation(image: Image.Image) -> int:
    """The EXIF orientation of a picture, 1 to 8; 1 (upright) where it says none."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - damaged metadata raises anything, and mustn't cost the picture
        return 1
    return value if value in _TURNS else 1


def turn_upright(image: Image.Image, value: int) -> Image.Image:
    """Undo an EXIF orientation (1 to 8)."""
    return image.transpose(_TURNS[value]) if value in _TURNS else image


@contextmanager
def named_failures(data: bytes, name: str) -> Iterator[None]:
    """Turn whatever a decoder raises into an error that names the file and the reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata; a picture that fails raises
            yield
    except OffcutError:
        raise
    except MemoryError as error:
        raise PictureTooLargeError(
            "{name} needs more memory than there is.", code="picture-memory", name=name
        ) from error
    except Image.DecompressionBombError as error:
        raise PictureTooLargeError(
            "{name} has too many pixels: scale it down first.", code="picture-bomb", name=name
        ) from error
    except UnidentifiedImageError as error:
        raise _unknown(data, name) from error
    except Exception as error:
        # Pillow's decoders raise almost any class on damaged bytes: OSError, SyntaxError,
        # ValueError, struct.error, IndexError, ...
        reason = str(error).strip().rstrip(".") or type(error).__name__
        if _TOO_MUCH_TEXT in reason:
            raise slow(name) from error
        if reason == _NO_CODEC:
            raise UnreadableImageError(
                "{name} can't be read: it is damaged, or packed in a way that is not known here; "
                "try PNG or JPEG.",
                code="picture-packed",
                name=name,
            ) from error
        raise UnreadableImageError(
            "{name} can't be read: {reason}.", code="picture-unreadable", name=name, reason=reason
        ) from error


def check_size(size: tuple[int, int], name: str, limit: int | None = None) -> None:
    """Refuse a picture that can't be worked on.

    Args:
        size: width and height, pixels.
        name: what to call it in an error.
        limit: pixels; None for ``MAX_PIXELS``.

    Raises:
        UnreadableImageError: if it has no pixels.
        PictureTooLargeError: if it has too many.
    """
    width, height = size
    most = MAX_PIXELS if limit is None else limit
    if width < 1 or height < 1:
        raise UnreadableImageError(
            "{name} is {width} x {height}: there are no pixels in it.",
            code="picture-no-pixels",
            name=name,
            width=width,
            height=height,
        )
    if width * height > most:
        raise PictureTooLargeError(
            "{name} is {width} x {height}, {megapixels} megapixels: "
            "scale it below {limit} megapixels first.",
            code="picture-too-large",
            name=name,
            width=width,
            height=height,
            megapixels=round(width * height / 1e6),
            limit=round(most / 1e6),
        )


def _unknown(data: bytes, name: str) -> UnreadableImageError:
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            return UnreadableImageError(
                "{name} is a damaged {format} file and can't be read.",
                code="picture-damaged",
                name=name,
                format=kind,
            )
    brands = _brands(data)
    for known, kind in ((_AVIF_BRANDS, "AVIF"), (_HEIC_BRANDS, "HEIC")):
        if brands & known:
            return UnreadableImageError(
                "{name} is {format}, which can't be read here: save it as JPEG or PNG first.",
                code="picture-format",
                name=name,
                format=kind,
            )
    return UnreadableImageError(
        "{name} is no picture that can be read here: choose JPEG, PNG, WebP, TIFF, GIF or BMP.",
        code="picture-unknown",
        name=name,
    )


def _brands(data: bytes) -> set[bytes]:
    """The brands that an ISO media file (ISO/IEC 14496-12, 4.3) says it conforms to."""
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4], "big"), len(data))
    return {data[8:12]} | {data[start : start + 4] for start in range(16, end, 4)}


@cache
def _known_formats() -> list[str]:
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]


def _upright_picture(image: Image.Image, depth: int) -> Picture:
    upright = turn_upright(image, orientation(image))
    return Picture(*to_rgb_and_alpha(upright, depth), _rgb_profile(image))


def _depth(image: Image.Image, data: bytes) -> int:
    """Bits per sample, where the decoded picture doesn't tell."""
    if image.format == "PNG":
        return data[_PNG_DEPTH_AT]
    if isinstance(image, TiffImageFile):
        return int(image.tag_v2.get(_BITS_PER_SAMPLE_TAG, (8,))[0])
    return 8


def _rgb_profile(image: Image.Image) -> bytes | None:
    """The colour profile, if it still describes the pixels once they are RGB."""
    profile = image.info.get("icc_profile")
    return rebuilt(profile) if isinstance(profile, bytes) else None
