"""The contact sheet: each picture, and everybody's edges on black, white and magenta."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from offcut.files.whole_file import new_file
from offcut_bench.edges.cuts import Cuts
from offcut_bench.edges.pictures import Picture

_BACKDROPS: Final = ((0, 0, 0), (255, 255, 255), (255, 0, 255))
_TILE: Final = 150
_GAP: Final = 4
_SHARE: Final = 0.2
"""What a zoomed tile shows, of the picture's shorter side."""


def draw(pictures: Sequence[Picture], cuts: Cuts, shown: Sequence[str], path: Path) -> None:
    """Write the sheet: a row for each picture; true edges last.

    Args:
        pictures: the rows.
        cuts: of everybody in ``shown``.
        shown: the contenders, from left to right.
        path: of a JPEG.
    """
    columns = 2 + len(_BACKDROPS) * (len(shown) + 1)
    step = _TILE + _GAP
    sheet = Image.new("RGB", (columns * step, len(pictures) * step + 2 * _GAP + 10), "#888")
    write = ImageDraw.Draw(sheet)
    heads = [(0, "picture"), (1, "edge")]
    heads += [(2 + len(_BACKDROPS) * n, who) for n, who in enumerate((*shown, "truth"))]
    for column, text in heads:
        write.text((column * step + 2, 1), text, fill="#fff")
    for row, picture in enumerate(pictures):
        top = row * step + 2 * _GAP + 10
        for column, tile in enumerate(_row(picture, [cuts[who][picture.name] for who in shown])):
            sheet.paste(tile, (column * step, top))
    with new_file(path) as temporary:
        sheet.save(temporary, "JPEG", quality=80)


def _row(picture: Picture, paths: Sequence[Path]) -> list[Image.Image]:
    image = Image.open(picture.path).convert("RGB")
    alpha = Image.open(picture.alpha).convert("L")
    box = _busiest(alpha)
    whole = image.copy()
    whole.thumbnail((_TILE, _TILE))
    tiles = [whole, _zoomed(image, box)]
    truth = Image.open(picture.foreground).convert("RGB")
    truth.putalpha(alpha)
    for cut in (*(Image.open(path).convert("RGBA") for path in paths), truth):
        part = cut.crop(box)
        for colour in _BACKDROPS:
            laid = Image.new("RGBA", part.size, (*colour, 255))
            tiles.append(_zoomed(Image.alpha_composite(laid, part).convert("RGB"), None))
    return tiles


def _zoomed(image: Image.Image, box: tuple[int, int, int, int] | None) -> Image.Image:
    return image.resize((_TILE, _TILE), Image.Resampling.LANCZOS, box)


def _busiest(alpha: Image.Image) -> tuple[int, int, int, int]:
    """Where the true alpha is softest."""
    side = round(_SHARE * min(alpha.size))
    factor = max(1, side // 24)
    soft = alpha.point([min(level, 255 - level) for level in range(256)]).reduce(factor)
    blurred = soft.filter(ImageFilter.BoxBlur(side / factor / 2))
    row, column = np.unravel_index(np.asarray(blurred).argmax(), (blurred.height, blurred.width))
    left = min(max(0, int(column) * factor - side // 2), alpha.width - side)
    top = min(max(0, int(row) * factor - side // 2), alpha.height - side)
    return left, top, left + side, top + side
