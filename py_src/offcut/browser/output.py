"""The page's options of the output, as it posts them, to Python's."""

from __future__ import annotations

from typing import Any

from offcut.browser.ffi import blob_bytes
from offcut.composite.background import NAME
from offcut.imageio.decode import open_image
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
    file = values.get("background")
    if hasattr(file, "arrayBuffer"):
        values["background"] = await blob_bytes(file, NAME)
        open_image(values["background"], NAME)
    return OutputOptions.from_mapping(values)
