"""Uncompressed TIFFs of kinds that Pillow doesn't know: deep RGB, Lab, CMYK with alpha ...

TIFF 6.0, sections 6, 8 (PlanarConfiguration), 16 (CMYK), 18 (alpha) and 23 (Lab).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.containers.directories import (
    LENGTH,
    ORIENTATION,
    PHOTOMETRIC,
    WIDTH,
    Directory,
    pages,
)

DEPTH: Final = "depth"
"""By this name, a picture that was read here has the bits of its samples."""

_BITS: Final = 258
_COMPRESSION: Final = 259
_STRIP_OFFSETS: Final = 273
_SAMPLES: Final = 277
_STRIP_LENGTHS: Final = 279
_PLANAR: Final = 284
_EXTRA: Final = 338
_FORMAT: Final = 339
_UNCOMPRESSED: Final = 1
_APART: Final = 2
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
        Mode L, RGB, RGBA, CMYK or LAB, of 8 bits, not yet turned upright. None if it is compressed,
        or of yet another kind.
    """
    found = pages(data)
    if not found or found[0].value(_COMPRESSION, _UNCOMPRESSED) != _UNCOMPRESSED:
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
    image.info[DEPTH] = page.value(_BITS)
    return image


def _samples(data: bytes, page: Directory) -> NDArray[Any] | None:
    """[height, width, samples], of the file's own type."""
    width, height, count = page.value(WIDTH), page.value(LENGTH), page.value(_SAMPLES, 1)
    bits, kind = page.value(_BITS), _KINDS.get(page.value(_FORMAT, 1))
    if bits not in _SIZES or kind is None or (kind == "f" and bits == 8):
        return None
    if {*page.all(data, _BITS)} != {bits}:
        return None
    strips = zip(page.all(data, _STRIP_OFFSETS), page.all(data, _STRIP_LENGTHS), strict=False)
    size = width * height * count * bits // 8
    stored = b"".join(data[start : start + length] for start, length in strips)
    if not size or len(stored) < size:
        return None
    order = "<" if data.startswith(b"II") else ">"
    flat = np.frombuffer(stored, f"{order}{kind}{bits // 8}", width * height * count)
    if page.value(_PLANAR, 1) == _APART:
        return flat.reshape(count, height, width).transpose(1, 2, 0)
    return flat.reshape(height, width, count)


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
