"""What the caller may ask of the output, with ranges and defaults, checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from offcut.errors import InvalidOptionError
from offcut.option_checks import (
    Range,
    check_background,
    check_choice,
    check_number,
    check_number_or,
    check_switch,
    known_members,
)

FORMATS: Final = {
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
}
TYPES: Final = ("foreground", "mask", "background")
EFFORTS: Final = ("fast", "best")
EDGES: Final = ("refined", "plain")
FITS: Final = ("cover", "contain")
ANIMATIONS: Final = ("first", "all")
ANIMATED: Final = ("image/png", "image/webp")
"""Of ``FORMATS``, those that can hold an animation."""

BLUR: Final = "blur"
"""As a background: the picture itself, blurred."""

CANVASES: Final = {"square": (1, 1), "portrait": (4, 5), "passport": (35, 45)}
"""Width to height."""

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "format": tuple(FORMATS),
    "type": TYPES,
    "edges": EDGES,
    "effort": EFFORTS,
    "fit": FITS,
    "animation": ANIMATIONS,
}
RANGES: Final = {
    "quality": Range(0, 1),
    "blur": Range(0, 0.2, low_is_open=True),
    "margin": Range(0, 1),
    "threshold": Range(0, 1, high_is_open=True),
}
SHADOWS: Final = Range(0, 1)
NATURAL: Final = "natural"
"""As a shadow: the one that the subject throws in the picture."""

EDGE: Final = {
    "shift": Range(-50, 50),
    "feather": Range(0, 50),
    "contrast": Range(-1, 1),
}
SIZES: Final = Range(16, 20000, whole=True)
SWITCHES: Final = ("decontaminate", "clean", "crop")


@dataclass(frozen=True, slots=True)
class Edge:
    """What is done to the subject's edge at last; see ``offcut.matting.edge_controls``.

    Attributes:
        shift: -50 to 50, pixels of the original by which the edge moves: outwards above 0, inwards
            below.
        feather: 0 to 50, sigma of the Gaussian by which it is softened, in pixels of the original.
        contrast: -1 to 1: above 0 soft pixels become more solid or more empty, below 0 softer.

    Raises:
        InvalidOptionError: if a value is not one of these.
    """

    shift: float = 0
    feather: float = 0
    contrast: float = 0

    def __post_init__(self) -> None:
        for option, span in EDGE.items():
            check_number(f"output.edge.{option}", getattr(self, option), span)

    @classmethod
    def from_mapping(cls, values: Any) -> Edge:
        """Make it from a JavaScript-like mapping; None values mean the default.

        Raises:
            InvalidOptionError: if it is no mapping, a key is unknown, or a value out of its range.
        """
        return cls(**known_members("output.edge", values, EDGE))


_UNTOUCHED: Final = Edge()


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What the result shows, and how it is written.

    Attributes:
        format: media type, one of ``FORMATS``.
        quality: 0 to 1, for WebP and JPEG; PNG and TIFF are always lossless.
        type: ``foreground`` (the subject), ``mask`` (alpha as a grey picture) or
            ``background`` (everything but the subject).
        background: what to lay the result on: a colour ``#rgb`` or ``#rrggbb``, ``blur`` (the
            picture itself, blurred), or the bytes of a picture's file; None leaves it transparent.
            Of no meaning for ``mask``.
        edges: ``refined`` (by the picture's own colours) or ``plain`` (the network's mask scaled
            to the picture's size).
        edge: how the edge is moved, softened or sharpened after that.
        decontaminate: estimate the subject's own colours where it is see-through, so that nothing
            of the old background shines through. Only for ``foreground``.
        clean: remove specks, fill pinholes, and keep nothing at all where there is no subject.
        fit: of a picture as background: ``cover`` fills the result, and what does not fit is cut
            off; ``contain`` shows all of it, and the rest stays transparent, or white in JPEG.
        blur: above 0 to 0.2, sigma of the Gaussian of ``blur`` as a share of the picture's longer
            side.
        crop: cut the result to the subject and a margin, within the picture.
        margin: 0 to 1, what ``crop`` and ``canvas`` leave around the subject, as a share of the
            longer side of its box; where the subject touches an edge of the picture, nothing.
        threshold: 0 to below 1, alpha above which a pixel is the subject's, for its box.
        canvas: one of ``CANVASES``: the subject and its margin in the middle of a canvas of
            these proportions, which may reach beyond the picture; before ``crop``. None for none.
        shadow: 0 to 1, opacity of a soft shadow under the subject; see
            ``offcut.composite.shadow`` for its place and softness. Or ``natural``: the one that is
            in the picture, where it can be told from the ground. Only for ``foreground``.
        size: 16 to 20000, pixels of the result's longer side at most: it is scaled down, last of
            all, and never up. None leaves it as it is.
        effort: ``fast``, or ``best``: the network looks twice, for a better mask in up to twice the
            time; see ``offcut.network.augmentation``.
        animation: of a file that is one, ``first`` (the first frame that shows something) or
            ``all``, one by one, with their timing. JPEG and TIFF hold one frame: there it is the
            first, and a note says so.

    Raises:
        InvalidOptionError: if a value is not one of these.
    """

    format: str = "image/png"
    quality: float = 0.9
    type: str = "foreground"
    background: str | bytes | None = None
    edges: str = "refined"
    edge: Edge = _UNTOUCHED
    decontaminate: bool = True
    clean: bool = True
    fit: str = "cover"
    blur: float = 0.03
    crop: bool = False
    margin: float = 0.05
    threshold: float = 0.05
    canvas: str | None = None
    shadow: float | str = 0
    size: int | None = None
    effort: str = "fast"
    animation: str = "first"

    def __post_init__(self) -> None:
        for option, choices in CHOICES.items():
            check_choice(f"output.{option}", getattr(self, option), choices)
        for option, span in RANGES.items():
            check_number(f"output.{option}", getattr(self, option), span)
        check_number_or("output.shadow", self.shadow, SHADOWS, [NATURAL])
        if not isinstance(self.edge, Edge):
            object.__setattr__(self, "edge", Edge.from_mapping(self.edge))
        for option in SWITCHES:
            check_switch(f"output.{option}", getattr(self, option))
        if self.canvas is not None:
            check_choice("output.canvas", self.canvas, CANVASES)
        if self.size is not None:
            check_number("output.size", self.size, SIZES)
        if self.background is not None:
            check_background("output.background", self.background, [BLUR])
        elif self.format == "image/jpeg" and self.type != "mask":
            raise InvalidOptionError(
                "JPEG has no transparency: give {option}, or choose PNG, WebP or TIFF.",
                code="jpeg-transparency",
                option="output.background",
            )

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any] | None) -> OutputOptions:
        """Make options from a JavaScript-like mapping; None values mean the default.

        Raises:
            InvalidOptionError: if a key is unknown or a value is out of its range.
        """
        return cls(**known_members("output", values or {}, [field.name for field in fields(cls)]))

    @property
    def wants_all_frames(self) -> bool:
        """Whether an animation stays one."""
        return self.animation == "all" and self.format in ANIMATED

    @property
    def colour(self) -> tuple[int, int, int] | None:
        """The background colour as 8-bit red, green, blue; None where it is no colour."""
        if not isinstance(self.background, str) or self.background == BLUR:
            return None
        digits = self.background[1:]
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
