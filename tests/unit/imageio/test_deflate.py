"""What compresses: ISA-L where it is installed, and zlib everywhere else."""

from __future__ import annotations

import importlib
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from isal import isal_zlib
from PIL import Image

from offcut.imageio import deflate
from offcut.imageio.png import write_png
from tests import pictures


@pytest.fixture
def without_isal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where ISA-L is not installed."""
    with monkeypatch.context() as hidden:
        hidden.setitem(sys.modules, "isal", None)
        importlib.reload(deflate)
        yield
    importlib.reload(deflate)


def _made_by(module: Any) -> type:
    return type(module.compressobj())


def test_installed_it_compresses_quickly() -> None:
    assert isinstance(deflate.compressor(1), _made_by(isal_zlib))


@pytest.mark.parametrize("level", [0, 2, 6])
def test_other_levels_are_left_to_zlib(level: int) -> None:
    assert isinstance(deflate.compressor(level), _made_by(zlib))


@pytest.mark.usefixtures("without_isal")
def test_not_installed_zlib_does_it() -> None:
    assert isinstance(deflate.compressor(1), _made_by(zlib))


def _file(image: Image.Image, monkeypatch: pytest.MonkeyPatch, compressobj: Any) -> bytes:
    monkeypatch.setattr(deflate, "_quick", compressobj)
    return write_png(image, None)


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
def test_the_pixels_are_the_same_with_either(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    image = pictures.noise((331, 217), mode)
    for library in (zlib, isal_zlib):
        back = pictures.read(_file(image, monkeypatch, library.compressobj))
        back.load()
        assert (back.format, back.mode, back.tobytes()) == ("PNG", mode, image.tobytes())


def test_a_photo_takes_a_few_per_cent_more(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = Image.open(photos / "astronaut.png").convert("RGBA")
    ours, theirs = (
        len(_file(image, monkeypatch, library.compressobj)) for library in (isal_zlib, zlib)
    )
    assert ours != theirs
    assert ours < 1.1 * theirs
