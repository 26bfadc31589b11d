"""Pictures that the browser decodes, not Pillow."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final, NamedTuple

import js
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pyodide.ffi import JsException

from offcut.browser.decoding import libheif, readback
from offcut.browser.decoding.fidelity import Fidelity, faithful_ways
from offcut.browser.ffi import js_blob, js_object
from offcut.errors import PictureTooLargeError, UnreadableImageError
from offcut.imageio.colour.shown import HDR
from offcut.imageio.decode import check_size
from offcut.imageio.headers import isobmff, jpeg_xl
from offcut.imageio.headers.finished import shown_size, to_picture
from offcut.imageio.headers.header import Header, damaged, unknown_format, unreadable
from offcut.imageio.picture import Picture
from offcut.notes import Note

_PATIENCE: Final = 60.0
_PATIENCE_A_PIXEL: Final = 1e-5
"""Seconds for which a decoder may be silent."""

_CONVERTED: Final = {**readback.OPTIONS, "colorSpaceConversion": "default"}
_CONVERTED_NOTE: Final = Note.of(
    "Its colours were converted to sRGB by the browser.", code="colours-converted"
)


class _Pixels(NamedTuple):
    """What was decoded: uint8 [height, width, 4], RGBA; and whether the browser made it sRGB."""

    values: NDArray[np.uint8]
    is_converted: bool = False


async def decode(header: Header, name: str) -> Picture:
    """Decode a file that was recognised to upright RGB.

    Raises:
        UnreadableImageError: if it is damaged, or the browser can't decode it, or gives its pixels
            to nobody.
        PictureTooLargeError: if it has too many pixels, or there is not enough memory.
    """
    pixels = await _patiently(header, name)
    if not pixels.is_converted:
        return to_picture(header, pixels.values)
    bare = replace(header, icc_profile=None, space=None)
    return to_picture(bare, pixels.values, _notes_of_conversion(header))


async def decode_frame(header: Header, name: str) -> Image.Image:
    """Decode one frame of an animation: mode RGBA, as it lies; see ``decode``."""
    return Image.fromarray((await _patiently(header, name)).values)


async def _patiently(header: Header, name: str) -> _Pixels:
    width, height = shown_size(header)
    try:
        async with asyncio.timeout(_PATIENCE + _PATIENCE_A_PIXEL * width * height):
            return await _pixels(header, name)
    except TimeoutError as error:
        raise unreadable(name) from error
    except MemoryError as error:
        raise PictureTooLargeError(
            "{name} needs more memory than there is.", code="picture-memory", name=name
        ) from error


def _notes_of_conversion(header: Header) -> tuple[Note, ...]:
    """What to say where the browser has converted colours, and that changed them."""
    if header.space is not None and isinstance(header.space.curve, str):
        return (HDR,)
    return (_CONVERTED_NOTE,)


async def _pixels(header: Header, name: str) -> _Pixels:
    ways = await faithful_ways()
    if not header.is_opaque:
        ways = sorted(ways, key=lambda way: not way.keeps_alpha)
    keeps = header.is_srgb or header.is_bare
    is_converted = not keeps and not (header.icc_profile and ways and ways[0].keeps_colours)
    options = js_object(_CONVERTED if is_converted else readback.OPTIONS)
    try:
        bitmap = await js.createImageBitmap(js_blob(header.bare, header.media), options)
    except JsException as error:
        if header.format == isobmff.HEIC:
            return _Pixels(await libheif.decode(header, name))
        raise await _refusal(header, name) from error
    pixels = await _read(ways, bitmap, header, name)
    if header.opaque is not None and not ways[0].keeps_alpha:
        with suppress(JsException):
            twin = await js.createImageBitmap(js_blob(header.opaque, header.media), options)
            pixels[..., :3] = (await _read(ways, twin, header, name))[..., :3]
    return _Pixels(pixels, is_converted)


def _check(bitmap: Any, header: Header, name: str) -> None:
    size = bitmap.width, bitmap.height
    if header.is_bare and size != header.size:
        raise damaged(name, header.format)
    check_size(size, name)


async def _read(ways: list[Fidelity], bitmap: Any, header: Header, name: str) -> NDArray[np.uint8]:
    try:
        _check(bitmap, header, name)
        for fidelity in ways:
            with suppress(readback.UnavailableError):
                return await readback.read(fidelity.way, bitmap)
    finally:
        bitmap.close()
    raise UnreadableImageError(
        "{name} can't be read: this browser alters the pixels that pages see, against "
        "fingerprinting. Allow this site to read them, or save the picture as PNG or JPEG first.",
        code="picture-altered",
        name=name,
    )


async def _refusal(header: Header, name: str) -> UnreadableImageError:
    """Each browser that the page runs in knows WebP and AVIF; of JPEG XL, few say so."""
    if header.format != jpeg_xl.NAME:
        return damaged(name, header.format)
    known = hasattr(js, "ImageDecoder") and await js.ImageDecoder.isTypeSupported(header.media)
    return damaged(name, header.format) if known else unknown_format(name, header.format)
