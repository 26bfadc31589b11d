"""Pixels that a browser has decoded, and what their file says, to an upright RGB picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.colour.rgb_profile import rebuilt
from offcut.imageio.colour.shown import in_space
from offcut.imageio.decode import depth_note, turn_upright, upright_size
from offcut.imageio.headers import gain_map
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
    rgb, alpha = to_rgb_and_alpha(upright)
    notes += notes_on(header)
    if header.icc_profile is None and header.space is not None:
        return in_space(rgb, alpha, header.space, notes)
    profile = None if header.icc_profile is None else rebuilt(header.icc_profile)
    return Picture.of(rgb, alpha, profile, notes)


def notes_on(header: Header) -> tuple[Note, ...]:
    """What a result lacks that the file has."""
    notes = depth_note(header.depth)
    return (*notes, gain_map.NOTE) if header.has_gain_map else notes
