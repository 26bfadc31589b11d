"""What the page asks for, as it posts it, and what it gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import js
import numpy as np
from pyodide.ffi import to_js

from offcut.browser.ffi import blob_bytes, js_array, js_object
from offcut.browser.output import output_options
from offcut.errors import InvalidOptionError
from offcut.options import OutputOptions
from offcut.touchup.stroke import Stroke, strokes_from

PREVIEW_MEDIA: Final = "image/png"
_MASK_MEDIA: Final = "image/png"


@dataclass(frozen=True, slots=True)
class CutOutRequest:
    """A picture to cut out.

    Attributes:
        source: a JavaScript Blob, or an ImageData (``data``, ``width``, ``height``).
        name: what errors call it.
        model: a variant's id; None for the default.
        options: what to write.
        mask: a file with the mask from before; None: the network has to look.
        strokes: what was touched up.
        side: pixels of a preview's longer side at most; None for the file itself.
        key: the page's name for the picture.
        keep: whether it is to stay at hand for the next call.
    """

    source: Any
    name: str
    model: str | None
    options: OutputOptions
    mask: bytes | None = None
    strokes: tuple[Stroke, ...] = ()
    side: int | None = None
    key: int | None = None
    keep: bool = False

    @classmethod
    async def read(cls, message: Any) -> CutOutRequest:
        """Read the page's message.

        Raises:
            InvalidOptionError: if there is no such option, or a value is out of its range.
            UnreadableImageError: if the background is no picture.
            PictureTooLargeError: if it has too many pixels.
        """
        options = await output_options(message.output)
        strokes = message.strokes.to_py() if getattr(message, "strokes", None) else []
        mask = getattr(message, "mask", None)
        if mask is not None and not hasattr(mask, "arrayBuffer"):
            raise InvalidOptionError(
                "mask must be a Blob, as cutOut returns it.", code="mask-no-blob"
            )
        return cls(
            message.source,
            message.name,
            message.model,
            options,
            None if mask is None else await blob_bytes(mask, "The mask"),
            strokes_from(strokes),
            getattr(message, "side", None),
            getattr(message, "key", None),
            bool(getattr(message, "keep", False)),
        )


class CutOut(NamedTuple):
    """A picture that was cut out.

    Attributes:
        file: what was asked for, of the media type ``media``.
        mask: the mask as a file.
        found: whether there is a subject.
        size: the original's width and height, pixels.
        box: left, upper, right and lower edge of what the file shows, in the original's pixels.
    """

    file: bytes
    media: str
    mask: bytes
    found: bool
    size: tuple[int, int]
    box: tuple[float, float, float, float]

    def to_js(self) -> Any:
        """The same for the page, files as Blobs."""
        return js_object(
            {
                "file": js_blob(self.file, self.media),
                "mask": js_blob(self.mask, _MASK_MEDIA),
                "found": self.found,
                "width": self.size[0],
                "height": self.size[1],
                "box": list(self.box),
            }
        )


def js_blob(data: bytes, media: str) -> Any:
    """Bytes of a file as a Blob."""
    parts = to_js([js_array(np.frombuffer(data, np.uint8))])
    return js.Blob.new(parts, js_object({"type": media}))
