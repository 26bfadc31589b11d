"""What a file is that can't be read as a picture: told by its content, never by its name."""

from __future__ import annotations

import re
from typing import Final

from offcut.errors import UnreadableImageError
from offcut.imageio.containers import camera_raw
from offcut.imageio.containers.directories import pages
from offcut.imageio.limits.jpeg import END, FRAMES, SCAN, SIGNATURE, segments

_AVIF: Final = {b"avif", b"avis"}
_HEIC: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHER_FORMATS: Final = {
    b"\xff\x0a": "JPEG XL", b"\0\0\0\x0cJXL ": "JPEG XL", b"8BPS": "Photoshop",
    b"gimp xcf": "GIMP", b"v/1\x01": "OpenEXR", b"#?RADIANCE": "Radiance HDR", b"BPG\xfb": "BPG",
    b"II\xbc\x01": "JPEG XR", b"SIMPLE  =": "FITS",
}  # fmt: skip
_VIDEO: Final = (b"\x1a\x45\xdf\xa3", b"FLV\x01", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"OggS")
_VIDEO_BOXES: Final = (b"ftyp", b"moov", b"mdat", b"wide")
_ARCHIVES: Final = (
    b"PK\3\4", b"PK\5\6", b"Rar!\x1a\7", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh",
)  # fmt: skip
_READABLE: Final = {
    SIGNATURE: "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF8": "GIF", b"BM": "BMP",
    b"II*\0": "TIFF", b"MM\0*": "TIFF", b"II+\0": "TIFF", b"MM\0+": "TIFF",
    b"P4\n": "PPM", b"P5\n": "PPM", b"P6\n": "PPM", b"qoif": "QOI", b"DDS ": "DDS",
}  # fmt: skip
_RIFF: Final = {b"WEBP": "WebP"}
_PAGE: Final = re.compile(rb"<(!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_DRAWING: Final = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_UNUSUAL_FRAMES: Final = FRAMES - {0xC0, 0xC1, 0xC2}  # lossless, hierarchical, arithmetic
_BEGINNING: Final = 4096
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def refusal(data: bytes, name: str) -> UnreadableImageError:
    """The error of a file that no decoder knows: it says what it is, and what to do.

    Args:
        data: the whole file.
        name: what to call it.
    """
    if camera_raw.is_raw(data):
        return camera_raw.refusal(name)
    known = _readable(data)
    if known and _is_of_another_kind(data):
        return UnreadableImageError(
            "{name} is {format} of a kind that can't be read here: save it as PNG, or as JPEG with "
            "8 bits per channel, first.",
            code="picture-kind",
            name=name,
            format=known,
        )
    if known:
        return UnreadableImageError(
            "{name} is a damaged {format} file and can't be read.",
            code="picture-damaged",
            name=name,
            format=known,
        )
    brands = _brands(data)
    other = next((kind for start, kind in _OTHER_FORMATS.items() if data.startswith(start)), "")
    other = other or ("AVIF" if brands & _AVIF else "HEIC" if brands & _HEIC else "")
    if other:
        return UnreadableImageError(
            "{name} is {format}, which can't be read here: save it as JPEG or PNG first.",
            code="picture-format",
            name=name,
            format=other,
        )
    return _no_picture(data, name)


def cut_off(name: str) -> UnreadableImageError:
    """The error of a file of which nothing can be shown."""
    return UnreadableImageError(
        "{name} breaks off before its picture begins: copy or download it again.",
        code="picture-cut-off",
        name=name,
    )


def incomplete(name: str) -> UnreadableImageError:
    """The error of a file that is not all there, where all is asked for, or nothing can be had."""
    return UnreadableImageError(
        "{name} breaks off or is damaged, and a part of the picture is missing: copy or download "
        "it again.",
        code="picture-incomplete",
        name=name,
    )


def breaks_off(data: bytes) -> bool:
    """Whether there is less of a file than it says, and no decoder can show a part of it."""
    if data.startswith(SIGNATURE):
        return all(marker not in (SCAN, END) for marker, _, _ in segments(data))
    if _riff(data):
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if data[4:8] != b"ftyp":
        return False
    at = 0  # boxes of ISO/IEC 14496-12, 4.2
    while at + 16 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length < 8:
            return False
        at += length
    return at > len(data)


def _no_picture(data: bytes, name: str) -> UnreadableImageError:
    start = data[:_BEGINNING]
    if b"%PDF-" in start[:1024]:
        return UnreadableImageError(
            "{name} is no picture but a PDF document: save a page of it as PNG or JPEG first.",
            code="picture-document",
            name=name,
        )
    drawing = _drawing(data)
    if drawing:
        return UnreadableImageError(
            "{name} is no picture but a drawing made of lines ({format}): export it as PNG first.",
            code="picture-drawing",
            name=name,
            format=drawing,
        )
    if data.startswith(_VIDEO) or data[4:8] in _VIDEO_BOXES or _riff(data) == b"AVI ":
        return UnreadableImageError(
            "{name} is no picture but a video: save one of its frames as PNG or JPEG first.",
            code="picture-video",
            name=name,
        )
    return _no_picture_at_all(data, name)


def _no_picture_at_all(data: bytes, name: str) -> UnreadableImageError:
    start = data[:_BEGINNING]
    if data.startswith(_ARCHIVES):
        return UnreadableImageError(
            "{name} is no picture but an archive or a document: take the pictures out of it first.",
            code="picture-archive",
            name=name,
        )
    if _PAGE.search(start):
        return UnreadableImageError(
            "{name} is no picture but a web page: save the picture itself.",
            code="picture-web-page",
            name=name,
        )
    if _is_text(start):
        return UnreadableImageError(
            "{name} is no picture but text: choose JPEG, PNG, WebP, TIFF, GIF or BMP.",
            code="picture-text",
            name=name,
        )
    return UnreadableImageError(
        "{name} is no picture that can be read here: choose JPEG, PNG, WebP, TIFF, GIF or BMP.",
        code="picture-unknown",
        name=name,
    )


def _readable(data: bytes) -> str:
    for signature, kind in _READABLE.items():
        if data.startswith(signature):
            return kind
    return _RIFF.get(_riff(data), "")


def _riff(data: bytes) -> bytes:
    return data[8:12] if data.startswith(b"RIFF") else b""


def is_unusual_jpeg(data: bytes) -> bool:
    """Whether this is a JPEG that is lossless, hierarchical, arithmetic, or has not 8 bits."""
    if not data.startswith(SIGNATURE):
        return False
    frames = ((marker, start) for marker, start, _ in segments(data) if marker in FRAMES)
    marker, start = next(frames, (0, 0))
    return marker in _UNUSUAL_FRAMES or (marker > 0 and data[start + 2 : start + 3] != b"\x08")


def _is_of_another_kind(data: bytes) -> bool:
    """Whether the file is built as it should be, so that it is its kind that is unknown."""
    return is_unusual_jpeg(data) or any(page.pixels > 0 for page in pages(data)[:1])


def _drawing(data: bytes) -> str:
    if data.startswith((b"%!PS", b"\xc5\xd0\xd3\xc6")):
        return "EPS"
    if data.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\0\0\0")) and data[40:44] in (b" EMF", b""):
        return "EMF"
    start = data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "SVG" if start.startswith(b"<") and _DRAWING.search(start) else ""


def _brands(data: bytes) -> set[bytes]:
    """The brands that an ISO media file (ISO/IEC 14496-12, 4.3) says it conforms to."""
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4], "big"), len(data))
    return {data[8:12]} | {data[start : start + 4] for start in range(16, end, 4)}


def _is_text(start: bytes) -> bool:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4 or len(start) < _BEGINNING:  # a letter that was cut
            return False
        text = start[: error.start].decode("utf-8")
    return not _CONTROL.search(text)
