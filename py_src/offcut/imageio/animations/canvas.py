"""Frames of an animation as they are shown: each laid on what the ones before have left."""

from __future__ import annotations

from PIL import Image

from offcut.imageio.animations.frames import Animation, Part
from offcut.imageio.colour.shown import shown
from offcut.imageio.decode import turn_upright
from offcut.imageio.failures import check_size, named_failures
from offcut.imageio.limits.check import check_file, check_opened
from offcut.imageio.modes import to_rgb_and_alpha
from offcut.imageio.opening import pillow_image
from offcut.imageio.picture import Picture

_NOTHING = (0, 0, 0, 0)


class Canvas:
    """What an animation shows, from its first frame on."""

    def __init__(self, animation: Animation) -> None:
        """Begin with nothing: what no frame covers is transparent, as in browsers."""
        self._animation = animation
        self._image = Image.new("RGBA", animation.split.size)
        self._left_by: tuple[Part, Image.Image | None] | None = None

    def lay(self, part: Part, image: Image.Image | None) -> Picture:
        """The next frame.

        Args:
            part: of the animation, each in its turn.
            image: its pixels, mode RGBA; None if it has none.
        """
        self._dispose()
        before = self._image.copy() if part.disposal == "restore" else None
        if image is not None and self._is_beyond(part):
            image = None
        if image is not None and part.blends:
            self._image.alpha_composite(image, part.box[:2])
        elif image is not None:
            self._image.paste(image, part.box[:2])
        self._left_by = part, before
        return self._picture()

    def _dispose(self) -> None:
        if self._left_by is None:
            return
        part, before = self._left_by
        if before is not None:
            self._image = before
        elif part.disposal == "clear" and not (part.is_empty or self._is_beyond(part)):
            left, upper, right, lower = part.box
            width, height = self._image.size
            self._image.paste(_NOTHING, (left, upper, min(right, width), min(lower, height)))

    def _is_beyond(self, part: Part) -> bool:
        width, height = self._image.size
        return part.box[0] >= width or part.box[1] >= height

    def _picture(self) -> Picture:
        animation = self._animation
        image = self._image.convert("LA") if animation.is_grey else self._image.copy()
        upright = turn_upright(image, animation.orientation)
        upright.info["icc_profile"] = animation.split.icc_profile
        return shown(upright, animation.colours, 8)


def still(part: Part, animation: Animation) -> Image.Image | None:
    """Decode one frame alone, by Pillow.

    Returns:
        Mode RGBA, the size of its box; None if that has no pixels.

    Raises:
        UnreadableImageError: if it is damaged, or was made to be slow.
    """
    if part.is_empty:
        return None
    file, name = part.file(), animation.name
    check_file(file, name)
    with named_failures(file, name):
        image = pillow_image(file)
        check_size(image.size, name)
        check_opened(image, file, name)
        image.load()
        rgb, alpha = to_rgb_and_alpha(image, animation.depth)
        rgb.putalpha(255 if alpha is None else alpha)
        return rgb
