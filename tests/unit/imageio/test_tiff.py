"""The writer of TIFF files, by what other programs read from them."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from offcut.imageio.tiff import write_tiff
from tests import pictures

COMPRESSION, EXTRA_SAMPLES, OFFSETS, COUNTS, PREDICTOR = 259, 338, 273, 279, 317
LZW, UNASSOCIATED, HORIZONTAL = 5, (2,), 2
WIDTH = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
"""Bytes of a value, by its type (TIFF 6.0, section 2)."""

SIZES = [(33, 21), (1, 1), (3, 3), (7, 5), (1, 5000), (5000, 1), (300, 200)]


def _opened(data: bytes) -> TiffImageFile:
    image = pictures.read(data)
    assert isinstance(image, TiffImageFile)
    return image


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize("size", SIZES)
def test_every_sample_comes_back(mode: str, size: tuple[int, int]) -> None:
    image = pictures.noise(size, mode)
    back = _opened(write_tiff(image, None))
    assert back.mode == mode
    assert back.tobytes() == image.tobytes()


def test_the_alpha_is_said_to_be_straight() -> None:
    """Else programs take the colours for premultiplied, and brighten every soft edge."""
    assert _opened(write_tiff(pictures.noise((9, 9), "RGBA"), None)).tag_v2[338] == UNASSOCIATED


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_an_opaque_picture_has_no_extra_channel(mode: str) -> None:
    assert EXTRA_SAMPLES not in _opened(write_tiff(pictures.noise((9, 9), mode), None)).tag_v2


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
def test_it_is_packed_as_pyodide_can_read_it(mode: str) -> None:
    tags = _opened(write_tiff(pictures.noise((9, 9), mode), None)).tag_v2
    assert (tags[COMPRESSION], tags[PREDICTOR]) == (LZW, HORIZONTAL)


def test_a_soft_slope_takes_few_bytes() -> None:
    slope = Image.fromarray(np.add.outer(np.arange(300), np.arange(400)).astype(np.uint8))
    assert len(write_tiff(slope, None)) < 0.1 * 300 * 400


def test_the_colour_profile_is_written() -> None:
    back = _opened(write_tiff(pictures.flat(0), pictures.RGB_PROFILE))
    assert back.info["icc_profile"] == pictures.RGB_PROFILE


def test_nothing_is_taken_over_from_what_the_picture_came_with() -> None:
    file = pictures.file(pictures.flat(0), "TIFF", icc_profile=pictures.RGB_PROFILE, dpi=(72, 72))
    image = pictures.read(file).convert("RGB")
    assert "icc_profile" in image.info
    assert write_tiff(image, None) == write_tiff(pictures.flat(0), None)


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("profile", [None, pictures.RGB_PROFILE, bytes(16) + b"RGB odd"])
def test_no_byte_is_what_happened_to_be_in_memory(
    mode: str, size: tuple[int, int], profile: bytes | None
) -> None:
    data = write_tiff(pictures.noise(size, mode), profile)
    rest = np.frombuffer(data, np.uint8).copy()
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    rest[:8] = rest[start : start + 2 + 12 * count + 4] = 0
    for at in range(start + 2, start + 2 + 12 * count, 12):
        _, kind, length, value = struct.unpack_from("<HHII", data, at)
        if WIDTH[kind] * length > 4:
            rest[value : value + WIDTH[kind] * length] = 0
    tags = Image.open(io.BytesIO(data)).tag_v2  # type: ignore[attr-defined]
    for strip, length in zip(tags[OFFSETS], tags[COUNTS], strict=True):
        rest[strip : strip + length] = 0
    assert not rest.any()
