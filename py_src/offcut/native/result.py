"""The file that comes of a picture: bytes that know what they are."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Final

from PIL import Image

from offcut.files import whole_file
from offcut.imageio.png import write_png
from offcut.notes import Note

_SHOWN: Final = 1200
"""Pixels of the longer side in a notebook, which keeps what it shows."""


class CutOutFile(bytes):
    """The bytes of a result's file, as ``Path.write_bytes`` or a web framework takes them.

    A notebook shows it as a picture.

    Attributes:
        media_type: ``image/png``, for example.
        found: False if the picture has no subject: the result is empty then.
        notes: what a person should know of the picture, such as that a part of it is missing.
    """

    media_type: str
    found: bool
    notes: tuple[Note, ...]

    @classmethod
    def of(
        cls, data: bytes, media_type: str, *, found: bool = True, notes: tuple[Note, ...] = ()
    ) -> CutOutFile:
        """Say of bytes what they are."""
        file = cls(data)
        file.media_type, file.found, file.notes = media_type, found, notes
        return file

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file, at once or not at all; its folder is made if need be.

        Raises:
            OSError: if it can't be written.
        """
        whole_file.write(Path(path), self)

    def _repr_png_(self) -> bytes:
        """What a notebook shows: a PNG, reduced where the picture is large."""
        with Image.open(io.BytesIO(self)) as image:
            if self.media_type == "image/png" and max(image.size) <= _SHOWN:
                return bytes(self)
            shown = image.convert("RGBA")
        shown.thumbnail((_SHOWN, _SHOWN))
        return write_png(shown, None)
