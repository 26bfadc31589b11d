"""What AVIF and HEIC files say of their main picture."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from PIL import Image, ImageOps

from offcut.errors import UnreadableImageError
from offcut.imageio.colour.code_points import space
from offcut.imageio.headers.isobmff import kind_of, read_header
from tests import pictures
from tests.conftest import ROOT

_FILES = ROOT / "tests" / "files"
_HEIC = (_FILES / "gradient.heic").read_bytes()
_PICTURE = pictures.gradient((96, 64))


def _avif(image: Image.Image = _PICTURE, **options: object) -> bytes:
    return pictures.file(image, "AVIF", **options)


def _turned(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = value
    return exif


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">L4s", 8 + len(body), kind) + body


def heif(properties: list[bytes], indices: bytes, of_tile: bytes = b"") -> bytes:
    """A file without pixels: item 1, and 2 which is a tile of it, have these properties, from 1."""
    ipma = box(
        b"ipma",
        bytes(4),
        *(struct.pack(">L", 2),),
        *(struct.pack(">HB", 1, len(indices)), indices),
        *(struct.pack(">HB", 2, len(of_tile)), of_tile),
    )
    iref = box(b"iref", bytes(4), box(b"dimg", struct.pack(">3H", 1, 1, 2)))
    iprp = box(b"iprp", box(b"ipco", *properties), ipma)
    meta = box(b"meta", bytes(4), box(b"pitm", bytes(4), b"\0\1"), iprp, iref)
    return box(b"ftyp", b"heic", bytes(4), b"mif1heic") + meta


def ispe(width: int, height: int) -> bytes:
    return box(b"ispe", bytes(4), struct.pack(">2L", width, height))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (_HEIC, "HEIC"),
        (_avif(), "AVIF"),
        (box(b"ftyp", b"mif1", bytes(4), b"mif1avif"), "AVIF"),
        (box(b"ftyp", b"isom", bytes(4), b"isommp42"), None),
        (b"\0\0\0\0ftyp", None),
        (b"ftyp", None),
    ],
)
def test_format_is_told_by_the_brands(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind


def test_size_and_profile_stand_in_the_header() -> None:
    header = read_header(_HEIC, "a", "HEIC")
    assert (header.size, header.icc_profile) == ((96, 64), pictures.RGB_PROFILE)
    assert (header.is_opaque, header.is_srgb, header.media) == (True, False, "image/heic")
    assert read_header(_avif(icc_profile=b"profile"), "a", "AVIF").icc_profile == b"profile"


def test_transparency_stands_in_the_header() -> None:
    assert read_header(_avif(), "a", "AVIF").is_opaque
    assert not read_header(_avif(pictures.noise((8, 8), "RGBA")), "a", "AVIF").is_opaque


@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_is_that_of_the_upright_picture_and_turns_lead_there(orientation: int) -> None:
    data = _avif(exif=_turned(orientation))
    header = read_header(data, "a", "AVIF")
    lying = upright = pictures.noise((96, 64))
    for turn in header.turns:
        upright = upright.transpose(turn)
    assert upright.size == header.size
    lying.getexif()[pictures.ORIENTATION] = orientation
    assert upright.tobytes() == ImageOps.exif_transpose(lying).tobytes()


def test_crop_and_turn_are_counted_in_their_order() -> None:
    clap = box(b"clap", struct.pack(">8L", 80, 1, 50, 1, 0, 1, 0, 1))
    data = heif([ispe(96, 64), clap, box(b"irot", b"\1")], b"\1\2\3")
    assert read_header(data, "a", "HEIC").size == (50, 80)


def test_property_of_another_item_does_not_count() -> None:
    assert read_header(heif([ispe(9, 9), ispe(96, 64)], b"\2"), "a", "HEIC").size == (96, 64)


def test_picture_of_tiles_has_their_profile_and_no_other_pictures() -> None:
    colr = [box(b"colr", b"prof", text) for text in (b"another's", b"the tile's")]
    data = heif([ispe(9, 9), *colr], b"\1", of_tile=b"\3")
    assert read_header(data, "a", "HEIC").icc_profile == b"the tile's"


@pytest.mark.parametrize(
    ("primaries", "transfer", "is_srgb"),
    [(1, 13, True), (1, 1, True), (2, 2, True), (12, 13, False), (9, 16, False), (1, 4, False)],
)
def test_colours_other_than_srgb_are_noticed(primaries: int, transfer: int, is_srgb: bool) -> None:
    colr = box(b"colr", b"nclx", struct.pack(">3HB", primaries, transfer, 6, 0x80))
    assert read_header(heif([ispe(9, 9), colr], b"\1\2"), "a", "HEIC").is_srgb == is_srgb


def test_a_space_that_is_named_by_numbers_is_looked_up() -> None:
    colr = box(b"colr", b"nclx", struct.pack(">3HB", 12, 13, 6, 0x80))
    assert read_header(heif([ispe(9, 9), colr], b"\1\2"), "a", "HEIC").space == space(12, 13, 0, 1)


@pytest.mark.parametrize("transfer", [1, 2, 6, 14, 15])
def test_curves_of_cameras_are_taken_for_srgbs(transfer: int) -> None:
    colr = box(b"colr", b"nclx", struct.pack(">3HB", 9, transfer, 9, 0x80))
    assert read_header(heif([ispe(9, 9), colr], b"\1\2"), "a", "HEIC").space == space(9, 13, 0, 1)


def test_a_profile_counts_more_than_numbers() -> None:
    numbers = box(b"colr", b"nclx", struct.pack(">3HB", 9, 16, 9, 0x80))
    both = [ispe(9, 9), numbers, box(b"colr", b"prof", b"profile")]
    header = read_header(heif(both, b"\1\2\3"), "a", "HEIC")
    assert (header.icc_profile, header.space) == (b"profile", None)


def test_depth_and_gain_map_stand_in_the_header() -> None:
    pixi = box(b"pixi", bytes(4), b"\3\x0a\x0a\x0a")
    auxiliary = box(b"auxC", bytes(4), b"urn:com:apple:photo:2020:aux:hdrgainmap\0")
    header = read_header(heif([ispe(9, 9), pixi, auxiliary], b"\1\2"), "a", "HEIC")
    assert (header.depth, header.has_gain_map, header.is_opaque) == (10, True, True)
    plain = read_header(_avif(), "a", "AVIF")
    assert (plain.depth, plain.has_gain_map) == (8, False)


@pytest.mark.parametrize(
    "data",
    [
        heif([], b""),
        heif([ispe(9, 9)], b"\7"),
        heif([box(b"ispe", bytes(4))], b"\1"),
        heif([ispe(9, 9), box(b"clap", bytes(32))], b"\1\2"),
        heif([ispe(9, 9), box(b"irot")], b"\1\2"),
        heif([ispe(9, 9), box(b"pixi", bytes(4), b"\3")], b"\1\2"),
        box(b"ftyp", b"heic"),
        box(b"ftyp", b"heic") + struct.pack(">L4s", 4, b"meta"),
    ],
)
def test_damaged_file_is_named(data: bytes) -> None:
    with pytest.raises(UnreadableImageError, match=r"^cat is a damaged HEIC file"):
        read_header(data, "cat", "HEIC")


def test_file_that_ends_anywhere_is_read_or_refused() -> None:
    for end in range(len(_HEIC)):
        with suppress(UnreadableImageError):
            read_header(_HEIC[:end], "a", "HEIC")
