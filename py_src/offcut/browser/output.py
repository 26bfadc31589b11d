"""The page's options of the output, as it posts them, to Python's."""

from __future__ import annotations

from typing import Any

from offcut import backdrop
from offcut.browser.interop import blob_bytes
from offcut.decode import open_image
from offcut.options import OutputOptions


async def output_options(given: Any) -> OutputOptions:
    """Read the options, and the background's file.

    Args:
        given: a JavaScript object, whose ``background`` may be a Blob; or undefined.

    Raises:
        InvalidOptionError: if there is no such option, or a value is out of its range.
        UnreadableImageError: if the background is no picture: no model is fetched for that.
        PictureTooLargeError: if it has too many pixels.
    """
    values = given.to_py() if given else {}
    background = values.get("background")
    if hasattr(background, "arrayBuffer"):
        values["background"] = await blob_bytes(background, backdrop.NAME)
        open_image(values["background"], backdrop.NAME)
    return OutputOptions.from_mapping(values)
