"""What a caller may give as a picture: a file in any form, or pixels."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.errors import UnreadableImageError


class ReadableFile(Protocol):
    """A file that is open for reading bytes, or what behaves like one."""

    def read(self) -> bytes:
        """Give the rest of it."""


FileSource: TypeAlias = bytes | bytearray | memoryview | str | os.PathLike[str] | ReadableFile
"""A file's bytes, where a file is, or a file that is open."""

Pixels: TypeAlias = NDArray[np.uint8]
"""uint8 [height, width] (grey), [height, width, 3] (RGB) or [height, width, 4] (RGBA, straight)."""

Source: TypeAlias = FileSource | Image.Image | Pixels

NAMELESS: Final = "The picture"
"""What errors call a picture that has no name."""

_CHANNELS: Final = (3, 4)


def read_file(source: FileSource) -> tuple[bytes, str]:
    """Read a file that was given in any form.

    Args:
        source: the file.

    Returns:
        Its bytes, and what to call it: its path, or a word.

    Raises:
        TypeError: if the source is of another kind.
        OSError: if the file can't be read.
    """
    given: Any = source
    if isinstance(given, (bytes, bytearray, memoryview)):
        return bytes(given), NAMELESS
    if isinstance(given, (str, os.PathLike)):
        path = Path(given)
        return path.read_bytes(), str(path)
    if not hasattr(given, "read"):
        raise TypeError(
            f"{type(given).__name__} is no picture: give a path, the bytes of a file, a file "
            "that is open, a picture of Pillow's, or an array."
        )
    data = given.read()
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError("The file gives no bytes: open it with mode 'rb'.")
    name = getattr(given, "name", None)
    return bytes(data), name if isinstance(name, str) and name else NAMELESS


def to_image(pixels: NDArray[Any], name: str) -> Image.Image:
    """The picture in an array.

    Args:
        pixels: see ``Pixels``.
        name: what errors call it.

    Raises:
        UnreadableImageError: if the array is of another form.
    """
    is_grey = pixels.ndim == 2
    is_colour = pixels.ndim == 3 and pixels.shape[2] in _CHANNELS
    if pixels.dtype != np.uint8 or not (is_grey or is_colour) or not pixels.size:
        raise UnreadableImageError(
            "{name} is an array of {dtype} {shape}: give uint8 [height, width], "
            "[height, width, 3] or [height, width, 4].",
            code="array-form",
            name=name,
            dtype=str(pixels.dtype),
            shape=str([*pixels.shape]),
        )
    return Image.fromarray(np.ascontiguousarray(pixels))
