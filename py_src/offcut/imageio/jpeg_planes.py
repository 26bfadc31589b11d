"""The colour planes of a JPEG as they are stored, before the decoder interpolates them.

Two JPEG libraries that are both right still differ: Pyodide's Pillow is built on the IJG's
libjpeg 9, Pillow's wheels on libjpeg-turbo, and the two scale up half-size chroma, and turn YCbCr
into RGB, with different filters and constants. Up to there they agree to the bit. So what the
network sees is taken from before those two steps: the tensor is then the same everywhere.
"""

from __future__ import annotations

import io
from typing import Final, TypeAlias

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

YCbCr: TypeAlias = tuple[Image.Image, Image.Image, Image.Image]

_SIGNATURE: Final = b"\xff\xd8\xff"
_YCBCR_IDS: Final = (1, 2, 3)  # the component ids that every decoder takes for YCbCr
_NOT_SUBSAMPLED: Final = ((1, 1), (1, 1), (1, 1))  # 4:4:4
_HALF_SIZE_CHROMA: Final = ((2, 2), (1, 1), (1, 1))  # 4:2:0


def stored_planes(data: bytes) -> YCbCr | None:
    """Decode luma and chroma of a JPEG without interpolation.

    Args:
        data: the whole file; its header is known to be readable.

    Returns:
        Y, Cb and Cr in mode L: all of full size (4:4:4) or the latter two of half size, rounded
        up (4:2:0). None for anything else: no JPEG, not YCbCr, another subsampling, under 2
        pixels wide or high.

    Raises:
        OSError: if the file is truncated.
    """
    image = _open(data)
    if image is None or min(image.size) < 2 or image.mode != "RGB":
        return None
    if tuple(layer[0] for layer in image.layer) != _YCBCR_IDS:
        return None
    if image.info.get("adobe_transform", 1) != 1:
        return None
    sampling = tuple((layer[1], layer[2]) for layer in image.layer)
    if sampling == _NOT_SUBSAMPLED:
        image.draft("YCbCr", None)
        luma, blue, red = image.split()
        return luma, blue, red
    if sampling == _HALF_SIZE_CHROMA:
        return _half_size_chroma(image, data)
    return None


def _half_size_chroma(image: JpegImageFile, data: bytes) -> YCbCr | None:
    width, height = image.size
    image.draft("L", None)
    image.load()
    # At half scale the decoder shrinks luma in the transform domain, and leaves chroma as it is.
    half = _open(data)
    if half is None:
        return None
    half.draft("YCbCr", (width // 2, height // 2))
    if half.size != ((width + 1) // 2, (height + 1) // 2):
        return None
    _, blue, red = half.split()
    return image, blue, red


def _open(data: bytes) -> JpegImageFile | None:
    if not data.startswith(_SIGNATURE):
        return None
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    return image if isinstance(image, JpegImageFile) else None
