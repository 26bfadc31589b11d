"""HEIC and JPEG XL under CPython: read with the extras, else the error names them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from offcut.errors import PictureTooLargeError, UnreadableImageError
from offcut.imageio.decode import decode
from offcut.native import plugins
from tests import pictures
from tests.conftest import ROOT

FILES = ROOT / "tests" / "files"


@pytest.fixture
def registered() -> Iterator[None]:
    """What is registered in a test is forgotten."""
    known = dict(Image.OPEN)
    yield
    Image.OPEN.clear()
    Image.OPEN.update(known)


@pytest.mark.parametrize("name", ["gradient.heic", "gradient.jxl"])
def test_picture_is_read(name: str) -> None:
    picture = decode((FILES / name).read_bytes(), name)
    apart = np.asarray(picture.image).astype(int) - np.asarray(pictures.gradient((96, 64)))
    assert np.abs(apart).max() <= 14


def test_colour_profile_is_kept() -> None:
    picture = decode((FILES / "gradient.heic").read_bytes(), "a")
    assert picture.icc_profile == pictures.RGB_PROFILE


def test_picture_is_turned_once() -> None:
    assert decode((FILES / "turned.heic").read_bytes(), "a").image.size == (64, 96)
    turned = Image.Exif()
    turned[pictures.ORIENTATION] = 6
    file = pictures.file(pictures.gradient((96, 64)), "JXL", exif=turned.tobytes())
    assert decode(file, "a").image.size == (96, 64), "for JPEG XL, EXIF data is only information"


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize(
    ("name", "package", "said"),
    [
        ("gradient.heic", "pi_heif", r"^HEIC is read by another package: install offcut\[heic\]"),
        ("gradient.jxl", "pillow_jxl", r"^JPEG XL is .*: install offcut\[jxl\]"),
    ],
)
def test_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, package: str, said: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    plugins.register()
    with pytest.raises(UnreadableImageError, match=said):
        decode((FILES / name).read_bytes(), name)


def test_jpeg_xl_of_too_many_pixels_is_not_decoded() -> None:
    # a codestream's first bits: height 2^30, ratio 1 to 1
    bits = 0 | 3 << 1 | ((1 << 30) - 1) << 3 | 1 << 33
    with pytest.raises(PictureTooLargeError):
        decode(b"\xff\x0a" + bits.to_bytes(8, "little"), "a")


@pytest.mark.parametrize("name", ["gradient.heic", "gradient.jxl"])
def test_damaged_file_is_refused(name: str) -> None:
    data = (FILES / name).read_bytes()
    with pytest.raises(UnreadableImageError):
        decode(data[: len(data) * 2 // 3], name)
