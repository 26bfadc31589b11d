"""The pixels of an ImageBitmap.

A browser gives no direct way to them. A canvas gives those of an opaque bitmap exactly, but
multiplies colours by alpha. A VideoFrame gives all, in some browsers. Protection against
fingerprinting alters what a page reads of a canvas. So each way is tried first on pictures whose
pixels are known.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, NamedTuple

import js
import numpy as np
from numpy.typing import NDArray
from pyodide.ffi import JsException

from offcut.browser.ffi import js_object

OPTIONS: Final = {"premultiplyAlpha": "none", "colorSpaceConversion": "none"}
"""Of ``createImageBitmap``: the pixels as the file has them."""

_TILE: Final = 1 << 22
"""Pixels that are read at once: little beside the picture, much beside a call."""

_MOST_WIDE: Final = 4096
"""Of a tile: what each canvas can do."""

_ORDERS: Final = {"RGBA": [0, 1, 2, 3], "BGRA": [2, 1, 0, 3], "RGBX": [0, 1, 2], "BGRX": [2, 1, 0]}
"""Where a VideoFrame's bytes have red, green, blue and alpha, by its format."""


class UnavailableError(Exception):
    """This browser has no such way."""


class Tile(NamedTuple):
    """A part of a picture, pixels."""

    left: int
    top: int
    width: int
    height: int


Way = Callable[[Any, Tile], Awaitable[NDArray[np.uint8]]]
"""Gives a tile of an ImageBitmap: uint8 [height, width, 4], RGBA, or 3 where all is opaque."""


async def by_canvas(bitmap: Any, tile: Tile) -> NDArray[np.uint8]:
    """Draw it."""
    canvas = js.OffscreenCanvas.new(tile.width, tile.height)
    context = canvas.getContext("2d", js_object({"willReadFrequently": True}))
    if not context:
        raise UnavailableError
    context.drawImage(bitmap, -tile.left, -tile.top)
    pixels = _copied(context.getImageData(0, 0, tile.width, tile.height).data, tile)
    canvas.width = canvas.height = 0  # some browsers have little memory for canvases
    return pixels


async def by_frame(bitmap: Any, tile: Tile) -> NDArray[np.uint8]:
    """Make it a VideoFrame, and take its bytes as they lie: reordered, they are less exact."""
    if not hasattr(js, "VideoFrame"):
        raise UnavailableError
    part = await js.createImageBitmap(bitmap, *tile, js_object(OPTIONS))
    frame = js.VideoFrame.new(part, js_object({"timestamp": 0, "alpha": "keep"}))
    part.close()
    try:
        turn: Any = getattr(frame, "rotation", 0)  # not in older browsers
        order = _ORDERS.get(frame.format)
        # a bitmap that was turned can be a frame that is yet to be turned
        if turn or order is None or (frame.codedWidth, frame.codedHeight) != tile[2:]:
            raise UnavailableError
        values = js.Uint8Array.new(frame.allocationSize())
        (layout,) = await frame.copyTo(values)
    finally:
        frame.close()
    if layout.offset or layout.stride != 4 * tile.width:
        raise UnavailableError
    return _copied(values, tile)[..., order]


WAYS: Final[tuple[Way, ...]] = (by_canvas, by_frame)
"""The quicker one first."""


async def read(way: Way, bitmap: Any) -> NDArray[np.uint8]:
    """All pixels of an ImageBitmap.

    Returns:
        uint8 [height, width, 4], RGBA, straight alpha.

    Raises:
        UnavailableError: if it can't be done in this way.
    """
    pixels = np.full((bitmap.height, bitmap.width, 4), 255, np.uint8)
    try:
        for tile in _tiles(bitmap.width, bitmap.height):
            part = await way(bitmap, tile)
            rows = pixels[tile.top : tile.top + tile.height]
            rows[:, tile.left : tile.left + tile.width, : part.shape[2]] = part
    except JsException as error:
        raise UnavailableError from error
    return pixels


def _tiles(width: int, height: int) -> Iterator[Tile]:
    wide = min(width, _MOST_WIDE)
    high = min(_TILE // wide, _MOST_WIDE)
    for top in range(0, height, high):
        for left in range(0, width, wide):
            yield Tile(left, top, min(wide, width - left), min(high, height - top))


def _copied(values: Any, tile: Tile) -> NDArray[np.uint8]:
    """Copy a Uint8Array or Uint8ClampedArray into Python's heap: [height, width, 4]."""
    if values.length != tile.width * tile.height * 4:
        raise UnavailableError
    pixels = np.empty((tile.height, tile.width, 4), np.uint8)
    values.assign_to(pixels.reshape(-1))
    return pixels
