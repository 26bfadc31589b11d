"""Bytes of a file to an upright RGB picture, or to one sentence that names the file."""

from __future__ import annotations

import io
import time
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut import OffcutError, PictureTooLargeError, UnreadableImageError
from offcut.imageio.decode import decode, decode_reduced, from_image, from_pixels, open_image
from offcut.imageio.picture import MAX_PIXELS
from tests import pictures

JPEG = pictures.file(pictures.noise((64, 64)), "JPEG")
PNG = pictures.file(pictures.noise((64, 64)))
HEIC = bytes.fromhex("00000018") + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(40)
AVIF = bytes.fromhex("0000001c") + b"ftypmif1" + bytes(4) + b"mif1avifmiaf" + bytes(40)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "PNG"), ("RGB", "WEBP"), ("RGB", "TIFF"), ("RGB", "BMP"), ("RGB", "TGA"),
        ("L", "PNG"), ("1", "PNG"), ("1", "TIFF"), ("P", "GIF"), ("RGB", "ICO"), ("RGB", "PPM"),
    ],
)  # fmt: skip
def test_lossless_formats_are_decoded_to_the_sample(mode: str, kind: str) -> None:
    image = pictures.noise((40, 40)).convert(mode)
    options: dict[str, Any] = {"lossless": True} if kind == "WEBP" else {}
    if kind == "ICO":
        options = {"sizes": [(40, 40)]}
    picture = decode(pictures.file(image, kind, **options), "a picture")
    assert picture.image.mode == "RGB"
    assert picture.image.tobytes() == image.convert("RGB").tobytes()
    assert picture.alpha is None


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_odd_sizes_keep_their_size(size: tuple[int, int], kind: str) -> None:
    assert decode(pictures.file(pictures.flat(9, size), kind), "odd").image.size == size


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_is_ink_on_white(kind: str) -> None:
    cyan = pictures.flat((255, 0, 0, 0), mode="CMYK")
    pixel = decode(pictures.file(cyan, kind), "ink").image.getpixel((3, 3))
    assert isinstance(pixel, tuple)
    assert np.abs(np.subtract(pixel, (0, 255, 255))).max() <= 2


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_of_an_animation_the_first_frame_counts(kind: str) -> None:
    frames = [pictures.flat(colour) for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255))]
    options = {"lossless": True} if kind == "WEBP" else {}
    data = pictures.file(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    assert decode(data, "film").image.getpixel((2, 2)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("profile", "mode", "kept"),
    [
        (pictures.RGB_PROFILE, "RGB", pictures.RGB_PROFILE),
        (pictures.RGB_PROFILE, "RGBA", pictures.RGB_PROFILE),
        (pictures.RGB_PROFILE.replace(b"RGB ", b"GRAY"), "L", None),
        (pictures.RGB_PROFILE.replace(b"RGB ", b"CMYK"), "RGB", None),
        (b"short", "RGB", None),
        (None, "RGB", None),
    ],
)
def test_a_profile_stays_while_it_describes_rgb(
    profile: bytes | None, mode: str, kept: bytes | None
) -> None:
    data = pictures.file(pictures.flat(0, mode=mode), icc_profile=profile)
    assert decode(data, "a picture").icc_profile == kept


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"Dear diary,\n", "is no picture but text: choose JPEG, PNG"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "is no picture but a drawing made of lines .SVG.: export",
        ),
        (
            b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
            "is no picture but a drawing made of lines .EPS.: export",
        ),
        (HEIC, "is HEIC, which can't be read here: save it as JPEG or PNG first"),
        (AVIF, "AVIF|can't be read"),
        (JPEG[:3], "is a damaged JPEG file"),
        (PNG[:20], "is a damaged PNG file"),
        (b"GIF89a", "is a damaged GIF file"),
        (pictures.png((4, 4), 8, 2, (b"IDAT", b"no deflate")), "can't be read: it is damaged"),
        (pictures.png((0, 4), 8, 2, (b"IDAT", zlib.compress(b""))), "damaged PNG|no pixels"),
    ],
    ids=lambda value: None if isinstance(value, str) else repr(value[:12]),
)
def test_what_is_no_picture_is_named_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableImageError, match=reason) as caught:
        decode(data, "holiday 7.jpg")
    assert str(caught.value).startswith("holiday 7.jpg ")
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("size", [(100_000, 100_000), (11_000, 11_000), (1, MAX_PIXELS + 1)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    start = time.monotonic()
    with pytest.raises(PictureTooLargeError, match=r"^bomb\.png "):
        decode(pictures.png_header(*size), "bomb.png")
    assert time.monotonic() - start < 1


def test_a_large_picture_is_told_its_size_and_the_limit() -> None:
    sentence = r"big\.png is 11000 x 11000, 121 megapixels: scale it below 120 megapixels"
    with pytest.raises(PictureTooLargeError, match=sentence):
        open_image(pictures.png_header(11_000, 11_000), "big.png")


def test_a_picture_of_just_the_limit_is_opened() -> None:
    assert open_image(pictures.png_header(12_000, 10_000), "big.png").size == (12_000, 10_000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "GIF", "WEBP", "BMP"])
def test_flipped_bytes_give_a_picture_or_an_offcut_error(kind: str) -> None:
    data = pictures.file(pictures.noise((48, 48)), kind)
    random = np.random.default_rng(3)
    refused = 0
    for _ in range(60):
        broken = bytearray(data)
        for place in random.integers(0, min(len(data), 400), 3):
            broken[place] = random.integers(256)
        refused += _is_refused(bytes(broken))
    assert refused


def _is_refused(data: bytes) -> bool:
    try:
        decode(data, "broken")
    except OffcutError:
        return True
    return False


def test_pixels_are_taken_as_they_are() -> None:
    pixels = np.array(pictures.noise((5, 3), "RGBA"))
    picture = from_pixels(pixels, "a canvas")
    assert picture.alpha
    assert (pictures.array(picture.image) == pixels[..., :3]).all()
    assert (pictures.array(picture.alpha) == pixels[..., 3]).all()
    pixels[..., 3] = 255
    assert from_pixels(pixels, "a canvas").alpha is None


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        ((0, 5, 4), UnreadableImageError),
        ((5, 0, 4), UnreadableImageError),
        ((20_000, 20_000, 4), PictureTooLargeError),
    ],
)
def test_pixels_of_an_impossible_size_are_refused(
    shape: tuple[int, ...], error: type[OffcutError]
) -> None:
    pixels = np.broadcast_to(np.zeros((), np.uint8), shape)
    with pytest.raises(error, match=rf"^a canvas is {shape[1]} x {shape[0]}"):
        from_pixels(pixels, "a canvas")


def test_an_opened_picture_is_turned_and_keeps_its_profile() -> None:
    data = pictures.file(
        pictures.noise((5, 3)), exif=pictures.turned(6), icc_profile=pictures.RGB_PROFILE
    )
    picture = from_image(pictures.read(data), "a picture")
    assert picture == decode(data, "a picture")
    assert picture.image.size == (3, 5)


def test_an_opened_picture_whose_pixels_fail_is_named() -> None:
    image = Image.open(io.BytesIO(JPEG[: len(JPEG) // 2]))
    with pytest.raises(UnreadableImageError, match=r"half can't be read: it is damaged"):
        from_image(image, "half")


def test_an_opened_picture_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("offcut.imageio.failures.MAX_PIXELS", 24)
    assert from_image(Image.new("RGB", (6, 4)), "a picture").image.size == (6, 4)
    with pytest.raises(PictureTooLargeError, match="a picture is 5 x 5"):
        from_image(Image.new("RGB", (5, 5)), "a picture")


@pytest.mark.parametrize("side", [100, 130, 400, 1000])
def test_a_jpeg_is_decoded_no_larger_than_a_preview_needs(side: int) -> None:
    image = pictures.gradient((803, 401))
    data = pictures.file(image, "JPEG", quality=95, exif=pictures.turned(6))
    whole, reduced = decode(data, "a picture"), decode_reduced(data, "a picture", side)
    assert reduced.full_size == whole.image.size == (401, 803)
    assert reduced.aspect == whole.aspect
    longer = max(reduced.image.size)
    assert min(side, 803) <= longer < max(2 * side + 2, 804)
    expected = pictures.array(whole.image.resize(reduced.image.size, Image.Resampling.BOX))
    assert np.abs(pictures.array(reduced.image) - expected.astype(float)).mean() < 2


def test_other_formats_are_decoded_as_they_are() -> None:
    picture = decode_reduced(PNG, "a picture", 20)
    assert picture.image.tobytes() == decode(PNG, "a picture").image.tobytes()
    assert picture.full_size == (64, 64)
