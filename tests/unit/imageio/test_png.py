"""The writer of PNG files, by what other programs read from them."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from offcut.imageio import deflate, png
from offcut.imageio.png import write_png
from tests import pictures


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize("size", [(33, 21), (1, 1), (1, 40), (40, 1)])
def test_every_sample_comes_back(mode: str, size: tuple[int, int]) -> None:
    image = pictures.noise(size, mode)
    back = pictures.read(write_png(image, None))
    assert back.format == "PNG"
    assert back.mode == mode
    assert back.tobytes() == image.tobytes()


@pytest.mark.parametrize("lines", [1, 2, 5, 20, 21, 22])
def test_strips_join_without_a_seam(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    image = pictures.noise((33, 21), "RGBA")
    whole = pictures.array(pictures.read(write_png(image, None)))
    monkeypatch.setattr(png, "_STRIP", lines * 33 * 4)
    assert np.array_equal(pictures.array(pictures.read(write_png(image, None))), whole)


def test_the_file_is_sound() -> None:
    """Checksums, order of chunks: what a strict reader minds."""
    image = Image.open(io.BytesIO(write_png(pictures.noise((9, 9)), None)))
    image.verify()


def test_it_is_deflated_at_level_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deflate, "_quick", zlib.compressobj)  # which says so in the file
    data = write_png(pictures.noise((9, 9)), None)
    start = data.index(b"IDAT") + 4
    assert data[start : start + 2] == b"\x78\x01"


@pytest.mark.parametrize("name", ["astronaut.png", "chelsea.png", "rocket.jpg"])
def test_a_photo_takes_about_as_many_bytes_as_with_pillow(name: str, photos: Path) -> None:
    image = Image.open(photos / name).convert("RGBA")
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    assert len(write_png(image, None)) < 1.1 * len(file.getvalue())


def test_the_colour_profile_is_written() -> None:
    back = pictures.read(write_png(pictures.flat(0), pictures.RGB_PROFILE))
    assert back.info["icc_profile"] == pictures.RGB_PROFILE


def test_another_mode_is_refused() -> None:
    with pytest.raises(KeyError):
        write_png(Image.new("CMYK", (2, 2)), None)


def test_no_pixel_under_a_deflated_stream_is_lost() -> None:
    """The stream holds a filter byte and a line of samples for each line, and nothing else."""
    image = pictures.noise((7, 5), "RGB")
    data = write_png(image, None)
    stream, at = b"", 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            stream += data[at + 8 : at + 8 + length]
        at += 12 + length
    assert len(zlib.decompress(stream)) == 5 * (1 + 7 * 3)
