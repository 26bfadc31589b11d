"""What of a frame differs from the one before: only that has to be written."""

from __future__ import annotations

from PIL import Image, ImageChops

from offcut.numeric.planes import Box


class Changes:
    """Finds it in one frame after another."""

    def __init__(self) -> None:
        """No frame yet."""
        self._before: Image.Image | None = None

    def box(self, image: Image.Image, step: int = 1) -> Box:
        """The smallest box around all that has changed; of the first frame, the whole.

        Args:
            image: of the same mode and size each time; not to be changed afterwards.
            step: what its left and upper edge are a multiple of.

        Returns:
            A box of one pixel if nothing has changed.
        """
        before, self._before = self._before, image
        if before is None:
            return (0, 0, *image.size)
        changed = ImageChops.difference(before, image).getbbox(alpha_only=False)
        if changed is None:
            return (0, 0, 1, 1)
        left, upper, right, lower = changed
        return left - left % step, upper - upper % step, right, lower
