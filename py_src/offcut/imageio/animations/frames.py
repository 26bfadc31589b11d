"""An animation as its file has it: pictures of their own, and how they are laid on each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from offcut.imageio.headers.header import Header
from offcut.notes import Note
from offcut.numeric.planes import Box

Delay: TypeAlias = tuple[int, int]
"""Seconds, as a numerator and a denominator: rounded by no format before another needs it."""

Disposal: TypeAlias = Literal["keep", "clear", "restore"]
"""What becomes of a frame's place before the next one is laid: it stays, becomes transparent, or is
what it was before the frame."""


class Part(NamedTuple):
    """One frame.

    Attributes:
        box: its place on the canvas; maybe empty, or beyond it.
        delay: how long it is shown.
        disposal: what becomes of it.
        blends: whether it is laid on what is there, and else put in its place.
        file: makes a file of this frame alone, of the animation's format.
        header: reads what that file says, where a browser decodes it; else None.
    """

    box: Box
    delay: Delay
    disposal: Disposal
    blends: bool
    file: Callable[[], bytes]
    header: Callable[[], Header] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it has no pixels."""
        left, upper, right, lower = self.box
        return right <= left or lower <= upper


@dataclass(frozen=True, slots=True)
class Split:
    """What there is in a file.

    Attributes:
        size: the canvas, as it lies.
        parts: the frames that are whole, in their order.
        plays: how often all are shown; 0 for ever.
        is_cut: whether the file has fewer frames than it should.
        icc_profile: as it stands in the file.
    """

    size: tuple[int, int]
    parts: tuple[Part, ...]
    plays: int
    is_cut: bool
    icc_profile: bytes | None = None


@dataclass(frozen=True, slots=True)
class Animation:
    """An animation that was opened, not yet decoded.

    Attributes:
        name: what errors call it.
        split: its frames.
        orientation: by EXIF, 1 to 8.
        colours: the file's beginning, which says what its colours mean.
        depth: bits per sample.
        is_grey: whether its samples are.
        density: pixels an inch, across and down, upright; None if the file doesn't say.
        notes: what to say of it as a whole.
    """

    name: str
    split: Split
    orientation: int = 1
    colours: bytes = b""
    depth: int = 8
    is_grey: bool = False
    density: tuple[float, float] | None = None
    notes: tuple[Note, ...] = ()

    @property
    def count(self) -> int:
        """How many frames it has."""
        return len(self.split.parts)

    @property
    def pixels(self) -> int:
        """Of one frame."""
        width, height = self.split.size
        return width * height
