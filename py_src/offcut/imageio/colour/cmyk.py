"""CMYK pictures by their colour profile, to sRGB.

The profile's table from ink to colour is evaluated once, on a grid of cyan, magenta and yellow for
each of some levels of black. Pillow then interpolates each pixel on the grids above and below its
black, in C and in integers, so page and command line give the same samples.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from offcut.imageio.colour.connection import lab_to_xyz, xyz_to_srgb
from offcut.imageio.colour.curve import Values
from offcut.imageio.colour.icc import DamagedProfileError, elements, header
from offcut.imageio.colour.lut import Table, read_table
from offcut.numeric.tiles import tile_boxes

_TABLES: Final = (b"A2B0", b"A2B1")
"""Perceptual, else colorimetric: in the order in which browsers take them."""

_POINTS: Final = 17
"""Of the grid, along each of cyan, magenta and yellow."""

_BLACKS: Final = (0, 32, 64, 96, 128, 160, 192, 224, 255)
"""Levels of black ink that have a grid each."""

Inks = Sequence[ImageFilter.Color3DLUT]
"""For each level of black, cyan, magenta and yellow to sRGB."""


def inks(profile: bytes) -> Inks | None:
    """Evaluate a profile.

    As in browsers, colours are relative to the paper, those outside of sRGB are clipped, and black
    is no darker than the profile says.

    Args:
        profile: as it stood in a file.

    Returns:
        None if it is damaged, or none for CMYK.
    """
    try:
        head = header(profile)
        if head.space != b"CMYK":
            return None
        there = elements(profile)
        element = next((there[tag] for tag in _TABLES if tag in there), b"")
        table = read_table(element, 4, head.connection)
    except (struct.error, DamagedProfileError):
        return None
    return [_grid(table, black, head.connection) for black in _BLACKS]


def _grid(table: Table, black: int, connection: bytes) -> ImageFilter.Color3DLUT:
    line = np.linspace(0, 1, _POINTS)
    yellow, magenta, cyan = np.meshgrid(line, line, line, indexing="ij")  # cyan varies fastest
    axes = (cyan, magenta, yellow, np.full_like(cyan, black / 255))
    found = table(np.stack([axis.ravel() for axis in axes], -1))
    xyz = lab_to_xyz(found) if connection == b"Lab " else found
    return ImageFilter.Color3DLUT(_POINTS, _flat(xyz_to_srgb(xyz)))


def _flat(colours: Values) -> list[float]:
    flat: list[float] = colours.ravel().tolist()
    return flat


def to_srgb(image: Image.Image, by: Inks) -> Image.Image:
    """Convert a picture of mode CMYK, in which 255 is all ink, to mode RGB."""
    result = Image.new("RGB", image.size)
    for box in tile_boxes(image.size):
        cyan, magenta, yellow, black = image.crop(box).split()
        coloured = Image.merge("RGB", (cyan, magenta, yellow))
        result.paste(_tile(coloured, black, by), box)
    return result


def _tile(coloured: Image.Image, black: Image.Image, by: Inks) -> Image.Image:
    """Between two levels of black, their grids are blended."""
    levels = black.histogram()
    least = next(ink for ink, count in enumerate(levels) if count)
    most = next(ink for ink in range(255, -1, -1) if levels[ink])
    shown: Image.Image | None = None
    neighbours = zip((-1, *_BLACKS), _BLACKS, (*_BLACKS[1:], 256), by, strict=False)
    for below, level, above, grid in neighbours:
        if most <= below or least >= above:
            continue
        on_grid = coloured.filter(grid)
        if shown is None:
            shown = on_grid
        else:
            shown.paste(on_grid, mask=black.point(_ramp(below, level)))
    return shown or coloured


def _ramp(below: int, level: int) -> list[int]:
    return [round(255 * min(max((ink - below) / (level - below), 0), 1)) for ink in range(256)]
