"""Which way up, by EXIF alone; and how dense."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from offcut import OutputOptions, finish, prepare
from offcut.imageio.decode import decode
from tests import pictures

IMAGE = pictures.noise((60, 40))
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
    b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description tiff:Orientation="6" '
    b'xmlns:tiff="http://ns.adobe.com/tiff/1.0/"/></rdf:RDF></x:xmpmeta>'
)
DPI: dict[str, Any] = {"dpi": (300, 150)}
KINDS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF"}


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF"])
def test_what_xmp_says_of_the_orientation_does_not_count(kind: str) -> None:
    options: dict[str, Any] = {"tiffinfo": {700: XMP}} if kind == "TIFF" else {"xmp": XMP}
    assert decode(pictures.file(IMAGE, kind, **options), "a picture").image.size == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("media", KINDS)
def test_the_density_is_kept(kind: str, media: str) -> None:
    prepared = prepare(pictures.file(IMAGE, kind, **DPI), "a picture")
    options = OutputOptions(media, background="#fff")
    result = pictures.read(finish(prepared, pictures.mask(), options))
    assert result.format == KINDS[media]
    assert result.info["dpi"] == pytest.approx((300, 150), abs=0.02)


def test_a_smaller_result_is_printed_as_large_as_the_picture() -> None:
    prepared = prepare(pictures.file(IMAGE, **DPI), "a picture")
    result = pictures.read(finish(prepared, pictures.mask(), OutputOptions(size=30)))
    assert result.info["dpi"] == pytest.approx((150, 75), abs=0.02)


def test_a_picture_that_is_turned_has_its_density_turned() -> None:
    data = pictures.file(IMAGE, "JPEG", exif=pictures.turned(6), **DPI)
    assert decode(data, "a picture").density == (150, 300)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP"])
def test_where_the_file_says_none_the_result_says_none(kind: str) -> None:
    prepared = prepare(pictures.file(IMAGE, kind), "a picture")
    if kind != "BMP":  # it always says one
        assert prepared.picture().density is None
        assert "dpi" not in pictures.read(finish(prepared, pictures.mask(), OutputOptions())).info


def test_exif_has_it_where_the_format_has_not() -> None:
    exif = Image.Exif()
    exif.update({282: 300, 283: 300, 296: 2})
    assert decode(pictures.file(IMAGE, "WEBP", exif=exif), "a").density == (300, 300)
    exif.update({282: 100, 283: 100, 296: 3})
    assert decode(pictures.file(IMAGE, "JPEG", exif=exif), "a").density == (254, 254)
    exif.update({282: 0, 283: 0})
    assert decode(pictures.file(IMAGE, "JPEG", exif=exif), "a").density is None
