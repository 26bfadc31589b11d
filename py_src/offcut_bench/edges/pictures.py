"""The pictures with true alpha: as they come, and composed at 12 megapixels.

What is made is kept in the cache folder: each picture's file, its alpha as a grey PNG, and its true
foreground, estimated from the true alpha (PyMatting's multi-level estimation, Germer et al. 2020).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from offcut.files.whole_file import new_file

LARGE: Final = (4000, 3000)
"""Width and height of the composed pictures: 12 megapixels."""

_BACKGROUNDS: Final = ("012mp-bus.jpg", "dandelion-16mp.jpg")
"""The real photos of that size; subjects take turns."""

_FILLED: Final = 0.9
_GRAIN: Final = 2.0  # levels, as a camera's sensor leaves it


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its truth.

    Attributes:
        name: for tables.
        path: the file that everybody gets.
        alpha: path of the true alpha.
        foreground: path of the true foreground.
        large: whether it was composed at 12 megapixels.
    """

    name: str
    path: Path
    alpha: Path
    foreground: Path
    large: bool


def listed(shared: Path, made: Path) -> list[Picture]:
    """All pictures; ``truths`` makes what is missing under ``made``."""
    entries = json.loads((shared / "index.json").read_text(encoding="utf-8"))
    found = [
        _picture(shared / entry["image"], shared / entry["truth"], made)
        for entry in entries
        if entry["kind"] == "alpha"
    ]
    photos = shared / "photos"
    found.append(_picture(photos / "GT04.jpeg", photos / "GT04_alpha.png", made))
    return found + [_large(subject, background, made) for subject, background in _pairs(found)]


def compose_all(pictures: list[Picture], shared: Path) -> Iterator[Picture]:
    """Make the large pictures from others' truths, which must be there; yields each."""
    by_name = {picture.name: picture for picture in pictures}
    for subject, background in _pairs([each for each in pictures if not each.large]):
        picture = by_name[_title(subject, background)]
        if not picture.path.exists():
            _compose(picture, subject, shared / "photos" / background)
        yield picture


def _pairs(subjects: list[Picture]) -> Iterator[tuple[Picture, str]]:
    return zip(subjects, itertools.cycle(_BACKGROUNDS), strict=False)


def _large(subject: Picture, background: str, made: Path) -> Picture:
    stem = _title(subject, background)
    path, alpha, foreground = (
        made / f"{stem}{end}" for end in (".jpg", "-alpha.png", "-foreground.png")
    )
    return Picture(stem, path, alpha, foreground, large=True)


def _title(subject: Picture, background: str) -> str:
    return f"{subject.name}-on-{_short(Path(background).stem)}"


def _compose(picture: Picture, subject: Picture, background: Path) -> None:
    alpha = Image.open(subject.alpha).convert("L")
    scale = min(_FILLED * LARGE[1] / alpha.height, LARGE[0] / alpha.width)
    size = round(alpha.width * scale), round(alpha.height * scale)
    place = (LARGE[0] - size[0]) // 2, LARGE[1] - size[1]
    whole = Image.new("L", LARGE)
    whole.paste(alpha.resize(size, Image.Resampling.LANCZOS), place)
    fore = Image.new("RGB", LARGE)
    fore.paste(Image.open(subject.foreground).resize(size, Image.Resampling.LANCZOS), place)
    behind = Image.open(background).convert("RGB").resize(LARGE, Image.Resampling.LANCZOS)
    pixels = np.asarray(Image.composite(fore, behind, whole), np.float32)
    noise = np.random.default_rng(7).standard_normal(pixels.shape, np.float32)
    whole.save(picture.alpha)
    fore.save(picture.foreground, compress_level=1)
    seen = Image.fromarray(np.rint(np.clip(pixels + _GRAIN * noise, 0, 255)).astype(np.uint8))
    with new_file(picture.path) as temporary:
        seen.save(temporary, "JPEG", quality=93)


def _picture(path: Path, alpha: Path, made: Path) -> Picture:
    foreground = made / f"{path.stem}-foreground.png"
    return Picture(_short(path.stem), path, alpha, foreground, large=False)


def _short(stem: str) -> str:
    for prefix in ("alphamatting-", "dim-", "012mp-"):
        stem = stem.removeprefix(prefix)
    return stem.partition("_")[0].removesuffix("-16mp")
