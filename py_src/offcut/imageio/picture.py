"""A decoded picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from PIL import Image

from offcut.imageio.own_alpha import WHITE, Transparency, judged
from offcut.notes import Note
from offcut.numeric.planes import Aspect, Box

MAX_PIXELS: Final = 120_000_000
"""Largest picture worked on: beyond it a 32-bit heap can't hold picture, alpha and output."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        image: mode RGB, upright, full size.
        alpha: mode L, same size: the transparency that the file came with; None if opaque.
        icc_profile: bytes of an RGB colour profile, or None.
        full_size: of a reduced picture, the width and height that it had.
        notes: what to say of it beside the result.
        density: pixels an inch, across and down; None if the file doesn't say.
        own: what its transparency says of it; None if it is opaque, or nobody looked.
        subject: of an animation's frame, the box by which crop, canvas and shadow go: that around
            the subject of all frames. None for the picture's own.
    """

    image: Image.Image
    alpha: Image.Image | None = None
    icc_profile: bytes | None = None
    full_size: tuple[int, int] | None = None
    notes: tuple[Note, ...] = ()
    density: tuple[float, float] | None = None
    own: Transparency | None = None
    subject: Box | None = None

    @classmethod
    def of(
        cls,
        image: Image.Image,
        alpha: Image.Image | None,
        icc_profile: bytes | None = None,
        notes: tuple[Note, ...] = (),
        density: tuple[float, float] | None = None,
    ) -> Picture:
        """A picture as it was just decoded: its transparency is judged, and said where need be."""
        if alpha is None:
            return cls(image, None, icc_profile, None, notes, density)
        own = judged(image, alpha)
        said = OWN_NOTES.get(own.kind)
        notes = (*notes, said) if said else notes
        return cls(image, alpha, icc_profile, None, notes, density, own)

    @property
    def aspect(self) -> Aspect:
        """The same at each size of a picture."""
        width, height = self.full_size or self.image.size
        return height / max(width, height), width / max(width, height)


def on_ground(picture: Picture) -> Image.Image:
    """The picture as the network sees it: mode RGB, its own size.

    What is transparent is white, or another colour where that would hide an edge.
    """
    if picture.alpha is None:
        return picture.image
    ground = picture.own.ground if picture.own else WHITE
    return Image.composite(
        picture.image, Image.new("RGB", picture.image.size, ground), picture.alpha
    )


OWN_NOTES: Final[Mapping[str, Note]] = {
    "cut": Note.of(
        "This picture is cut out already, so it was left as it is. What is too much can be erased "
        "with the brush.",
        code="picture-cut-out",
    ),
    "empty": Note.of(
        "This picture is empty: all of it is transparent.", code="picture-transparent"
    ),
}
"""What to say of a picture, by what its transparency says of it."""


def with_own(picture: Picture, kind: Literal["empty", "cut", "part"]) -> Picture:
    """The same picture, with its transparency judged otherwise; its notes stay as they are."""
    own = picture.own
    return picture if own is None else replace(picture, own=own._replace(kind=kind))
