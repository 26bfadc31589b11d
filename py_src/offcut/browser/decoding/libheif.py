"""HEIC by libheif, in a worker of its own (web/workers/heif-worker.js), where the browser can't."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import js
import numpy as np
from numpy.typing import NDArray
from pyodide.ffi import JsException

from offcut.browser.ffi import js_array
from offcut.errors import PictureTooLargeError
from offcut.imageio.headers.header import Header, damaged, unknown_format, unreadable

_UNSUPPORTED: Final = (3, 4)
"""Of ``heif_error_code``: a kind of file, or what is in it, that libheif doesn't know."""

_MEMORY: Final = 6


class _Decoder:
    start: Callable[[Any], Any] | None = None


def install(start: Callable[[Any], Any]) -> None:
    """Say how to begin.

    Args:
        start: takes a file as a Uint8Array, and gives an object with ``answer``, a promise, and
            ``end()``; or null if this site has no libheif.
    """
    _Decoder.start = start


async def decode(header: Header, name: str) -> NDArray[np.uint8]:
    """Decode a picture.

    Returns:
        uint8 [height, width, 4], RGBA, straight alpha.

    Raises:
        UnreadableImageError: if it is damaged, or of a kind that is not known here.
        PictureTooLargeError: if there is not enough memory.
    """
    data = js_array(np.frombuffer(header.bare, np.uint8))
    run = _Decoder.start(data) if _Decoder.start else None
    if not run:
        raise unknown_format(name, header.format)
    try:
        answer = await run.answer
    except JsException as error:
        raise unreadable(name) from error
    finally:
        run.end()
    if answer.kind == "fault":
        js.console.warn(answer.reason)
        raise unreadable(name)
    if answer.kind == "refusal":
        raise _refusal(answer.code, header, name)
    pixels = np.empty((answer.height, answer.width, 4), np.uint8)
    answer.pixels.assign_to(pixels.reshape(-1))
    return pixels


def _refusal(code: int, header: Header, name: str) -> Exception:
    if code in _UNSUPPORTED:
        return unknown_format(name, header.format)
    if code == _MEMORY:
        return PictureTooLargeError(
            "{name} needs more memory than there is.", code="picture-memory", name=name
        )
    return damaged(name, header.format)
