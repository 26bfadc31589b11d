"""A TIFF that is packed by deflate has the same pixels where libtiff can't unpack it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile

from offcut.imageio.containers.deflated_tiff import unpacked
from offcut.imageio.decode import decode
from tests import pictures

SIZE = (70, 300)
MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16")


def _tiff(mode: str, predictor: int, **options: Any) -> bytes:
    if mode == "I;16":
        samples = np.arange(SIZE[0] * SIZE[1], dtype=np.uint16).reshape(SIZE[::-1]) * 3
        image = Image.fromarray(samples)
    else:
        image = pictures.noise(SIZE, mode)
    tags = {317: predictor, 278: 64}
    return pictures.file(image, "TIFF", compression="tiff_adobe_deflate", tiffinfo=tags, **options)


@pytest.mark.parametrize("predictor", [1, 2])
@pytest.mark.parametrize("mode", MODES)
def test_it_has_the_pixels_that_libtiff_gives(mode: str, predictor: int) -> None:
    if mode == "1":
        predictor = 1
    data = _tiff(mode, predictor)
    plain = unpacked(data)
    assert plain is not None

    ours, theirs = pictures.read(plain), pictures.read(data)
    assert ours.mode == theirs.mode
    assert ours.tobytes() == theirs.tobytes()


def test_where_libtiff_lacks_the_codec_zlib_takes_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = _tiff("RGB", 2)
    expected = decode(data, "a picture").image.tobytes()
    usual = ImageFile.ImageFile.load

    def without_deflate(image: Any) -> Any:
        if image.info.get("compression") == "tiff_adobe_deflate":
            raise OSError("decoder error -2")
        return usual(image)

    monkeypatch.setattr("PIL.TiffImagePlugin.TiffImageFile.load", without_deflate)
    picture = decode(data, "a picture")
    assert picture.image.tobytes() == expected
    assert picture.notes == ()


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
def test_what_is_not_packed_by_deflate_is_left_alone(compression: str) -> None:
    assert unpacked(pictures.file(pictures.noise(SIZE), "TIFF", compression=compression)) is None
