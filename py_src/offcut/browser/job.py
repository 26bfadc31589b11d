"""A picture to cut out: what the page asks for, checked and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from offcut.browser.messages.page import CutOutRequest
from offcut.browser.reading import readable_bytes
from offcut.composite.background import NAME
from offcut.errors import InvalidOptionError
from offcut.imageio.decode import open_image
from offcut.options import OutputOptions
from offcut.selection.point import Point, points_from
from offcut.selection.subjects import chosen_from
from offcut.touchup.stroke import Stroke, strokes_from


@dataclass(frozen=True, slots=True)
class Job:
    """A request, and what its options mean.

    Attributes:
        request: has the picture, and all else.
        options: what to write.
        mask: a file with the mask from before; None: the network has to look.
        strokes: what was touched up.
        points: what was clicked at.
        subjects: numbers of those that stay; None: all.
        background_pixels: of the picture as background; 0 if there is none.
    """

    request: CutOutRequest
    options: OutputOptions
    mask: bytes | None = None
    strokes: tuple[Stroke, ...] = ()
    points: tuple[Point, ...] = ()
    subjects: tuple[int, ...] | None = None
    background_pixels: int = 0

    @classmethod
    async def of(cls, request: CutOutRequest) -> Job:
        """Check a request.

        Raises:
            InvalidOptionError: if there is no such option, or a value is out of its range.
            UnreadableImageError: if the background is no picture: no model is fetched for that.
            PictureTooLargeError: if it has too many pixels.
        """
        options, pixels = await _options(request.output)
        mask = request.mask
        if mask is not None and not hasattr(mask, "arrayBuffer"):
            raise InvalidOptionError(
                "mask must be a Blob, as cutOut returns it.", code="mask-no-blob"
            )
        data = None if mask is None else await readable_bytes(mask, "The mask")
        return cls(
            request,
            options,
            data,
            strokes_from(request.strokes),
            points_from(request.points),
            chosen_from(request.subjects),
            pixels,
        )


async def _options(given: Mapping[str, Any]) -> tuple[OutputOptions, int]:
    """The options, and the pixels of a picture as background."""
    values, pixels = dict(given), 0
    file = values.get("background")
    if hasattr(file, "arrayBuffer"):
        values["background"] = await readable_bytes(file, NAME)
        width, height = open_image(values["background"], NAME).size
        pixels = width * height
    return OutputOptions.from_mapping(values), pixels
