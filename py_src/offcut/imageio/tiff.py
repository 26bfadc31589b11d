"""A finished picture to a TIFF (TIFF 6.0; libtiff writes it), for layout and print.

LZW, since Pyodide's libtiff has no deflate, neither to write nor to read: what the page wrote it
can open again.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image
from PIL.TiffImagePlugin import PREDICTOR, STRIPBYTECOUNTS, STRIPOFFSETS, ImageFileDirectory_v2

_HEADER: Final = 8  # bytes
_HORIZONTAL: Final = 2  # each sample as the difference to the one on its left: half the bytes


def write_tiff(
    image: Image.Image,
    icc_profile: bytes | None,
    density: tuple[float, float] | None = None,
) -> bytes:
    """Write a picture of 8 bits per sample, with straight ("unassociated") alpha.

    Args:
        image: mode L, RGB or RGBA.
        icc_profile: written along, if there is one.
        density: pixels an inch, across and down, if they are known.
    """
    file = io.BytesIO()
    image.save(
        file,
        "TIFF",
        compression="tiff_lzw",
        tiffinfo={PREDICTOR: _HORIZONTAL},
        dpi=density,
        icc_profile=icc_profile,  # None, too: else Pillow takes the one that the picture came with
    )
    _clear_gap(file)
    return file.getvalue()


def _clear_gap(file: io.BytesIO) -> None:
    """Zero the byte that aligns the directory; libtiff leaves in it what was in memory."""
    file.seek(0)
    tags = ImageFileDirectory_v2(file.read(_HEADER))
    directory = tags.next
    file.seek(directory)
    tags.load(file)
    end = tags[STRIPOFFSETS][-1] + tags[STRIPBYTECOUNTS][-1]
    if end < directory:
        file.seek(end)
        file.write(b"\0")
