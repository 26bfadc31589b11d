"""Step 5b: an animated PNG, frame by frame (PNG specification, third edition, 11.3.6)."""

from __future__ import annotations

import struct
from typing import Final

from PIL import Image

from offcut.imageio.animations.changes import Changes
from offcut.imageio.animations.frames import Delay
from offcut.imageio.containers.chunks import SIGNATURE, written
from offcut.imageio.png import deflated, header_chunks
from offcut.numeric.planes import Box

_KEEP: Final = 0
_REPLACE: Final = 0
_MOST: Final = 0xFFFF


class ApngWriter:
    """Holds what was written so far, and one frame."""

    def __init__(
        self,
        frames: int,
        plays: int,
        icc_profile: bytes | None = None,
        density: tuple[float, float] | None = None,
    ) -> None:
        """Begin a file.

        Args:
            frames: how many there will be.
            plays: how often they are shown; 0 for ever.
            icc_profile: written along, if there is one.
            density: pixels an inch, across and down, if they are known.
        """
        self._frames = frames
        self._plays = plays
        self._about = icc_profile, density
        self._changes = Changes()
        self._chunks: list[bytes] = []
        self._sequence = 0

    def add(self, image: Image.Image, delay: Delay) -> None:
        """Write the next frame.

        Args:
            image: mode L, RGB or RGBA, of the same mode and size each time.
            delay: how long it is shown.
        """
        box = self._changes.box(image)
        is_first = not self._chunks
        if is_first:
            self._chunks += [SIGNATURE, *header_chunks(image, *self._about)]
            self._chunks.append(written(b"acTL", struct.pack(">2I", self._frames, self._plays)))
        self._chunks.append(written(b"fcTL", self._control(box, delay)))
        for piece in deflated(image.crop(box)):
            if is_first:
                self._chunks.append(written(b"IDAT", piece))
            else:
                self._chunks.append(written(b"fdAT", struct.pack(">I", self._next()) + piece))

    def finished(self) -> bytes:
        """The file."""
        return b"".join([*self._chunks, written(b"IEND", b"")])

    def _control(self, box: Box, delay: Delay) -> bytes:
        left, upper, right, lower = box
        place = right - left, lower - upper, left, upper
        return struct.pack(">5I2H2B", self._next(), *place, *_in_16_bits(*delay), _KEEP, _REPLACE)

    def _next(self) -> int:
        self._sequence += 1
        return self._sequence - 1


def _in_16_bits(numerator: int, denominator: int) -> Delay:
    while numerator > _MOST or denominator > _MOST:
        numerator, denominator = round(numerator / 10), max(1, denominator // 10)
        if denominator == 1:
            return min(numerator, _MOST), 1
    return numerator, denominator
