"""Step 5b: an animated WebP, frame by frame (RFC 9649, 2.7.1)."""

from __future__ import annotations

import struct
from typing import Final

from PIL import Image

from offcut.imageio.animations.changes import Changes
from offcut.imageio.animations.frames import Delay
from offcut.imageio.encode import webp_file
from offcut.imageio.headers.webp import chunk, chunks_of

_PROFILE: Final = 0x20
_ALPHA: Final = 0x10
_ANIMATION: Final = 0x02
_REPLACES: Final = 0x02  # and is left in its place
_PIXELS: Final = (b"ALPH", b"VP8 ", b"VP8L")
_MOST_PLAYS: Final = 0xFFFF
_MOST_MS: Final = 0xFFFFFF


class WebpWriter:
    """Holds what was written so far, and one frame."""

    def __init__(self, plays: int, quality: float, icc_profile: bytes | None = None) -> None:
        """Begin a file.

        Args:
            plays: how often the frames are shown; 0 for ever.
            quality: 0 to 1.
            icc_profile: written along, if there is one.
        """
        self._plays = min(plays, _MOST_PLAYS)
        self._quality = quality
        self._profile = icc_profile
        self._changes = Changes()
        self._frames: list[bytes] = []
        self._size = (1, 1)
        self._flags = _ANIMATION | (0 if icc_profile is None else _PROFILE)
        self._until = 0.0
        self._written = 0

    def add(self, image: Image.Image, delay: Delay) -> None:
        """Write the next frame.

        Args:
            image: mode L, RGB or RGBA, of the same mode and size each time.
            delay: how long it is shown.
        """
        box = self._changes.box(image, 2)
        left, upper, right, lower = box
        self._size = image.size
        self._flags |= _ALPHA if image.mode == "RGBA" else 0
        file = webp_file(image.crop(box), self._quality)
        pixels = [
            chunk(kind, body) for kind, body in chunks_of(memoryview(file)[12:]) if kind in _PIXELS
        ]
        place = (
            left // 2,
            upper // 2,
            right - left - 1,
            lower - upper - 1,
            self._milliseconds(delay),
        )
        about = b"".join(each.to_bytes(3, "little") for each in place) + bytes((_REPLACES,))
        self._frames.append(chunk(b"ANMF", about + b"".join(pixels)))

    def finished(self) -> bytes:
        """The file."""
        canvas = b"".join((side - 1).to_bytes(3, "little") for side in self._size)
        chunks = [chunk(b"VP8X", struct.pack("<L", self._flags) + canvas)]
        if self._profile is not None:
            chunks.append(chunk(b"ICCP", self._profile))
        chunks.append(chunk(b"ANIM", struct.pack("<LH", 0, self._plays)))
        body = b"".join([b"WEBP", *chunks, *self._frames])
        return b"".join((b"RIFF", struct.pack("<L", len(body)), body))

    def _milliseconds(self, delay: Delay) -> int:
        """Rounded so that no frame comes more than half a millisecond early or late."""
        numerator, denominator = delay
        self._until += 1000 * numerator / denominator
        shown = min(round(self._until) - self._written, _MOST_MS)
        self._written += shown
        return shown
