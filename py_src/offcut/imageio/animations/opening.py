"""Which files are animations, and what they are before any frame is decoded."""

from __future__ import annotations

import math
import struct
from dataclasses import replace
from typing import Final

from offcut.errors import PictureTooLargeError
from offcut.imageio.animations import apng, gif, webp
from offcut.imageio.animations.frames import Animation, Split
from offcut.imageio.containers import animation as counting
from offcut.imageio.containers.chunks import SIGNATURE, cleaned, walk
from offcut.imageio.containers.metadata import density_of, orientation_of
from offcut.imageio.decode import depth_note, upright_size
from offcut.imageio.failures import check_size, named_failures
from offcut.imageio.headers.header import exif_orientation
from offcut.imageio.headers.webp import DamagedError, canvas_of, exif_of, is_webp
from offcut.imageio.limits.check import check_file
from offcut.imageio.opening import pillow_image
from offcut.imageio.picture import MAX_PIXELS
from offcut.notes import Note

_LEAST_PIXELS: Final = 128 * 128
"""What each frame counts for at least: a small one has a mask too, and takes as long."""

_MOST_FRAMES: Final = 100_000
"""What is known of each takes memory too."""

_GREY: Final = (0, 4)  # colour types of PNG
_SIDEWAYS: Final = range(5, 9)
_WEBP_CANVAS: Final = 20
"""Where a file's first chunk, VP8X, has its content."""


def open_animation(data: bytes, name: str, limit: int | None = MAX_PIXELS) -> Animation | None:
    """Find the frames of a GIF, an APNG or a WebP.

    Args:
        data: the whole file.
        name: what errors call it.
        limit: pixels that its frames may have together; None where not all are needed.

    Returns:
        None for anything else, and if there is one frame only: then it is a still picture. Without
        a limit, also for one of far too many frames.

    Raises:
        PictureTooLargeError: if its frames have too many pixels together.
        UnreadableImageError: if it is damaged, or was made to be slow.
    """
    frames = _count(data)
    if frames < 2:
        return None
    check_file(data, name)
    try:
        size = _size(data)
        check_size(size, name, limit if limit is None else min(limit, MAX_PIXELS))
        if limit is not None:
            _check_frames(frames, size, name, limit)
        elif frames > _MOST_FRAMES:
            return None
        animation = _opened(data, name)
    except (struct.error, DamagedError):
        return None  # whoever reads a still picture says what is wrong
    if animation.count < 2:
        return None
    check_size(animation.split.size, name)
    if limit is not None:
        _check_frames(animation.count, _largest(animation.split), name, limit)
    return animation


def upright_size_of(animation: Animation) -> tuple[int, int]:
    """Width and height of a frame as it is shown."""
    return upright_size(animation.split.size, animation.orientation)


def _opened(data: bytes, name: str) -> Animation:
    if is_webp(data):
        found = webp.split(data)
        exif = exif_of(data)
        turn = 1 if exif is None else exif_orientation(exif, name)
        return Animation(name, found, turn, notes=_notes(found))
    if data.startswith(SIGNATURE):
        return _png(cleaned(data).data, data, name)
    found = gif.split(data)
    return Animation(name, found, notes=_notes(found))


def _png(clean: bytes, data: bytes, name: str) -> Animation:
    found = apng.split(data)
    with named_failures(data, name):
        image = pillow_image(clean)
    profile = image.info.get("icc_profile")
    found = replace(found, icc_profile=profile if isinstance(profile, bytes) else None)
    turn, density = orientation_of(image), density_of(image)
    if density is not None and turn in _SIDEWAYS:
        density = density[::-1]
    depth, colour_type = data[24:26]
    colours = clean[: clean.index(b"IDAT") + 4] if b"IDAT" in clean else clean
    is_grey = colour_type in _GREY
    return Animation(name, found, turn, colours, depth, is_grey, density, _notes(found, depth))


def _notes(found: Split, depth: int = 8) -> tuple[Note, ...]:
    notes: tuple[Note, ...] = ()
    if found.is_cut:
        notes += (
            Note.of(
                "The file breaks off: it has {frames} whole frames, and those are used.",
                code="frames-missing",
                frames=len(found.parts),
            ),
        )
    return notes + depth_note(depth)


def _count(data: bytes) -> int:
    """Frames that there are, whole or not: an APNG may say any number."""
    frames = counting.frames(data)
    if frames > 1 and data.startswith(SIGNATURE):
        return sum(chunk.kind == b"fcTL" for chunk in walk(data))
    return frames


def _size(data: bytes) -> tuple[int, int]:
    if is_webp(data):
        return canvas_of(memoryview(data)[_WEBP_CANVAS:])
    if data.startswith(SIGNATURE):
        width, height = struct.unpack_from(">2I", data, 16)
    else:
        width, height = struct.unpack_from("<2H", data, 6)
    return max(1, width), max(1, height)


def _largest(found: Split) -> tuple[int, int]:
    """Width and height that no frame exceeds: one may be larger than what is shown of it."""
    boxes = [(0, 0, *found.size), *(part.box for part in found.parts)]
    return max(box[2] - box[0] for box in boxes), max(box[3] - box[1] for box in boxes)


def _check_frames(frames: int, size: tuple[int, int], name: str, limit: int) -> None:
    width, height = size
    area = max(width * height, _LEAST_PIXELS)
    if frames * area <= limit:
        return
    share = math.sqrt(limit / (frames * area))
    raise PictureTooLargeError(
        "{name} is an animation of {frames} frames of {width} x {height}, which is too much here: "
        "shorten it to {most} frames, scale it below {side} pixels a side, or take the first "
        "frame alone.",
        code="animation-too-large",
        name=name,
        frames=frames,
        width=width,
        height=height,
        most=limit // area,
        side=max(1, math.floor(max(width, height) * share)),
    )
