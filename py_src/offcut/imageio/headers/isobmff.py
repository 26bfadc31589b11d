"""AVIF's and HEIC's container (ISO/IEC 23008-12, on ISO/IEC 14496-12).

How such a picture is to be turned stands in the container, and each decoder does it. EXIF data may
say it once more, and says nothing to a reader.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from PIL import Image

from offcut.imageio.colour.code_points import SRGB, Space, space
from offcut.imageio.headers.gain_map import has_gain_map
from offcut.imageio.headers.header import Header, damaged

AVIF: Final = "AVIF"
HEIC: Final = "HEIC"

_AVIF: Final = frozenset({b"avif", b"avis"})
_HEIC: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
)
_BT709: Final = 1  # ITU-T H.273, as the next ones
_UNSPECIFIED: Final = 2
_SRGB_CURVE: Final = 13
_AS_SRGB: Final = (1, _UNSPECIFIED, 6, 14, 15)
"""The curves of cameras (BT.709, BT.601, BT.2020): of AVIF, Chromium shows sRGB's."""

_NOTHING_SAID: Final = (None, True, None)
_ALPHA: Final = (b"auxiliary:alpha", b"hevc:2015:auxid:1")  # ends of URNs
_ANTICLOCKWISE: Final = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}
_MOST_BOXES: Final = 10_000


class _DamagedError(Exception):
    """A box is not what it must be."""


class _Properties(NamedTuple):
    """What is said of one picture in the file."""

    of_item: list[tuple[bytes, memoryview]]
    of_tile: list[tuple[bytes, memoryview]]
    all: list[tuple[bytes, memoryview]]


def kind_of(data: bytes) -> str | None:
    """``AVIF`` or ``HEIC``, by the brands that a file says it conforms to; None if it's neither."""
    if data[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(data[:4], "big"), len(data), 1 << 12)
    brands = {data[8:12]} | {data[start : start + 4] for start in range(16, end, 4)}
    if brands & _AVIF:
        return AVIF
    return HEIC if brands & _HEIC else None


def read_header(data: bytes, name: str, kind: str) -> Header:
    """What an AVIF or HEIC file says of its main picture.

    Args:
        data: the whole file.
        name: what to call it in an error.
        kind: as ``kind_of`` says.

    Raises:
        UnreadableImageError: if it is damaged.
    """
    try:
        said = _primary_properties(memoryview(data))
        size = _size(said.of_item)
        turns = tuple(_turns(said.of_item))
        # a picture of tiles can leave it to these
        profile, is_srgb, named = _colours(said.of_item) or _colours(said.of_tile) or _NOTHING_SAID
        depth = _depth(said.of_item) or _depth(said.of_tile) or 8
    except (_DamagedError, struct.error, IndexError) as error:
        raise damaged(name, kind) from error
    return Header(
        kind,
        f"image/{kind.lower()}",
        size,
        data,
        icc_profile=profile,
        is_srgb=is_srgb,
        space=named,
        depth=depth,
        has_gain_map=has_gain_map(data),
        turns=turns,
        is_opaque=not any(box == b"auxC" and _is_alpha(bytes(body)) for box, body in said.all),
    )


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Each box's type and content."""
    for _ in range(_MOST_BOXES):
        if len(data) < 8:
            return
        length, kind = struct.unpack_from(">L4s", data)
        start = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, 8)
            start = 16
        elif length == 0:
            length = len(data)
        if length < start:
            raise _DamagedError
        yield kind, data[start:length]
        data = data[length:]


def _one(boxes: memoryview, kind: bytes) -> memoryview:
    for found, body in _boxes(boxes):
        if found == kind:
            return body
    raise _DamagedError


def _primary_properties(data: memoryview) -> _Properties:
    meta = _one(data, b"meta")[4:]
    pitm = _one(meta, b"pitm")
    (primary,) = struct.unpack_from(">L" if pitm[0] else ">H", pitm, 4)
    iprp = _one(meta, b"iprp")
    known = list(_boxes(_one(iprp, b"ipco")))
    associations = [
        pair for kind, body in _boxes(iprp) if kind == b"ipma" for pair in _associations(body)
    ]
    tile = _first_tile(meta, primary)

    def of(wanted: int | None) -> list[tuple[bytes, memoryview]]:
        return [known[index - 1] for item, index in associations if item == wanted and index]

    return _Properties(of(primary), of(tile), known)


def _first_tile(meta: memoryview, item: int) -> int | None:
    """What a picture is put together from begins with this one; None if it is no such picture."""
    for kind, iref in _boxes(meta):
        if kind != b"iref":
            continue
        number = ">L" if iref[0] else ">H"
        for reference, body in _boxes(iref[4:]):
            if reference == b"dimg" and struct.unpack_from(number, body) == (item,):
                first: int = struct.unpack_from(number, body, struct.calcsize(number) + 2)[0]
                return first
    return None


def _associations(ipma: memoryview) -> Iterator[tuple[int, int]]:
    """Each item with the number of a property that it has, from 1."""
    version, is_wide = ipma[0], ipma[3] & 1
    (count,) = struct.unpack_from(">L", ipma, 4)
    at = 8
    for _ in range(min(count, len(ipma))):
        (item,) = struct.unpack_from(">L" if version else ">H", ipma, at)
        at += 4 if version else 2
        properties = ipma[at]
        at += 1
        for _ in range(properties):
            if is_wide:
                (index,) = struct.unpack_from(">H", ipma, at)
                yield item, index & 0x7FFF
            else:
                yield item, ipma[at] & 0x7F
            at += 2 if is_wide else 1


def _size(properties: list[tuple[bytes, memoryview]]) -> tuple[int, int]:
    """Width and height as shown: cropped and turned, in the order in which the file says it."""
    size: tuple[int, int] | None = None
    for kind, body in properties:
        if kind == b"ispe":
            width, height = struct.unpack_from(">2L", body, 4)
            size = width, height
        elif size is not None and kind == b"clap":
            across, of_across, down, of_down = struct.unpack_from(">4L", body)
            if not of_across or not of_down:
                raise _DamagedError
            size = min(size[0], across // of_across), min(size[1], down // of_down)
        elif size is not None and kind == b"irot" and body[0] & 1:
            size = size[::-1]
    if size is None:
        raise _DamagedError
    return size


def _turns(properties: list[tuple[bytes, memoryview]]) -> Iterator[Image.Transpose]:
    for kind, body in properties:
        if kind == b"irot" and (turn := _ANTICLOCKWISE.get(body[0] & 3)):
            yield turn
        elif kind == b"imir":
            flips = Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT
            yield flips[body[0] & 1]


def _is_alpha(body: bytes) -> bool:
    return any(urn in body for urn in _ALPHA)


def _depth(properties: list[tuple[bytes, memoryview]]) -> int | None:
    """Bits of a sample, where it is said."""
    return next((body[5] for kind, body in properties if kind == b"pixi" and body[4]), None)


def _colours(
    properties: list[tuple[bytes, memoryview]],
) -> tuple[bytes | None, bool, Space | None] | None:
    """The profile, whether colours are sRGB's, and another space; None if nothing says so."""
    said = None
    for kind, body in properties:
        if kind != b"colr":
            continue
        if bytes(body[:4]) in {b"prof", b"rICC"} and len(body) > 4:
            return bytes(body[4:]), False, None
        if bytes(body[:4]) == b"nclx":
            primaries, transfer = struct.unpack_from(">2H", body, 4)
            # decoders undo the matrix and the range
            named = space(
                primaries if primaries != _UNSPECIFIED else _BT709,
                _SRGB_CURVE if transfer in _AS_SRGB else transfer,
                0,
                1,
            )
            said = None, named == SRGB, None if named == SRGB else named
    return said
