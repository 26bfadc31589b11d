"""Files that were made to be slow are refused by name, and those that only look odd are read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from offcut import PictureTooLargeError, UnreadableImageError
from offcut.imageio.decode import decode, open_image
from tests import pictures
from tests.unit.imageio.limits import bombs

EXIF = b"Exif\0\0"


def _refusal(data: bytes, error: type[Exception] = UnreadableImageError) -> str:
    with pytest.raises(error) as caught:
        decode(data, "bomb")
    return str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: bombs.jpeg_scans(2000, 600),
        lambda: bombs.jpeg_scans(85, 6000),
        lambda: bombs.jpeg_segments(bombs.segment(0xFE, b""), 200_000),
        lambda: bombs.jpeg_segments(bombs.segment(0xE1, EXIF + b"a"), 5_000),
        lambda: bombs.jpeg_segments(bombs.segment(0xFE, b"") + bytes(500_000), 1),
        lambda: bombs.exif_in("PNG", bombs.directory(60_000)),
        lambda: bombs.exif_in("WEBP", EXIF + bombs.directory(60_000)),
        lambda: bombs.directory(60_000),
        lambda: bombs.png_chunks(200_000),
        lambda: bombs.gif_comment(2_000_000),
        lambda: bombs.gif_comment(5_000) * 2,
        lambda: bombs.tiff_strips(100_000_000),
        lambda: bombs.tiff_tile(30_000),
        lambda: bombs.tiff_shared_strip(20_000, 4 << 20),
    ],
    ids=[
        "scans", "scans of a large picture", "comments", "pieces of EXIF", "junk", "EXIF in PNG",
        "EXIF in WebP", "tags", "chunks", "a comment", "two comments",
        "strips", "a tile", "a shared strip",
    ],
)  # fmt: skip
def test_a_file_that_was_made_to_be_slow_is_refused(make: Callable[[], bytes]) -> None:
    assert _refusal(make()) == (
        "bomb is built in a way that takes too long to read: save it anew as PNG or JPEG first."
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (bombs.bmp_empty_lines(10_000), "BMP"),
        (bombs.dds_without_data(10_000), "DDS"),
        (bombs.qoi_runs(10_000), "QOI"),
        (b"P6 10000 10000 100\n", "PPM"),
        (b"P3 10000 10000 255\n", "PPM"),
    ],
    ids=["BMP", "DDS", "QOI", "deep PPM", "plain PPM"],
)
def test_what_is_decoded_in_python_must_be_smaller(data: bytes, kind: str) -> None:
    assert _refusal(data) == (
        f"bomb is {kind} of 100 megapixels, which takes too long to read here: "
        "save it as PNG or JPEG first."
    )


@pytest.mark.parametrize(
    "data",
    [
        bombs.ico(bombs.png_of(20_000, 8_000)),
        bombs.ico(bombs.dib_of(20_000, 8_000)),
        bombs.icns(bombs.png_of(20_000, 8_000)),
        bombs.icns(bombs.jpeg_2000_of(20_000, 8_000, in_boxes=False)),
        bombs.icns(bombs.jpeg_2000_of(20_000, 8_000, in_boxes=True)),
    ],
    ids=["PNG in ICO", "BMP in ICO", "PNG in ICNS", "JPEG 2000 in ICNS", "boxes in ICNS"],
)
def test_a_picture_of_another_size_in_an_icon_is_refused_before_it_is_decoded(data: bytes) -> None:
    sentence = _refusal(data, PictureTooLargeError)
    assert sentence == ("bomb is 20000 x 8000, 160 megapixels: scale it below 16 megapixels first.")


@pytest.mark.parametrize(
    "data",
    [
        bombs.jpeg_scans(80),
        bombs.jpeg_segments(bombs.segment(0xFE, b"a comment"), 300),
        bombs.jpeg_segments(bombs.segment(0xE1, EXIF + pictures.turned(6).tobytes()), 2),
        bombs.jpeg_segments(bombs.segment(0xE2, b"not a scan: \xff\xda\0\x08" * 500), 9),
        bombs.png_chunks(1000),
        bombs.png_packed(b"zTXt", b"Comment\0\0", 100),
        bombs.png_packed(b"iTXt", b"Comment\0\1\0\0\0", 1, 100),
        bombs.png_packed(b"iCCP", b"profile\0\0", 200),
        bombs.gif_comment(3000),
        bombs.tiff_tile(256),
        bombs.tiff_shared_strip(100, 64),
        bombs.ico(pictures.file(pictures.noise((32, 32)))),
        bombs.icns(pictures.file(pictures.noise((256, 256)))),
        bombs.bmp_empty_lines(300),
        bombs.qoi_runs(300),
    ],
    ids=[
        "scans", "comments", "EXIF", "markers in a segment", "chunks", "text", "texts",
        "a profile", "a comment", "a tile", "a shared strip", "ICO", "ICNS", "BMP", "QOI",
    ],
)  # fmt: skip
def test_what_is_only_odd_is_read(data: bytes) -> None:
    assert decode(data, "odd").image.mode == "RGB"


def test_scans_after_the_first_picture_of_a_file_do_not_count() -> None:
    data = pictures.file(pictures.noise((32, 32)), "JPEG")
    assert decode(data + bombs.jpeg_scans(6000), "photo with a film").image.size == (32, 32)


def test_a_busy_directory_within_a_jpeg_is_refused_before_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exif = bombs.directory(2000)
    pieces = [exif[at : at + 60_000] for at in range(0, len(exif), 60_000)]
    data = bombs.jpeg_segments(b"".join(bombs.segment(0xE1, EXIF + each) for each in pieces), 1)
    monkeypatch.setattr(Image, "open", lambda *_args, **_options: pytest.fail("it was opened"))
    with pytest.raises(UnreadableImageError, match="takes too long to read"):
        open_image(data, "bomb")
