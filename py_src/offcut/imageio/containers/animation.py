"""Animations: the first frame that shows something."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, Final

from PIL import Image

from offcut.imageio.containers.chunks import SIGNATURE, walk
from offcut.notes import Note
from offcut.options import FORMATS, OutputOptions

_GIF: Final = b"GIF8"
_GIF_HEADER: Final = 13
_GIF_PICTURE: Final = 0x2C
_GIF_EXTENSION: Final = 0x21
_INTERLACED: Final = 0x40
_SAME: Final = 3
"""Levels between which a colour is the same all over: some are compressed with losses."""

_USED: Final = "frame"
_MOST_BLOCKS: Final = 1_000_000
_MOST_PIXELS: Final = 500_000_000
"""Of all frames that are looked at: an animation that shows nothing for so long is left at that."""


def frames(data: bytes) -> int:
    """How many frames a GIF, an APNG or a WebP has; 1 of anything else."""
    if data.startswith(_GIF):
        return max(1, _gif_frames(data))
    if data.startswith(SIGNATURE):
        chunks = {chunk.kind: chunk for chunk in walk(data)}
        control = chunks.get(b"acTL")
        if control is None or not control.is_right(data):
            return 1
        return max(1, int(struct.unpack_from(">I", data, control.data)[0]))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return max(1, _webp_frames(data))
    return 1


def show_first(image: Image.Image, count: int) -> tuple[Note, ...]:
    """Go on to the first frame that shows something, if there is one.

    Args:
        image: opened and loaded.
        count: its frames.
    """
    if count < 2:
        return ()
    # a PNG may have a picture for those who can't play it, which is no frame
    start = 1 if getattr(image, "default_image", False) else 0
    frames = range(start, start + looked_at(image.size, count))
    shown = next((each for each in frames if _shows_something(image, each)), start)
    _go_to(image, shown)
    return used_frame(count, shown - start + 1)


def looked_at(size: tuple[int, int], count: int) -> int:
    """How many frames of a size, and of so many, are worth the time to look for one to show."""
    width, height = size
    return min(count, max(1, _MOST_PIXELS // (width * height)))


def used_frame(count: int, frame: int) -> tuple[Note, ...]:
    """What to say of a picture of which one frame is used, from 1: nothing of a single one."""
    if count < 2:
        return ()
    note = Note.of(
        "It is an animation of {frames} frames: frame {frame} is used.",
        code="frame",
        frames=count,
        frame=frame,
    )
    return (note,)


def frame_in(notes: Iterable[Note]) -> tuple[int, int]:
    """Which frame is used of how many, by what ``used_frame`` says; 1 of 1 if it says nothing."""
    used = next((dict(note.params) for note in notes if note.code == _USED), {})
    return int(str(used.get("frame", 1))), int(str(used.get("frames", 1)))


def notes_for(notes: tuple[Note, ...], options: OutputOptions) -> tuple[Note, ...]:
    """What to say of a picture of which a result is made: that all frames were asked for in vain.

    Args:
        notes: the picture's.
        options: of the result.
    """
    if options.animation != "all" or options.wants_all_frames:
        return notes
    frame, frames = frame_in(notes)
    alone = Note.of(
        "It is an animation of {frames} frames, and {format} holds one: frame {frame} is used. For "
        "all of them, choose PNG or WebP.",
        code="frame-format",
        frames=frames,
        format=FORMATS[options.format],
        frame=frame,
    )
    return tuple(alone if note.code == _USED else note for note in notes)


def _go_to(image: Image.Image, frame: int) -> None:
    if image.tell() != frame:
        image.seek(frame)
        image.load()


def _shows_something(image: Image.Image, frame: int) -> bool:
    """Whether it is neither see-through nor of one colour all over."""
    try:
        _go_to(image, frame)
    except EOFError:  # there are fewer than the file says
        return False
    rgba = image.convert("RGBA")
    return shows_something(rgba.convert("RGB"), rgba.getchannel("A"))


def shows_something(image: Image.Image, alpha: Image.Image | None) -> bool:
    """Whether a frame is neither see-through nor of one colour all over.

    Args:
        image: mode RGB.
        alpha: mode L; None if it is opaque.
    """
    spans: Any = image.getextrema()
    if alpha is not None:
        span: Any = alpha.getextrema()
        if not span[1]:
            return False
        spans = (*spans, span)
    return any(high - low > _SAME for low, high in spans)


def gif_pixels_at(data: bytes) -> tuple[int, bool]:
    """Where the blocks of a GIF's first picture begin, and whether its lines are interlaced.

    The file's length if there is none.
    """
    at = _gif_start(data)
    while at + 11 < len(data):
        if data[at] == _GIF_PICTURE:
            return at + 11 + _colours_length(data[at + 9]), bool(data[at + 9] & _INTERLACED)
        if data[at] != _GIF_EXTENSION:
            break
        at += 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return len(data), False


def _gif_start(data: bytes) -> int:
    """The place behind the header and the colours for all frames (GIF89a, 18 and 19)."""
    return _GIF_HEADER + _colours_length(data[10] if len(data) > _GIF_HEADER else 0)


def _colours_length(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_frames(data: bytes) -> int:
    """Image descriptors (GIF89a, 20), as far as the blocks can be followed."""
    at = _gif_start(data)
    count = blocks = 0
    while at < len(data) and blocks < _MOST_BLOCKS:
        kind = data[at]
        if kind == _GIF_PICTURE and at + 9 < len(data):
            count += 1
            at += 11 + _colours_length(data[at + 9])
        elif kind == _GIF_EXTENSION:
            at += 2
        else:
            break
        while at < len(data) and data[at] and blocks < _MOST_BLOCKS:
            at += 1 + data[at]
            blocks += 1
        at += 1
    return count


def _webp_frames(data: bytes) -> int:
    """ANMF chunks (RFC 9649, 2.7.1.1)."""
    at, count = 12, 0
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        count += kind == b"ANMF"
        at += 8 + length + length % 2
    return count
