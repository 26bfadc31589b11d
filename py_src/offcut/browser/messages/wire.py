"""Messages as JavaScript's objects: one reader and one writer for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from pyodide.ffi import jsnull

from offcut.browser.ffi import js_array, js_blob, js_object
from offcut.browser.messages.page import File


def read(message: Any, kinds: Iterable[type[Any]]) -> Any:
    """Read a JavaScript object as the one of these dataclasses that has its ``kind``.

    Objects and arrays become dicts and lists, other than in fields of the type ``Any``, which
    stay JavaScript's. What is undefined or null is missing.
    """
    form = next(form for form in kinds if form.kind == message.kind)
    given = {}
    for field in fields(form):
        value: Any = getattr(message, field.name, None)
        if value is None or value is jsnull:
            continue
        if field.type != "Any" and hasattr(value, "to_py"):
            value = value.to_py()
        given[field.name] = value
    return form(**given)


def write(message: Any) -> tuple[Any, list[Any]]:
    """Make a JavaScript object of a dataclass, and of those in it.

    Files become Blobs, and arrays typed arrays on buffers of their own.

    Returns:
        The object, and these buffers: they can be transferred.
    """
    buffers: list[Any] = []
    return _written(message, buffers), buffers


def _written(value: Any, buffers: list[Any]) -> Any:
    if isinstance(value, File):
        return js_blob(value.data, value.media)
    if isinstance(value, np.ndarray):
        array = js_array(value)
        buffers.append(array.buffer)
        return array
    if isinstance(value, list):
        return [_written(each, buffers) for each in value]
    if not is_dataclass(value):
        return value
    values = {each.name: _written(getattr(value, each.name), buffers) for each in fields(value)}
    return js_object({"kind": value.kind, **values} if hasattr(value, "kind") else values)
