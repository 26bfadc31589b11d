"""Step 2a: the pixels of a file that was opened; of one that breaks off, those that there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PIL import Image

from offcut.imageio.containers import animation, cut_jpeg
from offcut.imageio.containers.cut_file import FILLED_BY_DECODER, filled_up
from offcut.imageio.containers.deflated_tiff import unpacked
from offcut.imageio.containers.foreign import cut_off, incomplete
from offcut.imageio.containers.mended_png import mended
from offcut.imageio.opening import Opened, pillow_image
from offcut.notes import Note

INCOMPLETE: Final = ("missing", "missing-detail", "maybe-wrong", "frames-missing")
"""Codes of the notes that say that a picture is not all there."""

_PIXELS: Final = b"IDAT"  # of a PNG
_ALL: Final = 0.995
"""A share that is all but everything."""


def load(opened: Opened, name: str) -> tuple[Image.Image, tuple[Note, ...]]:
    """Decode the pixels.

    Args:
        opened: the file.
        name: what to call it in an error.

    Returns:
        The picture, not yet turned upright, and all there is to say of it.

    Raises:
        UnreadableImageError: if the file breaks off before there is anything to see.
        Exception: as the decoder has it, if the pixels can't be read.
    """
    image, more = _pixels(opened, name)
    if opened.cut is not None:
        more = _of_missing(*cut_jpeg.missing(opened.cut), name)
    elif opened.frames > 1:
        more += animation.show_first(image, opened.frames)
    return image, opened.notes + more


def refuse_incomplete(notes: Iterable[Note], name: str) -> None:
    """Take no picture of which a part is missing.

    Args:
        notes: the picture's.
        name: what to call it in an error.

    Raises:
        UnreadableImageError: if one of them says so.
    """
    if any(note.code in INCOMPLETE for note in notes):
        raise incomplete(name)


def _pixels(opened: Opened, name: str) -> tuple[Image.Image, tuple[Note, ...]]:
    image = opened.image
    if image.format in FILLED_BY_DECODER and (found := _filled_up(opened, name)):
        return found
    try:
        return _loaded(image), ()
    except (MemoryError, Image.DecompressionBombError):
        raise
    except Exception:
        if image.format == "TIFF" and (plain := unpacked(opened.data)) is not None:
            return _loaded(pillow_image(plain)), ()
        found = _mended(opened, name) if image.format == "PNG" else _filled_up(opened, name)
        if found is None:
            raise
        return found


def _loaded(image: Image.Image) -> Image.Image:
    image.load()
    return image


def _mended(opened: Opened, name: str) -> tuple[Image.Image, tuple[Note, ...]] | None:
    if _PIXELS not in opened.data:
        raise cut_off(name)
    found = mended(opened.data)
    if found is None:
        return None
    image = _loaded(pillow_image(found.data))
    image.info = opened.image.info | image.info
    notes = _of_missing(found.missing, found.is_interlaced and found.missing > 0, name)
    if not notes and found.is_damaged:
        notes = (
            Note.of(
                "The file is damaged: parts of the picture may be wrong.",
                code="maybe-wrong",
            ),
        )
    return image, notes


def _filled_up(opened: Opened, name: str) -> tuple[Image.Image, tuple[Note, ...]] | None:
    found = filled_up(opened.image, opened.data, pillow_image)
    if found is None:
        return None
    return found[0], _of_missing(found[1], False, name)


def _of_missing(share: float, is_detail: bool, name: str) -> tuple[Note, ...]:
    """What to say of a picture that lacks a share of its pixels, or detail all over."""
    if share > _ALL:
        raise cut_off(name)
    if is_detail:
        return (
            Note.of(
                "The file breaks off: the picture lacks detail.",
                code="missing-detail",
            ),
        )
    if not share:
        return ()
    return (
        Note.of(
            "The file breaks off or is damaged: {percent} % of the picture is missing.",
            code="missing",
            percent=max(1, round(100 * share)),
        ),
    )
