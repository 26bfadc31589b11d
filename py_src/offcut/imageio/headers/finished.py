"""Pixels that a browser has decoded, and what their file says, to an upright RGB picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.colour.rgb_profile import rebuilt
from offcut.imageio.decode import turn_upright, upright_size
from offcut.imageio.headers.header import Header
from offcut.imageio.modes import to_rgb_and_alpha
from offcut.imageio.picture import Picture
from offcut.notes import Note


def whole_size(header: Header) -> tuple[int, int]:
    """Width and height of the whole, as it lies."""
    return header.canvas or header.size


def shown_size(header: Header) -> tuple[int, int]:
    """Width and height of the whole, upright."""
    return upright_size(whole_size(header), header.orientation)


def to_picture(header: Header, pixels: NDArray[np.uint8], notes: tuple[Note, ...] = ()) -> Picture:
    """Make the picture.

    Args:
        header: what the file says.
        pixels: uint8 [height, width, 4] of ``header.bare``, RGBA, straight alpha.
        notes: what to say of it beside the result.
    """
    image = Image.fromarray(pixels)
    if image.size != header.size and image.size == header.size[::-1]:
        for turn in header.turns:  # WebKitGTK leaves it to its callers
            image = image.transpose(turn)
    if header.canvas is not None:
        part, image = image, Image.new("RGBA", header.canvas)
        image.paste(part, header.offset)
    if header.is_opaque and header.canvas is None:
        image = image.convert("RGB")
    upright = turn_upright(image, header.orientation)
    profile = None if header.icc_profile is None else rebuilt(header.icc_profile)
    return Picture.of(*to_rgb_and_alpha(upright), profile, notes)
