"""What a file says of its picture before anything is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PIL import Image

from offcut.errors import UnreadableImageError
from offcut.imageio.colour.code_points import Space
from offcut.imageio.limits.check import slow
from offcut.imageio.limits.directory import repeats_itself

_ORIENTATION_TAG: Final = 0x0112


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of its picture.

    Attributes:
        format: what people call it.
        media: its media type.
        size: width and height of what is decoded, pixels.
        bare: the file for the decoder.
        opaque: a file with the same colours and no transparency, where there is such: some browsers
            give colours exactly only where all is opaque.
        icc_profile: the colour profile, as it stands in the file.
        is_srgb: whether colours are sRGB's, as far as the file says.
        space: another colour space that it names by numbers, where there is no profile.
        depth: bits of a sample.
        has_gain_map: whether a second picture says what is brighter on an HDR screen.
        orientation: by EXIF, 1 to 8, what is left to do once ``bare`` is decoded.
        turns: what a decoder does to turn the picture; not all do it.
        canvas: width and height of the whole, where ``bare`` is a part of it; else None.
        offset: where that part lies.
        is_opaque: whether the file says that there is no transparency.
        is_bare: whether ``bare`` has pixels alone, so that every decoder gives the same.
    """

    format: str
    media: str
    size: tuple[int, int]
    bare: bytes
    opaque: bytes | None = None
    icc_profile: bytes | None = None
    is_srgb: bool = True
    space: Space | None = None
    depth: int = 8
    has_gain_map: bool = False
    orientation: int = 1
    turns: tuple[Image.Transpose, ...] = ()
    canvas: tuple[int, int] | None = None
    offset: tuple[int, int] = (0, 0)
    is_opaque: bool = False
    is_bare: bool = False


def damaged(name: str, kind: str) -> UnreadableImageError:
    """The error of a file that breaks the rules of its format."""
    return UnreadableImageError(
        "{name} is a damaged {format} file and can't be read.",
        code="picture-damaged",
        name=name,
        format=kind,
    )


def unreadable(name: str) -> UnreadableImageError:
    """The error of a file that a decoder has failed with, whatever it says."""
    return UnreadableImageError(
        "{name} can't be read: it is damaged, or packed in a way that is not known here; "
        "try PNG or JPEG.",
        code="picture-packed",
        name=name,
    )


def unknown_format(name: str, kind: str) -> UnreadableImageError:
    """The error of a format that nothing here decodes."""
    return UnreadableImageError(
        "{name} is {format}, which can't be read here: save it as JPEG or PNG first.",
        code="picture-format",
        name=name,
        format=kind,
    )


def exif_orientation(exif: bytes, name: str) -> int:
    """The orientation that EXIF data says, 1 to 8; 1 (upright) where it says none.

    Raises:
        UnreadableImageError: if the data was made to be slow.
    """
    if repeats_itself(exif):
        raise slow(name)
    directory = Image.Exif()
    try:
        directory.load(exif)
        value = directory.get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - damaged metadata raises anything, and mustn't cost the picture
        return 1
    return value if value in range(1, 9) else 1
