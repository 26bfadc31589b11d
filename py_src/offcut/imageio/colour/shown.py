"""A decoded picture as a colour-managed viewer shows it: RGB, and the profile that it needs."""

from __future__ import annotations

from typing import Final

from PIL import Image

from offcut.imageio.colour import cmyk, grey, hdr
from offcut.imageio.colour.code_points import Space
from offcut.imageio.colour.matrix_profile import SRGB_CURVE, matrix_profile
from offcut.imageio.colour.png_space import png_space
from offcut.imageio.colour.rgb_profile import rebuilt
from offcut.imageio.headers import gain_map
from offcut.imageio.modes import to_rgb_and_alpha
from offcut.imageio.picture import Picture
from offcut.notes import Note

_GREY: Final = ("1", "L", "LA", "La", "I", "F")
HDR: Final = Note.of(
    "This is an HDR picture. Its brightness was reduced to the range of an ordinary screen.",
    code="picture-hdr",
)


def in_space(
    rgb: Image.Image, alpha: Image.Image | None, space: Space, notes: tuple[Note, ...] = ()
) -> Picture:
    """A picture whose samples are of a space that is named by numbers.

    Args:
        rgb: mode RGB.
        alpha: mode L, or None.
        space: of HDR ones, the brightness is reduced.
        notes: what there is to say already.
    """
    curve = space.curve
    if isinstance(curve, str):
        rgb, curve, notes = hdr.tone_mapped(rgb, curve), SRGB_CURVE, (*notes, HDR)
    return Picture.of(rgb, alpha, matrix_profile(space.primaries, curve), notes)


def shown(
    image: Image.Image,
    data: bytes,
    depth: int,
    by_key: Image.Image | None = None,
    named: Space | None = None,
) -> Picture:
    """Convert a decoded picture, or keep what its colours mean.

    RGB profiles stay, with whatever gamut they have. So does the colour space of a PNG that has
    none, as a profile. Grey and CMYK become sRGB by their profiles; without one, as Pillow does it,
    and browsers do.

    Args:
        image: of any mode, upright, with what Pillow found in the file.
        data: the file; empty if there is none.
        depth: see ``to_rgb_and_alpha``.
        by_key: mode L, its transparency, where that was found already.
        named: the colour space that the file names, if it is no PNG and has no profile.
    """
    profile = image.info.get("icc_profile")
    profile = profile if isinstance(profile, bytes) else b""
    notes = (gain_map.NOTE,) if gain_map.has_gain_map(data) else ()
    if image.mode == "CMYK":
        by = cmyk.inks(profile)
        converted = image if by is None else cmyk.to_srgb(image, by)
        return Picture.of(*to_rgb_and_alpha(converted, depth), None, notes)
    rgb, alpha = to_rgb_and_alpha(image, depth)
    alpha = by_key or alpha
    space = png_space(data) or (None if profile else named)
    if space is not None:
        return in_space(rgb, alpha, space, notes)
    if (image.mode in _GREY or image.mode.startswith("I;16")) and (
        levels := grey.grey_levels(profile)
    ):
        return Picture.of(grey.brightened(rgb, levels), alpha, None, notes)
    return Picture.of(rgb, alpha, None if image.mode == "LAB" else rebuilt(profile), notes)
