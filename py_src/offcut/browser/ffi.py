"""Moving values between Python and JavaScript with as few copies as there can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import js
import numpy as np
from numpy.typing import NDArray
from pyodide.ffi import JsException, to_js

from offcut.errors import UnreadableImageError


def js_object(values: Mapping[str, Any]) -> Any:
    """A plain JavaScript object; nested dicts and lists too."""
    return to_js(values, dict_converter=js.Object.fromEntries)


def js_array(array: NDArray[Any]) -> Any:
    """Copy a uint8 or float32 array out of Python's heap: a typed array on a buffer of its own.

    Such a buffer can be transferred to another worker; a view on Python's heap can't.
    """
    flat = np.ascontiguousarray(array).reshape(-1)
    kind = js.Float32Array if flat.dtype == np.float32 else js.Uint8Array
    copy = kind.new(flat.size)
    copy.assign(flat)
    return copy


def float32_array(source: Any, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Copy a Float32Array into Python's heap."""
    array = np.empty(shape, np.float32)
    source.assign_to(array.reshape(-1))
    return array


def uint8_array(buffer: Any) -> NDArray[np.uint8]:
    """Copy an ArrayBuffer into Python's heap."""
    view = js.Uint8Array.new(buffer)
    array = np.empty(view.length, np.uint8)
    view.assign_to(array)
    return array


def release(buffer: Any) -> None:
    """Give an ArrayBuffer's memory back at once: a garbage collector may be in no hurry."""
    if hasattr(buffer, "transfer"):  # not in older browsers
        buffer.transfer(0)


async def blob_bytes(blob: Any, name: str) -> bytes:
    """Read a Blob.

    Raises:
        UnreadableImageError: if it can't be: a folder, or a file that was moved or changed
            meanwhile.
    """
    try:
        content = await blob.arrayBuffer()
    except JsException as error:
        raise UnreadableImageError(
            "{name} can't be read any more: choose it again.", code="picture-gone", name=name
        ) from error
    data: bytes = content.to_bytes()
    return data


def js_blob(data: bytes, media: str) -> Any:
    """Bytes of a file as a Blob."""
    parts = to_js([js_array(np.frombuffer(data, np.uint8))])
    return js.Blob.new(parts, js_object({"type": media}))
