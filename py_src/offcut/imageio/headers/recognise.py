"""Which files a browser decodes itself, in the page."""

from __future__ import annotations

from offcut.imageio.headers import isobmff, jpeg_xl, webp
from offcut.imageio.headers.header import Header


def recognised(data: bytes, name: str) -> Header | None:
    """What a WebP, AVIF, HEIC or JPEG XL file says of its picture; None for all others.

    Args:
        data: the whole file.
        name: what to call it in an error.

    Raises:
        UnreadableImageError: if it is damaged, or was made to be slow.
    """
    if webp.is_webp(data):
        return webp.read_header(data, name)
    if jpeg_xl.is_jpeg_xl(data):
        return jpeg_xl.read_header(data, name)
    kind = isobmff.kind_of(data)
    return None if kind is None else isobmff.read_header(data, name, kind)
