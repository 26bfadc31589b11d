"""How much work the markers of a JPEG ask for (ITU-T T.81, B.1), without decoding it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from offcut.imageio.limits.directory import repeats_itself

SIGNATURE: Final = b"\xff\xd8\xff"

_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # no stuffed zero, restart or fill byte
_ALONE: Final = (0x01, 0xD8)  # without a segment
END: Final = 0xD9
SCAN: Final = 0xDA
FRAMES: Final = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_APP1: Final = 0xE1
_EXIF: Final = b"Exif\0\0"

_MOST_SCANS: Final = 100
"""What libtiff allows; encoders write 6 to 12."""

_MOST_PIXELS: Final = 2_400_000_000
"""Of all scans together: 20 scans of the largest picture. A scan costs time even if it is empty."""

_MOST_SEGMENTS: Final = 10_000
_MOST_EXIF: Final = 64
"""Segments of EXIF: one is usual, and Pillow copies all before it for each."""

_MOST_JUNK: Final = 1 << 16
"""Bytes between segments: Pillow reads them one by one."""


@dataclass(slots=True)
class _Work:
    pixels: int = 0
    scans: int = 0
    segments: int = 0
    junk: int = 0
    exif: list[bytes] = field(default_factory=list)

    @property
    def is_too_much(self) -> bool:
        return (
            self.scans > _MOST_SCANS
            or self.scans * self.pixels > _MOST_PIXELS
            or self.segments > _MOST_SEGMENTS
            or self.junk > _MOST_JUNK
            or len(self.exif) > _MOST_EXIF
        )


def is_slow(data: bytes) -> bool:
    """Whether a JPEG was made to be slow.

    Args:
        data: a file that begins with ``SIGNATURE``. Only its first picture counts.
    """
    work = _Work()
    for marker, start, junk in segments(data):
        work.segments += 1
        if not work.scans:  # after that, it is the scan's own data
            work.junk += junk
        if marker in FRAMES:
            height, width = data[start + 3 : start + 5], data[start + 5 : start + 7]
            work.pixels = int.from_bytes(height, "big") * int.from_bytes(width, "big")
        elif marker == SCAN:
            work.scans += 1
        elif marker == END and work.scans:
            break
        elif marker == _APP1 and data.startswith(_EXIF, start + 2):
            length = int.from_bytes(data[start : start + 2], "big")
            work.exif.append(data[start + 2 + len(_EXIF) : start + length])
        if work.is_too_much:
            return True
    return repeats_itself(b"".join(work.exif))


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each marker, where its segment begins (its length), and how many bytes were skipped."""
    at = 0
    while found := _MARKER.search(data, at):
        marker, start = data[found.start() + 1], found.end()
        yield marker, start, found.start() - at
        has_segment = marker not in _ALONE and marker != END
        at = start + int.from_bytes(data[start : start + 2], "big") if has_segment else start
