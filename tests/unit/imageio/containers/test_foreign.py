"""A file that is no picture is named for what it is, whatever its name."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from offcut import UnreadableImageError
from offcut.imageio.decode import decode
from tests import pictures

MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(40)
JPEG = pictures.file(pictures.noise((16, 16)), "JPEG")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Dear diary,\n", "text: choose JPEG, PNG"),
        ("Liebes Tagebuch, schön".encode(), "text"),
        ("Liebes Tagebuch".encode("utf-16"), "text"),
        (("ö" * 5000).encode()[1:], "is no picture that can be read here"),
        (("a" + "ö" * 5000).encode(), "text"),
        (b"<!DOCTYPE html><html><body>404", "a web page: save the picture itself"),
        (b"\n\n<html lang=en>", "a web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a drawing made of lines (SVG): export"),
        (b"<?xml version='1.0'?>\n<!-- a --><svg width='1'>", "lines (SVG)"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "lines (EPS)"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document: save a page of it as PNG or JPEG"),
        (MP4, "a video: save one of its frames"),
        (MP4.replace(b"isom", b"qt  "), "a video"),
        (b"\x1a\x45\xdf\xa3" + bytes(40), "a video"),
        (b"RIFF\0\0\0\0AVI LIST", "a video"),
        (b"PK\3\4" + bytes(40), "an archive or a document"),
        (b"\xff\x0a" + bytes(40), "JPEG XL, which can't be read here"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"8BPS\0\1" + bytes(40), "Photoshop"),
        (b"v/1\x01" + bytes(40), "OpenEXR"),
        (b"\0\0\0\x18ftypheic" + bytes(4) + b"mif1heic" + bytes(40), "HEIC"),
        (bytes(range(200)), "is no picture that can be read here: choose JPEG"),
        (JPEG.replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c"), "JPEG of a kind"),
        (JPEG.replace(b"\xff\xc0", b"\xff\xc3"), "JPEG of a kind"),
    ],
    ids=lambda value: None if isinstance(value, str) else repr(value[:14]),
)
def test_it_is_told_what_it_is_and_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableImageError) as caught:
        decode(data, "holiday.jpg")
    assert str(caught.value).startswith("holiday.jpg is ")
    assert words in str(caught.value)


def test_a_tiff_of_an_unknown_kind_is_not_called_damaged() -> None:
    file = io.BytesIO()
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(file, "TIFF", compression="tiff_lzw")
    data = file.getvalue()
    for order, tag in (("<", 262), ("<", 339)):
        entry = struct.pack(f"{order}HHI", tag, 3, 1)
        at = data.find(entry)
        if at >= 0:
            data = data[: at + 8] + struct.pack("<H", 77) + data[at + 10 :]
    with pytest.raises(UnreadableImageError, match="is TIFF of a kind that can't be read here"):
        decode(data, "scan.tif")
