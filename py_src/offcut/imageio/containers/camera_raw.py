"""A camera's raw file: known by its content, and the JPEG that the camera has put into it."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from offcut.errors import UnreadableImageError
from offcut.imageio.containers.directories import (
    DNG_VERSION,
    ORIENTATION,
    PHOTOMETRIC,
    Directory,
    inner,
    pages,
)
from offcut.imageio.limits.jpeg import END, FRAMES, SCAN, SIGNATURE, segments

_STARTS: Final = (
    b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FOVb", b"\0MRM",
    b"II\x1a\0\0\0HEAPCCDR",
)  # fmt: skip
"""Fujifilm, Olympus, Panasonic, Sigma, Minolta, and Canon before its files were built like TIFF."""

_CANON_2: Final = b"CR"  # at byte 8 of a TIFF
_CANON_3: Final = b"ftypcrx "  # at byte 4
_SENSOR: Final = (32803, 34892)
"""PhotometricInterpretation of a mosaic of colours, and of what was made of it (TIFF/EP, DNG)."""

_DECODED: Final = (0xC0, 0xC1, 0xC2)  # the frames of a usual JPEG: others hold the sensor's data
_LOOKED_AT: Final = 4
"""Pages that may be the sensor's."""

_MOST_JPEGS: Final = 64
_ORIENTATIONS: Final = range(2, 9)


class Embedded(NamedTuple):
    """A JPEG inside of a file: a file of its own, upright by its EXIF; width and height."""

    data: bytes
    size: tuple[int, int]


def is_raw(data: bytes) -> bool:
    """Whether this is what a camera's sensor saw."""
    if data.startswith(_STARTS) or data[4:12] == _CANON_3:
        return True
    found = pages(data)
    if not found:
        return False
    return (
        DNG_VERSION in found[0].values
        or data[8:10] == _CANON_2
        or any(_is_sensors(each, data) for each in found[:_LOOKED_AT])
    )


def largest_jpeg(data: bytes) -> Embedded | None:
    """The largest JPEG in a raw file, turned as the file says; None if there is none."""
    best: tuple[int, int, tuple[int, int]] | None = None
    for start, size in _jpegs(data):
        if best is None or size[0] * size[1] > best[0]:
            best = (size[0] * size[1], start, size)
    if best is None:
        return None
    _, start, size = best
    found = pages(data)
    turn = found[0].value(ORIENTATION) if found else 1
    return Embedded(_turned(_one(data[start:]), turn), size)


def refusal(name: str) -> UnreadableImageError:
    """The error of a raw file without a large JPEG in it."""
    return UnreadableImageError(
        "{name} is a camera's raw file: export it as JPEG or TIFF first.",
        code="picture-raw",
        name=name,
    )


def _is_sensors(page: Directory, data: bytes) -> bool:
    return any(each.value(PHOTOMETRIC) in _SENSOR for each in (page, *inner(data, page)))


def _jpegs(data: bytes) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where a JPEG begins, and its width and height."""
    count = 0
    for found in re.finditer(re.escape(SIGNATURE), data):
        header = data[found.start() : found.start() + (1 << 17)]
        for marker, start, _ in segments(header):
            if marker in FRAMES:
                if marker in _DECODED and header[start + 2 : start + 3] == b"\x08":
                    height, width = struct.unpack_from(">HH", header + bytes(8), start + 3)
                    yield found.start(), (width, height)
                    count += 1
                break
            if marker in (SCAN, END):
                break
        if count >= _MOST_JPEGS:
            return


def _one(data: bytes) -> bytes:
    """The file up to its end marker."""
    has_scan = False
    for marker, start, _ in segments(data):
        has_scan = has_scan or marker == SCAN
        if marker == END and has_scan:
            return data[:start]
    return data


def _turned(jpeg: bytes, orientation: int) -> bytes:
    """With an EXIF of this orientation, if it has none of its own."""
    if orientation not in _ORIENTATIONS or b"Exif\0\0" in jpeg[:1024]:
        return jpeg
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(
        ">HHIHHI", ORIENTATION, 3, 1, orientation, 0, 0
    )
    return b"".join((jpeg[:2], b"\xff\xe1", struct.pack(">H", len(exif) + 2), exif, jpeg[2:]))
