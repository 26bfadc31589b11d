"""A JPEG that breaks off before its end marker (ITU-T T.81, B.1.1.3).

With an end marker behind what is there, each decoder gives what it has, and grey for the rest.
"""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.limits.jpeg import END, FRAMES, SCAN, SIGNATURE, segments

_END: Final = bytes((0xFF, END))
_FILL: Final = b"\xff"
_PROGRESSIVE: Final = (0xC2, 0xC6, 0xCA, 0xCE)
_FILLER: Final = bytes(each * each * 167 // 31 % 254 + 1 for each in range(4096))
"""Stands in for what is missing: where the picture depends on it, something was missing."""


def completed(data: bytes) -> bytes:
    """The file with an end, if it has begun with its pixels; the same object if it has one."""
    if not data.startswith(SIGNATURE) or data.endswith(_END) or not _is_cut(data):
        return data
    return data.rstrip(_FILL) + _END


def missing(data: bytes) -> tuple[float, bool]:
    """How much of a JPEG is missing.

    Args:
        data: a file without an end, as it came.

    Returns:
        0 to 1, the share of the picture that is not there; and whether it is rather detail that is
        missing everywhere, in a file of several scans.
    """
    data = data.rstrip(_FILL)
    (one, lines), (other, _) = (_levels(data + filler + _END) for filler in (b"", _FILLER))
    differs = (one != other).any(axis=-1)
    if not differs.any():
        return 0, False
    markers = [marker for marker, _, _ in segments(data)]
    if markers.count(SCAN) > 1:
        return 0, True
    # the first row of blocks that differs, and how far into it
    height, width = differs.shape
    top = int(np.flatnonzero(differs.any(axis=1))[0]) // lines * lines
    columns = np.flatnonzero(differs[top : top + lines].any(axis=0))
    done = top * width + min(lines, height - top) * int(columns[0])
    return 1 - float(done) / differs.size, False


def _is_cut(data: bytes) -> bool:
    has_frame = has_scan = False
    for marker, _, _ in segments(data):
        has_frame = has_frame or marker in FRAMES
        has_scan = has_scan or (marker == SCAN and has_frame)
        if marker == END and has_scan:
            return False
    return has_scan


def _levels(data: bytes) -> tuple[NDArray[np.uint8], int]:
    """[height, width, 1 or 4]: luma, which is not interpolated, or CMYK; and a block's lines."""
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    image.draft("L", None)
    samples = np.asarray(image)
    layers = getattr(image, "layer", ())
    return samples.reshape(*samples.shape[:2], -1), 8 * max((each[2] for each in layers), default=1)
