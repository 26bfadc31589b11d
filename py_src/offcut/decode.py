"""Step 2a: the bytes of a file to an upright RGB picture."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from offcut.errors import OffcutError, PictureTooLargeError, UnreadableImageError

MAX_PIXELS: Final = 120_000_000
"""Largest picture worked on: beyond it a 32-bit heap can't hold picture, alpha and output."""

# Named one by one: Pillow also knows formats that start other programs (EPS) or are no pictures.
FORMATS: Final = (
    "JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "DIB", "MPO", "ICO", "ICNS", "PPM", "TGA",
    "AVIF", "JPEG2000", "PSD", "QOI", "DDS", "SGI", "PCX",
)  # fmt: skip

_ORIENTATION_TAG: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_CONTAINER_BRANDS: Final = {
    b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        image: mode RGB, upright, full size.
        alpha: mode L, same size: the transparency that the file came with; None if opaque.
        icc_profile: bytes of an RGB colour profile, or None.
    """

    image: Image.Image
    alpha: Image.Image | None = None
    icc_profile: bytes | None = None


def open_image(data: bytes, name: str) -> Image.Image:
    """Read a file's header, not yet its pixels.

    Args:
        data: the whole file.
        name: what to call it in an error.

    Raises:
        UnreadableImageError: if the format is unknown or the header is damaged.
        PictureTooLargeError: if it has more than ``MAX_PIXELS`` pixels.
    """
    if not data:
        raise UnreadableImageError(f"{name} is empty.")
    with named_failures(data, name):
        image = Image.open(io.BytesIO(data), formats=_known_formats())
    _check_size(image.size, name)
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
        upright = turn_upright(image, orientation(image))
        if upright.has_transparency_data:
            upright = upright.convert("RGBA")
            return Picture(upright.convert("RGB"), upright.getchannel("A"), _rgb_profile(image))
        return Picture(_to_rgb(upright), None, _rgb_profile(image))


def from_pixels(pixels: NDArray[np.uint8], name: str) -> Picture:
    """Take a picture that is decoded already: uint8 [height, width, 4], RGBA, straight alpha.

    Raises:
        PictureTooLargeError: see ``open_image``.
    """
    _check_size((pixels.shape[1], pixels.shape[0]), name)
    image = Image.fromarray(pixels)
    alpha = image.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    return Picture(image.convert("RGB"), None if opaque else alpha)


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
        raise PictureTooLargeError(f"{name} needs more memory than there is.") from error
    except Image.DecompressionBombError as error:
        raise PictureTooLargeError(f"{name} has too many pixels: scale it down first.") from error
    except UnidentifiedImageError as error:
        raise UnreadableImageError(_unknown(data, name)) from error
    except Exception as error:
        # Pillow's decoders raise almost any class on damaged bytes: OSError, SyntaxError,
        # ValueError, struct.error, IndexError, ...
        reason = str(error).strip().rstrip(".") or type(error).__name__
        raise UnreadableImageError(f"{name} is damaged and can't be read: {reason}.") from error


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise PictureTooLargeError(
            f"{name} is {width} x {height}, {width * height / 1e6:.0f} megapixels: "
            f"scale it below {MAX_PIXELS / 1e6:.0f} megapixels first."
        )


def _unknown(data: bytes, name: str) -> str:
    kind = _CONTAINER_BRANDS.get(data[8:12]) if data[4:8] == b"ftyp" else None
    if kind:
        return f"{name} is {kind}, which can't be read here: save it as JPEG or PNG first."
    return f"{name} is no picture that can be read here: choose JPEG, PNG, WebP, TIFF, GIF or BMP."


@cache
def _known_formats() -> list[str]:
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        # convert() would clip 16-bit grey at 255 instead of scaling it
        samples = np.asarray(image).astype(np.uint16)
        image = Image.fromarray((samples >> 8).astype(np.uint8))
    elif image.mode == "I":
        samples = np.asarray(image)
        image = Image.fromarray(np.clip(samples >> 8, 0, 255).astype(np.uint8))
    return image.convert("RGB")


def _rgb_profile(image: Image.Image) -> bytes | None:
    """The colour profile, if it still describes the pixels once they are RGB.

    Bytes 16 to 19 of a profile's header name its colour space (ICC.1:2022, 7.2.6).
    """
    profile = image.info.get("icc_profile")
    return profile if isinstance(profile, bytes) and profile[16:20] == b"RGB " else None
