"""Steps 2, 4 and 5 for all frames of an animation, one after the other.

Decoding a frame and running the network is the caller's, as in ``offcut.pipeline``: the page awaits
both, the command line calls them. So all steps are one generator that asks for them. It goes
through the frames more than once, and never holds more than one of them:

1. to see which are equal, and what their transparency says;
2. for the network, unless there are masks from before;
3. for a crop, a canvas or a shadow: to find the box of the subject in all frames;
4. to cut each out and to write it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, NamedTuple, TypeAlias, TypeVar

import numpy as np
from PIL import Image

from offcut.composite.crop import joined
from offcut.errors import InvalidOptionError
from offcut.imageio.animations.canvas import Canvas
from offcut.imageio.animations.frames import Animation, Part
from offcut.imageio.animations.opening import upright_size_of
from offcut.imageio.animations.write_apng import ApngWriter
from offcut.imageio.animations.write_webp import WebpWriter
from offcut.imageio.encode import DENSITY, check_sides
from offcut.imageio.picture import OWN_NOTES, Picture, with_own
from offcut.network.mask_io import Masks, from_uint8, to_uint8
from offcut.network.steady import Steady
from offcut.notes import Note
from offcut.numeric.planes import Box
from offcut.options import FORMATS, NATURAL, OutputOptions
from offcut.pipeline import CutOut, Prepared, cut_out, prepare_picture, subject_of
from offcut.touchup.stroke import Stroke

Round: TypeAlias = Literal["preprocess", "infer", "postprocess", "output"]
"""What is done with the frames: the phases of a still picture."""

_MOSTLY: Final = 0.5
"""Share of the frames by which all are judged."""


class Decode(NamedTuple):
    """Asks for a frame's pixels: mode RGBA, or None if ``part.is_empty``."""

    round: Round
    number: int
    part: Part


class Look(NamedTuple):
    """Asks for the network's mask of a frame: float32 [1, 1, 1024, 1024]."""

    number: int
    prepared: Prepared


class Seen(NamedTuple):
    """Asks for nothing: the network has seen all that it has to see."""


Request: TypeAlias = Decode | Look | Seen
_T = TypeVar("_T")
Steps: TypeAlias = Generator[Request, Any, _T]


class CutAnimation(NamedTuple):
    """An animation that was cut out.

    Attributes:
        file: what was asked for.
        masks: of all frames, for another time.
        size: a frame's width and height, upright.
        box: what the file shows, in pixels of a frame.
        found: whether any frame has a subject.
        notes: what to say of it beside the result.
    """

    file: bytes
    masks: Masks
    size: tuple[int, int]
    box: Box
    found: bool
    notes: tuple[Note, ...]


def cut_frames(
    animation: Animation,
    options: OutputOptions,
    strokes: Sequence[Stroke] = (),
    masks: Masks | None = None,
) -> Steps[CutAnimation]:
    """Cut out all frames.

    Crop, canvas and shadow go by the subject of all frames together, so that nothing moves that
    did not move before. A frame without a subject becomes an empty one.

    Args:
        animation: what was opened.
        options: what to write; as PNG or WebP.
        strokes: what was touched up, in this order, in each frame alike.
        masks: from before; None: the network has to look.

    Yields:
        What the caller has to do; see ``Request``.

    Raises:
        InvalidOptionError: if the masks are of another number of frames.
        InferenceError: if a mask has values that are no numbers.
        UnreadableImageError: if the background can't be read.
        PictureTooLargeError: if the format can't hold a picture of this size.
    """
    if masks is not None and masks.count != animation.count:
        raise InvalidOptionError(
            "{option} is of {masks} frames, and {name} has {frames}: leave it out, so that the "
            "network looks again.",
            code="mask-frames",
            option="mask",
            masks=masks.count,
            name=animation.name,
            frames=animation.count,
        )
    work = _Work(animation, options, strokes)
    yield from work.survey()
    masks = masks or (yield from work.look())
    subject = (yield from work.subject(masks)) if _needs_subject(options) else None
    return (yield from work.write(masks, subject))


@dataclass(slots=True)
class _Work:
    """The rounds.

    Attributes:
        same_as: of each frame, the first one that is equal to it.
        judged: what the transparency of all frames together says; None where all is opaque.
    """

    animation: Animation
    options: OutputOptions
    strokes: Sequence[Stroke]
    same_as: list[int] = field(default_factory=list)
    judged: Literal["empty", "cut", "part"] | None = None
    notes: list[Note] = field(default_factory=list)

    def survey(self) -> Steps[None]:
        """Find out which frames are equal, and judge their transparency as one.

        Else a sticker could be left as it is in one frame, and be cut in the next.
        """
        seen: dict[bytes, int] = {}
        kinds: list[str | None] = []
        canvas = Canvas(self.animation)
        for number, part in enumerate(self.animation.split.parts):
            picture = canvas.lay(part, (yield Decode("preprocess", number, part)))
            self.same_as.append(seen.setdefault(_digest(picture), number))
            kinds.append(None if picture.own is None else picture.own.kind)
            self.notes += [note for note in picture.notes if note not in self.notes]
        visible = [kind for kind in kinds if kind != "empty"]
        if not visible:
            self.judged = "empty"
        elif visible.count("cut") >= _MOSTLY * len(visible):
            self.judged = "cut"
        elif any(kind is not None for kind in visible):
            self.judged = "part"

    def look(self) -> Steps[Masks]:
        """Have the network look at each frame that differs from those before."""
        masks, steady = Masks(), Steady()
        canvas = Canvas(self.animation)
        for number, part in enumerate(self.animation.split.parts):
            picture = self._lay(canvas, part, (yield Decode("infer", number, part)))
            if self.same_as[number] < number:
                masks.repeat(self.same_as[number])
            elif picture.own is not None and picture.own.kind != "part":
                # its own transparency decides, whatever the network says
                masks.add(np.full(masks.shape, 255 * (picture.own.kind == "cut"), np.uint8))
            else:
                prepared = self._prepared(picture, self.options.effort)
                mask = yield Look(number, prepared)
                masks.add(steady.mask(prepared.tensor, to_uint8(mask)))
        yield Seen()
        return masks

    def subject(self, masks: Masks) -> Steps[Box | None]:
        """The smallest box around the subject of all frames; None if there is none."""
        plain = replace(self.options, decontaminate=False)  # colours are of no meaning here
        box: Box | None = None
        canvas = Canvas(self.animation)
        for number, part in enumerate(self.animation.split.parts):
            picture = self._lay(canvas, part, (yield Decode("postprocess", number, part)))
            if self.same_as[number] == number:
                prepared = self._prepared(picture)
                mask = from_uint8(masks[number])
                box = joined(box, subject_of(prepared, mask, plain, self.strokes))
        return box

    def write(self, masks: Masks, subject: Box | None) -> Steps[CutAnimation]:
        """Cut each frame out, and write it."""
        animation, options = self.animation, self.options
        size = upright_size_of(animation)
        writer: ApngWriter | WebpWriter | None = None
        cut: CutOut | None = None
        found = False
        canvas = Canvas(animation)
        for number, part in enumerate(animation.split.parts):
            picture = self._lay(canvas, part, (yield Decode("output", number, part)))
            if cut is None or number == 0 or self.same_as[number] != self.same_as[number - 1]:
                prepared = self._prepared(replace(picture, subject=subject))
                cut = cut_out(prepared, from_uint8(masks[number]), options, self.strokes)
                found = found or cut.found
            writer = writer or self._writer(picture, cut.image)
            writer.add(cut.image, part.delay)
        if writer is None or cut is None:
            raise ValueError("an animation has frames")
        notes = (*animation.notes, *self._said())
        return CutAnimation(writer.finished(), masks, size, cut.box, found, notes)

    def _writer(self, picture: Picture, image: Image.Image) -> ApngWriter | WebpWriter:
        check_sides(image, FORMATS[self.options.format])
        plays = self.animation.split.plays
        profile = None if image.mode == "L" else picture.icc_profile
        if self.options.format == "image/webp":
            return WebpWriter(plays, self.options.quality, profile)
        return ApngWriter(self.animation.count, plays, profile, image.info.get(DENSITY))

    def _lay(self, canvas: Canvas, part: Part, image: Image.Image | None) -> Picture:
        picture = canvas.lay(part, image)
        if picture.own is None or picture.own.kind == "empty" or self.judged is None:
            return picture
        return with_own(picture, self.judged)

    def _prepared(self, picture: Picture, effort: str = "fast") -> Prepared:
        return prepare_picture(picture, self.animation.name, effort=effort)

    def _said(self) -> list[Note]:
        """What was said of the frames; of their transparency, what holds for all."""
        said = [note for note in self.notes if note not in OWN_NOTES.values()]
        return said + [note for kind, note in OWN_NOTES.items() if kind == self.judged]


def _digest(picture: Picture) -> bytes:
    alpha = b"" if picture.alpha is None else picture.alpha.tobytes()
    return hashlib.blake2b(picture.image.tobytes() + alpha, digest_size=16).digest()


def _needs_subject(options: OutputOptions) -> bool:
    return options.crop or options.canvas is not None or options.shadow not in {0, NATURAL}
