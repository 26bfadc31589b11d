"""Files look the same before and after they were decoded, for a viewer that manages colours."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.decode import decode, decode_reduced, from_image
from offcut.imageio.picture import Picture
from tests import pictures
from tests.unit.imageio.colour import presses, profiles
from tests.unit.imageio.colour.seen import error, seen
from tests.unit.imageio.colour.test_grey import grey_profile
from tests.unit.imageio.colour.test_png_space import coded, gamma

NOISE = pictures.noise((40, 30))
GAMMA = grey_profile(profiles.gamma(1.8))


def _seen(picture: Picture) -> Any:
    return seen(picture.image, picture.icc_profile)


def png_with(*chunks: tuple[bytes, bytes], image: Image.Image = NOISE) -> bytes:
    """A PNG with these chunks."""
    samples = np.asarray(image)
    lines = b"".join(b"\0" + line.tobytes() for line in samples)
    kind = {"L": 0, "RGB": 2, "LA": 4, "RGBA": 6}[image.mode]
    return pictures.png(image.size, 8, kind, *chunks, (b"IDAT", zlib.compress(lines)))


@pytest.mark.parametrize(
    ("mode", "kind", "options"),
    [("L", "PNG", {}), ("L", "JPEG", {"quality": 100}), ("L", "TIFF", {}), ("LA", "PNG", {})],
)
def test_grey_is_shown_by_its_profile(mode: str, kind: str, options: dict[str, Any]) -> None:
    data = pictures.file(NOISE.convert(mode), kind, icc_profile=GAMMA, **options)
    picture = decode(data, "grey")
    assert picture.icc_profile is None
    before = pictures.read(data).convert("L")
    assert error(_seen(picture), seen(before, GAMMA)) < 0.2
    assert error(_seen(picture), seen(before, None)) > 5


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_deep_grey_is_shown_by_its_profile(kind: str) -> None:
    grey = NOISE.convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    found, expected = (
        decode(pictures.file(image, kind, icc_profile=GAMMA), "grey") for image in (deep, grey)
    )
    assert found.image.tobytes() == expected.image.tobytes()
    assert found.image.tobytes() != grey.convert("RGB").tobytes()


def test_a_profile_for_grey_says_nothing_of_a_colour_picture() -> None:
    picture = decode(pictures.file(NOISE, icc_profile=GAMMA), "colours")
    assert picture.image.tobytes() == NOISE.tobytes()


def test_a_profile_for_rgb_stays_with_a_grey_picture() -> None:
    data = pictures.file(NOISE.convert("L"), "JPEG", icc_profile=pictures.RGB_PROFILE)
    assert decode(data, "grey").icc_profile == pictures.RGB_PROFILE


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_is_shown_by_its_profile(kind: str) -> None:
    press = presses.profile()
    data = pictures.file(NOISE.convert("CMYK"), kind, icc_profile=press)
    before = pictures.read(data)
    again = decode_reduced(data, "print", 4000)
    for picture in (decode(data, "print"), again, from_image(before, "print")):
        assert picture.icc_profile is None
        assert error(_seen(picture), seen(before, press)) < 1
        assert error(_seen(picture), seen(before, None)) > 10


def test_without_a_profile_cmyk_is_what_it_was() -> None:
    cmyk = NOISE.convert("CMYK")
    for profile in (b"", pictures.RGB_PROFILE):
        picture = decode(pictures.file(cmyk, "TIFF", icc_profile=profile or None), "print")
        assert picture.image.tobytes() == cmyk.convert("RGB").tobytes()
        assert picture.icc_profile is None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_a_pngs_gamma_becomes_a_profile(mode: str) -> None:
    image = NOISE.convert(mode)
    picture = decode(png_with(gamma(100_000), image=image), "linear")
    plain = decode(png_with(image=image), "plain")
    assert picture.image.tobytes() == plain.image.tobytes()
    linear = np.asarray(plain.image) / 255
    expected = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    assert error(_seen(picture), np.rint(expected * 255).astype(int)) < 0.5
    assert plain.icc_profile is None


def test_wide_colours_of_a_png_stay_wide() -> None:
    picture = decode(png_with(coded(12, 13, 0, 1)), "wide")
    assert picture.image.tobytes() == NOISE.tobytes()
    assert error(_seen(picture), seen(NOISE, None)) > 5
    assert not picture.notes


@pytest.mark.parametrize("transfer", [16, 18])
def test_hdr_is_brought_into_range_and_said(transfer: int) -> None:
    picture = decode(png_with(coded(9, transfer, 0, 1)), "bright")
    assert [note.code for note in picture.notes] == ["picture-hdr"]
    assert picture.image.tobytes() != NOISE.tobytes()
    assert picture.icc_profile is not None


def test_a_gain_map_is_said() -> None:
    data = pictures.file(NOISE, "JPEG", xmp=b"<x xmlns:h='http://ns.adobe.com/hdr-gain-map/1.0/'/>")
    for picture in (decode(data, "phone"), decode_reduced(data, "phone", 10)):
        assert [note.code for note in picture.notes] == ["picture-gain-map"]


def test_a_profile_that_is_a_table_stays() -> None:
    table = profiles.profile({b"A2B0": profiles.table(b"mft2")}, connection=b"Lab ", kind=b"scnr")
    picture = decode(pictures.file(NOISE, icc_profile=table), "scan")
    assert (_seen(picture) == seen(NOISE, table)).all()


def avif(primaries: int, transfer: int) -> bytes:
    """An AVIF whose samples are of a colour space by its numbers."""
    data = bytearray(pictures.file(NOISE, "AVIF", quality=100, subsampling="4:4:4"))
    place = data.index(b"colrnclx") + 8
    data[place : place + 4] = struct.pack(">2H", primaries, transfer)
    return bytes(data)


@pytest.mark.parametrize(("primaries", "transfer"), [(12, 13), (9, 16), (9, 18)])
def test_avif_is_shown_by_the_numbers_of_its_space(primaries: int, transfer: int) -> None:
    picture = decode(avif(primaries, transfer), "a")
    numbers = bytes((primaries, transfer, 0, 1))
    same = decode(png_with((b"cICP", numbers), image=pictures.read(avif(1, 13))), "a")
    assert picture.image.tobytes() == same.image.tobytes()
    assert picture.icc_profile == same.icc_profile is not None
    assert picture.notes == same.notes


def test_avif_of_srgb_has_no_profile_and_no_notes() -> None:
    picture = decode(avif(1, 13), "a")
    assert (picture.icc_profile, picture.notes) == (None, ())
