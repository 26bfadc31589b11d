"""Step 5a: what part of the picture, and of the plane around it, the result shows."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

from offcut.errors import PictureTooLargeError
from offcut.imageio.picture import MAX_PIXELS
from offcut.numeric.planes import Box
from offcut.options import CANVASES, OutputOptions


def subject_box(alpha: Image.Image, threshold: float) -> Box | None:
    """The smallest box around all pixels whose alpha is above a threshold.

    Args:
        alpha: mode L.
        threshold: 0 to below 1.

    Returns:
        None if there is no such pixel.
    """
    return alpha.point([255 * (level > 255 * threshold) for level in range(256)]).getbbox()


def joined(one: Box | None, other: Box | None) -> Box | None:
    """The smallest box around two; None is an empty one."""
    if one is None or other is None:
        return one or other
    left, upper, right, lower = zip(one, other, strict=True)
    return min(left), min(upper), max(right), max(lower)


def frame(alpha: Image.Image, options: OutputOptions, subject: Box | None = None) -> Box:
    """What the result shows: the whole picture, a crop of it, or a canvas around the subject.

    Args:
        alpha: mode L, the subject's, of the picture's size.
        options: ``crop``, ``canvas``, ``margin`` and ``threshold``.
        subject: the subject's box, where it isn't this alpha's alone.

    Returns:
        The whole picture, too, where it has no subject.

    Raises:
        PictureTooLargeError: if the canvas has more than ``MAX_PIXELS`` pixels.
    """
    whole = (0, 0, *alpha.size)
    if not options.crop and options.canvas is None:
        return whole
    subject = subject or subject_box(alpha, options.threshold)
    if subject is None:
        return whole
    left, upper, right, lower = subject
    margin = round(options.margin * max(right - left, lower - upper))
    across = _Side.of(left, right, alpha.width).padded(margin)
    down = _Side.of(upper, lower, alpha.height).padded(margin)
    if options.canvas is None:
        across, down = across.clamped(alpha.width), down.clamped(alpha.height)
    else:
        across, down = _in_proportion(across, down, *CANVASES[options.canvas])
    return across.start, down.start, across.stop, down.stop


def cut(image: Image.Image, box: Box) -> Image.Image:
    """The part of a picture in a box, zero beyond the picture; the picture itself if it's whole."""
    if box == (0, 0, *image.size):
        return image
    left, upper, right, lower = box
    # not crop(): that warns of boxes that it takes for an attack
    part = Image.new(image.mode, (right - left, lower - upper))
    part.paste(image, (-left, -upper))
    return part


class _Side(NamedTuple):
    """The box along one axis; an end that touches the picture's edge is held there."""

    start: int
    stop: int
    start_is_free: bool
    stop_is_free: bool

    @classmethod
    def of(cls, start: int, stop: int, length: int) -> _Side:
        return cls(start, stop, start > 0, stop < length)

    @property
    def size(self) -> int:
        return self.stop - self.start

    def padded(self, margin: int) -> _Side:
        return self._replace(
            start=self.start - margin * self.start_is_free,
            stop=self.stop + margin * self.stop_is_free,
        )

    def clamped(self, length: int) -> _Side:
        return self._replace(start=max(self.start, 0), stop=min(self.stop, length))

    def widened(self, size: int) -> _Side:
        """Grow at both ends alike; if one of them is held, at the other."""
        extra = max(size - self.size, 0)
        ahead = extra // 2
        if self.start_is_free != self.stop_is_free:
            # a subject that the picture cuts off would float, cut off in mid-air
            ahead = extra if self.start_is_free else 0
        return self._replace(start=self.start - ahead, stop=self.stop + extra - ahead)


def _in_proportion(across: _Side, down: _Side, width: int, height: int) -> tuple[_Side, _Side]:
    wide = max(across.size, round(down.size * width / height))
    high = max(down.size, round(across.size * height / width))
    if wide * high > MAX_PIXELS:
        raise PictureTooLargeError(
            "The canvas would be {width} x {height}, {megapixels} megapixels, of at most "
            "{limit}: choose a smaller margin, or no canvas.",
            code="canvas-too-large",
            width=wide,
            height=high,
            megapixels=round(wide * high / 1e6),
            limit=round(MAX_PIXELS / 1e6),
        )
    return across.widened(wide), down.widened(high)
