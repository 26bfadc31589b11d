"""What fuzzing begins with: a small file of each format, and any options."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image, PngImagePlugin

from offcut_testing.shared_data import shared_data

_SIZE: Final = (13, 9)
_LARGEST_SHARED: Final = 20_000
"""Bytes: what is larger takes too long to change at random."""

_MODES: Final = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "TIFF": ("1", "L", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "F"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("P", "L"),
    "BMP": ("1", "L", "P", "RGB", "RGBA"),
    "ICO": ("RGBA",),
    "ICNS": ("RGBA",),
    "PPM": ("L", "RGB"),
    "TGA": ("L", "RGB", "RGBA"),
    "AVIF": ("RGB", "RGBA"),
    "JPEG2000": ("L", "RGB"),
    "QOI": ("RGB", "RGBA"),
    "DDS": ("RGB", "RGBA"),
    "SGI": ("L", "RGB"),
    "PCX": ("L", "P", "RGB"),
    "MPO": ("RGB",),
}


def of_files() -> list[bytes]:
    """Files by Pillow in each format and mode, and small ones of the shared data."""
    made = [
        data
        for kind, modes in _MODES.items()
        for mode in modes
        if (data := _file(kind, mode)) is not None
    ]
    folder = shared_data()
    shared = [] if folder is None else [*folder.glob("awkward/*"), *folder.glob("reported/*")]
    return made + [
        path.read_bytes()
        for path in sorted(shared)
        if path.is_file() and path.stat().st_size <= _LARGEST_SHARED
    ]


def of_options() -> list[bytes]:
    """Bytes that give values of each kind."""
    chance = np.random.default_rng(1)
    return [chance.bytes(60) for _ in range(50)]


def write(folder: Path, files: list[bytes]) -> None:
    """Write them where the fuzzer looks for them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(files):
        (folder / f"{number:04}").write_bytes(data)


def _file(kind: str, mode: str) -> bytes | None:
    chance = np.random.default_rng(1)
    noise = Image.fromarray(chance.integers(0, 256, (*_SIZE[::-1], 4), np.uint8))
    image = noise.convert("RGB").convert("L" if mode in {"I;16", "F"} else "RGB").convert(mode)
    settings: dict[str, Any] = {}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "some words", zip=True)
        settings = {"pnginfo": text, "dpi": (300, 300)}
    file = io.BytesIO()
    try:
        image.save(file, kind, **settings)
    except (KeyError, OSError, ValueError):  # this Pillow can't write it
        return None
    return file.getvalue()
