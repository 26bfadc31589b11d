"""Luma and chroma as a JPEG stores them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.decode import decode
from offcut.imageio.jpeg_planes import stored_planes
from offcut.network.preprocess import shrink_picture, shrink_planes
from tests import pictures


@pytest.mark.parametrize("size", [(64, 40), (1025, 1023), (2, 2), (3, 2), (17, 5000)])
@pytest.mark.parametrize("progressive", [False, True])
def test_half_size_chroma_comes_at_half_size_rounded_up(
    size: tuple[int, int], progressive: bool
) -> None:
    image = pictures.noise(size)
    data = pictures.file(image, "JPEG", subsampling="4:2:0", progressive=progressive)
    planes = stored_planes(data)
    assert planes
    half = ((size[0] + 1) // 2, (size[1] + 1) // 2)
    assert [(plane.mode, plane.size) for plane in planes] == [("L", size), ("L", half), ("L", half)]


@pytest.mark.parametrize("size", [(64, 40), (1025, 1023), (2, 2)])
def test_full_size_chroma_comes_at_full_size(size: tuple[int, int]) -> None:
    planes = stored_planes(pictures.file(pictures.noise(size), "JPEG", subsampling="4:4:4"))
    assert planes
    assert [plane.size for plane in planes] == [size] * 3


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:0"])
def test_the_planes_are_luma_blue_and_red(subsampling: str) -> None:
    image = pictures.flat((250, 60, 20), (64, 64))
    planes = stored_planes(pictures.file(image, "JPEG", quality=95, subsampling=subsampling))
    assert planes
    expected = image.convert("YCbCr").split()
    for plane, its in zip(planes, expected, strict=True):
        assert np.abs(pictures.array(plane)[9, 9].astype(int) - pictures.array(its)[9, 9]) <= 2


@pytest.mark.parametrize(
    "data",
    [
        pictures.file(pictures.noise((64, 64)), "PNG"),
        pictures.file(pictures.noise((64, 64), "L"), "JPEG"),
        pictures.file(pictures.noise((64, 64), "CMYK"), "JPEG"),
        pictures.file(pictures.noise((64, 64)), "JPEG", subsampling="4:2:2"),
        pictures.file(pictures.noise((1, 64)), "JPEG"),
        pictures.file(pictures.noise((64, 1)), "JPEG"),
    ],
    ids=["no JPEG", "grey", "CMYK", "4:2:2", "1 wide", "1 high"],
)
def test_what_is_stored_otherwise_is_left_to_the_decoder(data: bytes) -> None:
    assert stored_planes(data) is None


def _rgb_jpeg(*, by_ids: bool, by_adobe: bool) -> bytes:
    """Stored as RGB, and said so by the components' ids, by Adobe's segment, or by both."""
    data = pictures.file(pictures.flat((250, 10, 20), (64, 64)), "JPEG", keep_rgb=True)
    if not by_adobe:
        start = data.index(b"\xff\xee")
        data = data[:start] + data[start + 16 :]
    if not by_ids:
        for marker, first, step in ((b"\xff\xc0", 10, 3), (b"\xff\xda", 5, 2)):
            start = data.index(marker) + first
            for number in range(3):
                place = start + step * number
                data = data[:place] + bytes([number + 1]) + data[place + 1 :]
    return data


@pytest.mark.parametrize(("by_ids", "by_adobe"), [(True, True), (True, False), (False, True)])
def test_rgb_is_not_taken_for_luma_and_chroma(by_ids: bool, by_adobe: bool) -> None:
    data = _rgb_jpeg(by_ids=by_ids, by_adobe=by_adobe)
    assert stored_planes(data) is None
    pixel = pictures.array(decode(data, "rgb.jpg").image)[9, 9].astype(int)
    assert np.abs(pixel - (250, 10, 20)).max() <= 3


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:0"])
def test_a_truncated_file_is_not_passed_off_as_a_picture(subsampling: str) -> None:
    data = pictures.file(pictures.noise((640, 640)), "JPEG", subsampling=subsampling)
    with pytest.raises(OSError, match="truncated"):
        stored_planes(data[: len(data) // 2])


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:0"])
@pytest.mark.parametrize("size", [(333, 555), (332, 556), (2501, 1201)])
def test_the_network_sees_what_the_decoder_shows(subsampling: str, size: tuple[int, int]) -> None:
    photo = pictures.noise((30, 20)).resize(size, Image.Resampling.BICUBIC)
    data = pictures.file(photo, "JPEG", quality=95, subsampling=subsampling)
    planes = stored_planes(data)
    assert planes
    ours = pictures.array(shrink_planes(planes)).astype(int)
    decoders = pictures.array(shrink_picture(decode(data, "photo.jpg")))
    assert np.abs(ours - decoders).mean() < 1
    assert np.abs(ours - decoders).max() <= 12
