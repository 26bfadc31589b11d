"""TIFFs of kinds that Pillow doesn't know: deep RGB, Lab, CMYK with alpha ...

TIFF 6.0, sections 6, 8 (PlanarConfiguration), 16 (CMYK), 18 (alpha) and 23 (Lab).
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.containers.directories import ORIENTATION, PHOTOMETRIC, Directory, pages
from offcut.imageio.containers.tiff_pieces import BITS, Layout, unpacked_pieces

DEPTH: Final = "depth"
"""By this name, a picture that was read here has the bits of its samples."""

_EXTRA: Final = 338
_FORMAT: Final = 339
_WHITE_IS_ZERO: Final = 0
_COLOURS: Final = {0: ("L", 1), 1: ("L", 1), 2: ("RGB", 3), 5: ("CMYK", 4), 8: ("LAB", 3)}
"""By PhotometricInterpretation: Pillow's mode, and the samples of a colour."""

_ALPHA: Final = (1, 2)  # of ExtraSamples: premultiplied, or straight
_KINDS: Final = {1: "u", 2: "i", 3: "f"}
_SIZES: Final = (8, 16, 32, 64)


def read(data: bytes) -> Image.Image | None:
    """Read the first page.

    Args:
        data: a TIFF file.

    Returns:
        Mode L, RGB, RGBA, CMYK or LAB, of 8 bits, not yet turned upright. None if it is of yet
        another kind, or packed in a way that is not known here.

    Raises:
        zlib.error, OSError: if it is packed, and damaged.
    """
    found = pages(data)
    if not found:
        return None
    page = found[0]
    samples = _samples(data, page)
    mode, colours = _COLOURS.get(page.value(PHOTOMETRIC, -1), ("", 0))
    if samples is None or not mode or samples.shape[-1] < colours:
        return None
    levels = _levels(samples)
    if mode == "L":
        is_inverted = page.value(PHOTOMETRIC) == _WHITE_IS_ZERO
        image = Image.fromarray(255 - levels[..., 0] if is_inverted else levels[..., 0].copy())
    else:
        image = Image.fromarray(np.ascontiguousarray(levels[..., :3]))
    if mode == "RGB" and samples.shape[-1] > colours and page.value(_EXTRA) in _ALPHA:
        is_premultiplied = page.value(_EXTRA) == _ALPHA[0]
        rgba = np.ascontiguousarray(levels[..., :4])
        image = Image.frombytes("RGBa" if is_premultiplied else "RGBA", image.size, rgba.tobytes())
    elif mode in ("CMYK", "LAB"):
        pixels = np.ascontiguousarray(levels[..., :colours]).tobytes()
        image = Image.frombytes(mode, image.size, pixels)
    image.format = "TIFF"
    exif = Image.Exif()
    exif[ORIENTATION] = page.value(ORIENTATION, 1)
    image.info["exif"] = exif.tobytes()
    image.info[DEPTH] = page.value(BITS)
    return image


def _samples(data: bytes, page: Directory) -> NDArray[Any] | None:
    """[height, width, samples], of the file's own type."""
    layout, kind = Layout.of(data, page), _KINDS.get(page.value(_FORMAT, 1))
    if layout is None or layout.bits not in _SIZES or kind is None:
        return None
    if {*page.all(data, BITS)} != {layout.bits} or (kind == "f" and layout.bits == 8):
        return None
    if page.value(PHOTOMETRIC, -1) not in _COLOURS:
        return None
    pieces = unpacked_pieces(data, page, layout)
    if pieces is None:
        return None
    dtype = np.dtype(f"{layout.order}{kind}{layout.bits // 8}")
    whole = np.empty((layout.length, layout.width, layout.planes, layout.samples), dtype)
    for number, piece in enumerate(pieces):
        plane, place = divmod(number, layout.across * layout.down)
        row, column = divmod(place, layout.across)
        lines = layout.lines(number)
        if len(piece) < layout.line * lines:
            return None
        shape = lines, layout.piece[0], layout.samples
        values = np.frombuffer(piece, dtype, math.prod(shape)).reshape(shape)
        top, left = row * layout.piece[1], column * layout.piece[0]
        part = whole[top : top + lines, left : left + layout.piece[0], plane]
        part[:] = values[: part.shape[0], : part.shape[1]]
    return whole.reshape(layout.length, layout.width, -1)


def _levels(samples: NDArray[Any]) -> NDArray[np.uint8]:
    """Their upper 8 bits; of floats, white is 1, or 255, or the brightest where some are beyond."""
    if samples.dtype.kind == "f":
        top = float(samples.max(initial=0, where=np.isfinite(samples)))
        white = next((level for level in (1.0, 255.0) if top <= level), top)
        known = np.nan_to_num(samples.astype(np.float32), nan=0, posinf=white, neginf=0)
        levels: NDArray[np.float32] = np.rint(np.clip(known / np.float32(white), 0, 1) * 255)
        return levels.astype(np.uint8)
    shift = samples.dtype.itemsize * 8 - 8
    return (samples >> shift).astype(np.uint8)
