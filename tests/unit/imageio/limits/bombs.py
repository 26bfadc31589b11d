"""Small files that would keep a decoder busy for minutes or hours, drawn here."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

from PIL import Image

from tests import pictures


def _refinement_scan() -> bytes:
    """A scan of a progressive JPEG that changes nothing, and how it is coded (T.81, B.2.3)."""
    one_code = b"\xff\xc4" + struct.pack(">HB", 20, 0x10) + b"\1" + bytes(15) + b"\0"
    return one_code + bytes.fromhex("ffda0008010100010110")


def jpeg_scans(count: int, side: int = 64) -> bytes:
    """A progressive JPEG with this many scans too many."""
    file = pictures.file(pictures.flat((90, 120, 40), (side, side)), "JPEG", progressive=True)
    assert file.endswith(b"\xff\xd9")
    return file[:-2] + _refinement_scan() * count + b"\xff\xd9"


def jpeg_segments(segment: bytes, count: int) -> bytes:
    """A JPEG with a segment again and again."""
    file = pictures.file(pictures.noise((16, 16)), "JPEG")
    return file[:2] + segment * count + file[2:]


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, 2 + len(content)) + content


def directory(tags: int, kind: int = 7) -> bytes:
    """EXIF whose tags all have the whole of a megabyte as their value."""
    length = 1 << 20
    entries = b"".join(struct.pack("<HHLL", 1 + tag, kind, length, 8) for tag in range(tags))
    return b"II*\0" + struct.pack("<LH", 8, tags) + entries + bytes(4 + length)


def png_chunks(count: int) -> bytes:
    """A PNG with this many empty chunks."""
    check = zlib.crc32(b"teSt")
    empty = struct.pack(">I4sI", 0, b"teSt", check)
    file = pictures.file(pictures.noise((16, 16)))
    start = 33  # after the signature and IHDR
    return file[:start] + empty * count + file[start:]


def png_packed(kind: bytes, before: bytes, megabytes: int, count: int = 1) -> bytes:
    """A PNG with zeros that are packed in chunks beside its pixels."""
    chunk = kind, before + zlib.compress(bytes(megabytes << 20), 9)
    pixels = b"IDAT", zlib.compress(bytes(2))
    return pictures.png((1, 1), 8, 0, *[chunk] * count, pixels)


def gif_comment(sub_blocks: int) -> bytes:
    """A GIF with a comment in sub-blocks of one byte."""
    file = pictures.file(pictures.flat(3, (16, 16), "P"), "GIF")
    start = 13 + (3 << (file[10] & 7) + 1 if file[10] & 0x80 else 0)
    return file[:start] + b"!\xfe" + b"\1a" * sub_blocks + b"\0" + file[start:]


def tiff(tags: Sequence[tuple[int, Sequence[int]]], data: bytes = b"") -> bytes:
    """A TIFF with these tags (all LONG), whose data begin at byte 8."""
    at = 8 + len(data)
    values = at + 2 + 12 * len(tags) + 4
    entries, rest = b"", b""
    for tag, numbers in tags:
        packed = struct.pack(f"<{len(numbers)}L", *numbers)
        inside = packed if len(numbers) == 1 else struct.pack("<L", values + len(rest))
        entries += struct.pack("<HHL", tag, 4, len(numbers)) + inside
        rest += b"" if len(numbers) == 1 else packed
    return (
        b"II*\0" + struct.pack("<L", at) + data
        + struct.pack("<H", len(tags)) + entries + bytes(4) + rest
    )  # fmt: skip


def _grey_tiff(size: tuple[int, int], data: bytes, *more: tuple[int, Sequence[int]]) -> bytes:
    packed = 1 if len(data) > 1 else 5  # not at all, or as LZW
    tags = {256: [size[0]], 257: [size[1]], 258: [8], 259: [packed], 262: [1], 277: [1]}
    return tiff(sorted((tags | dict(more)).items()), data)


def tiff_strips(height: int) -> bytes:
    """A TIFF of one column, each pixel in a strip of its own, of which one is there."""
    return _grey_tiff((1, height), b"\0", (273, [8]), (278, [1]), (279, [1]))


def tiff_tile(side: int) -> bytes:
    """A small picture in a tile of this size."""
    length = min(side * side, 1 << 16)
    tile = (322, [side]), (323, [side]), (324, [8]), (325, [length])
    return _grey_tiff((16, 16), bytes(length), *tile)


def tiff_shared_strip(lines: int, length: int) -> bytes:
    """A TIFF whose lines all read the same long strip."""
    strips = (273, [8] * lines), (278, [1]), (279, [length] * lines)
    return _grey_tiff((16, lines), bytes(length), *strips)


def bmp_empty_lines(side: int) -> bytes:
    """A BMP in run-length coding, with one pixel in each line."""
    header = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 8, 1, 0, 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 1078) + header + bytes(1024) + b"\1\0\0\0" * side


def dds_without_data(side: int) -> bytes:
    """A DDS whose pixels have no bits."""
    pixel = struct.pack("<8I", 32, 0x40, 0, 0, 0xFF, 0, 0, 0)
    return (
        b"DDS "
        + struct.pack("<7I", 124, 0x1007, side, side, 0, 0, 0)
        + bytes(44)
        + pixel
        + bytes(20)
    )


def qoi_runs(side: int) -> bytes:
    """A QOI of one colour: 62 pixels a byte."""
    runs = b"\xfd" * (side * side // 62 + 1)
    return b"qoif" + struct.pack(">2I", side, side) + b"\3\0" + runs


def ico(inner: bytes) -> bytes:
    """An icon that says to be 32 x 32, with something else in it."""
    return struct.pack("<3H4B2H2I", 0, 1, 1, 32, 32, 0, 0, 1, 32, len(inner), 22) + inner


def icns(inner: bytes) -> bytes:
    """The same for macOS, of 256 x 256."""
    block = b"ic08" + struct.pack(">I", 8 + len(inner)) + inner
    return b"icns" + struct.pack(">I", 8 + len(block)) + block


def png_of(width: int, height: int) -> bytes:
    """A PNG of zeros that is much smaller than its picture."""
    deflate = zlib.compressobj(9)
    line = bytes(1 + width)
    data = b"".join(deflate.compress(line) for _ in range(height)) + deflate.flush()
    return pictures.png((width, height), 8, 0, (b"IDAT", data))


def dib_of(width: int, height: int) -> bytes:
    """The header of a BMP as it stands in an icon."""
    return struct.pack("<IiiHHIIiiII", 40, width, 2 * height, 1, 8, 1, 0, 0, 0, 256, 0)


def jpeg_2000_of(width: int, height: int, *, in_boxes: bool) -> bytes:
    """The header of a JPEG 2000."""
    sizes = struct.pack(">8I", width, height, 0, 0, width, height, 0, 0)
    codestream = (
        b"\xff\x4f\xff\x51" + struct.pack(">HH", 41, 0) + sizes + bytes.fromhex("0001070101")
    )
    if not in_boxes:
        return codestream
    start = bytes.fromhex("0000000c6a5020200d0a870a") + b"\0\0\0\x14ftypjp2 \0\0\0\0jp2 "
    header = struct.pack(">II", height, width) + bytes.fromhex("000107070000")
    return start + b"\0\0\0\x1ejp2h" + b"\0\0\0\x16ihdr" + header + codestream


def exif_in(kind: str, exif: bytes) -> bytes:
    """A small picture with EXIF of any length."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, kind, exif=exif)
    return stream.getvalue()
