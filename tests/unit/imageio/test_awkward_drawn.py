"""Files that are hard to read, drawn here: formats, modes, and every kind of damage to each."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from PIL import Image

from offcut import prepare
from tests import pictures
from tests.unit.imageio.reading import assert_read_or_refused

MODES: Final = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("RGB", "RGBA"),
    "TIFF": ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "I", "F"),
    "GIF": ("L", "P", "RGB"),
    "BMP": ("1", "L", "P", "RGB"),
    "TGA": ("L", "LA", "P", "RGB", "RGBA"),
    "PPM": ("1", "L", "RGB", "I;16"),
    "ICO": ("RGBA",),
    "PCX": ("1", "L", "P", "RGB"),
    "DDS": ("RGB", "RGBA"),
}
DRAWN: Final = [(kind, mode) for kind, modes in MODES.items() for mode in modes]
SIZE: Final = (48, 36)


def _drawn(mode: str) -> Image.Image:
    if mode == "I;16":
        levels = np.arange(SIZE[0] * SIZE[1], dtype=np.uint16).reshape(SIZE[::-1]) * 30
        return Image.fromarray(levels)
    if mode == "F":
        return Image.fromarray(np.linspace(0, 1, SIZE[0] * SIZE[1], dtype=np.float32).reshape(SIZE))
    return pictures.noise(SIZE).convert(mode) if mode == "LAB" else pictures.noise(SIZE, mode)


def drawn_file(kind: str, mode: str) -> bytes:
    """A picture of this mode, as a file."""
    return pictures.file(_drawn(mode), kind)


@pytest.mark.parametrize(("kind", "mode"), DRAWN)
def test_every_format_and_mode_is_read(kind: str, mode: str) -> None:
    assert_read_or_refused(drawn_file(kind, mode), f"picture.{kind.lower()}")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
@pytest.mark.parametrize(("kind", "mode"), DRAWN)
def test_a_file_that_breaks_off_is_read_or_refused(kind: str, mode: str, share: float) -> None:
    data = drawn_file(kind, mode)
    assert_read_or_refused(data[: int(share * len(data))], "broken off")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("kind", "mode"), DRAWN)
def test_a_file_with_wrong_bytes_is_read_or_refused(kind: str, mode: str, seed: int) -> None:
    data = np.frombuffer(drawn_file(kind, mode), np.uint8).copy()
    chance = np.random.default_rng(seed)
    # most of them near the beginning, where a file says what it is
    places = (chance.random(6) ** 3 * data.size).astype(int)
    data[places] = chance.integers(0, 256, places.size)
    assert_read_or_refused(data.tobytes(), "wrong bytes")


@pytest.mark.parametrize("kind", MODES)
def test_a_file_goes_by_its_content_and_not_by_its_name(kind: str) -> None:
    data = drawn_file(kind, "RGBA" if kind == "ICO" else MODES[kind][0])
    other = "photo.jpg" if kind != "JPEG" else "photo.png"
    assert prepare(data, other).picture().image.size == (SIZE if kind != "ICO" else (32, 24))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "TIFF", "PNG"])
def test_a_picture_is_seen_the_same_however_the_camera_was_held(kind: str) -> None:
    upright = pictures.noise(SIZE).resize((480, 360), Image.Resampling.BICUBIC)
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    expected = prepare(pictures.file(upright, kind), "upright").tensor
    for orientation, turn in back.items():
        held = pictures.file(upright.transpose(turn), kind, exif=pictures.turned(orientation))
        assert np.abs(prepare(held, "held").tensor - expected).mean() < 0.02, orientation
