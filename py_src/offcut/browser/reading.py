"""Taking a picture in: refused at once if it is none, decoded later, when there is room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, NamedTuple

from offcut.browser.animated import first_shown
from offcut.browser.decoding.by_browser import decode
from offcut.browser.ffi import blob_bytes, uint8_array
from offcut.imageio.animations.opening import open_animation
from offcut.imageio.containers.animation import frames, used_frame
from offcut.imageio.decode import check_size, open_image
from offcut.imageio.headers.finished import shown_size
from offcut.imageio.headers.recognise import recognised
from offcut.imageio.headers.webp import is_webp
from offcut.imageio.picture import Picture
from offcut.pipeline import (
    Prepared,
    picture_file,
    prepare,
    prepare_picture,
    prepare_pixels,
)


class Taken(NamedTuple):
    """A picture that was taken in.

    Attributes:
        size: width and height.
        prepare: decodes it, at least as much of it as the network needs.
        again: decodes all of it for a ``Prepared`` that can't by itself.
    """

    size: tuple[int, int]
    prepare: Callable[[], Awaitable[Prepared]]
    again: Callable[[], Awaitable[Picture]] | None = None


async def take(
    source: Any, name: str, effort: str, *, twice: bool, page: int | None = None
) -> Taken:
    """Read a picture's header.

    Args:
        source: a Blob or an ImageData.
        name: what to call it in an error.
        effort: see ``offcut.pipeline.prepare``.
        twice: likewise.
        page: likewise; of no meaning for what has no pages.

    Raises:
        UnreadableImageError: if it is no picture.
        PictureTooLargeError: if it has too many pixels.
        InvalidOptionError: if there is no such page.
    """
    if not hasattr(source, "arrayBuffer"):
        pixels = uint8_array(source.data.buffer).reshape(source.height, source.width, 4)

        async def from_pixels() -> Prepared:
            return prepare_pixels(pixels, name, effort=effort, twice=twice)

        return Taken((source.width, source.height), from_pixels)
    data = await blob_bytes(source, name)
    header = recognised(data, name)
    if header is None:

        async def from_file() -> Prepared:
            return prepare(data, name, effort=effort, twice=twice, page=page)

        return Taken(open_image(data, name, page).size, from_file)

    animation = open_animation(data, name, limit=None) if is_webp(data) else None

    async def picture() -> Picture:
        if animation is not None:
            return await first_shown(animation)
        decoded = await decode(header, name)
        return replace(decoded, notes=decoded.notes + used_frame(frames(data), 1))

    async def by_browser() -> Prepared:
        return prepare_picture(await picture(), name, effort=effort, twice=twice)

    return Taken(shown_size(header), by_browser, picture if twice else None)


async def readable_bytes(blob: Any, name: str) -> bytes:
    """A file's bytes as Pillow can read them: of what the browser has to decode, a PNG's.

    Args:
        blob: the file.
        name: what to call it in an error.

    Raises:
        UnreadableImageError: if the browser should decode it, and can't.
        PictureTooLargeError: if it should, and there are too many pixels.
    """
    data = await blob_bytes(blob, name)
    header = recognised(data, name)
    if header is None:
        return data
    check_size(shown_size(header), name)
    return picture_file(await decode(header, name))
