"""The benchmark of edges: its list of pictures, its tables and page, and its contact sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut_bench.edges import pictures as edge_pictures
from offcut_bench.edges import report, sheet
from offcut_bench.edges.cuts import OURS, PEER, PLAIN, REMBG_MATTING
from offcut_bench.edges.pictures import Picture, compose_all, listed
from tests import pictures

MEASURES = ("sad", "sad_all", "mse", "mse_all", "gradient", "connectivity")


def _score(composite: float, alpha: float = 0.0) -> dict[str, float]:
    """Errors that differ from one measure to the next by a known factor."""
    return {"composite": composite} | {
        name: alpha * factor for factor, name in enumerate(MEASURES, 1)
    }


SCORES = {
    "cat": {
        PEER: _score(0.02, 4),
        OURS: _score(0.01, 2),
        PLAIN: _score(0.02, 4),
        REMBG_MATTING: _score(0.03, 1),
    },
    "dog": {PEER: _score(0.04, 8), OURS: _score(0.03, 4), PLAIN: _score(0.02, 8)},
    "elk": {PEER: _score(0.01, 3), OURS: _score(0.02, 3), PLAIN: _score(0.02, 3)},
}


def _picture(name: str, folder: Path = Path(), *, large: bool = False) -> Picture:
    path, alpha, foreground = (
        folder / f"{name}{part}.png" for part in ("", "-alpha", "-foreground")
    )
    return Picture(name, path, alpha, foreground, large)


def _rows(table: str) -> dict[str, list[str]]:
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {first.strip("*"): rest for first, *rest in lines}


def _near(seen: Any, colour: tuple[int, ...]) -> bool:
    """To what JPEG and a camera's noise leave."""
    return bool(np.abs(np.subtract(seen, colour)).max() < 16)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder with an index of three pictures, one of which has no alpha."""
    entries = [
        {"kind": "alpha", "image": "gt/dim-boy_1518482_1920_12.png", "truth": "gt/boy.gt.png"},
        {"kind": "mask", "image": "gt/cow.png", "truth": "gt/cow.gt.png"},
        {"kind": "alpha", "image": "gt/dim-dandelion_1335575_1920_1.png", "truth": "gt/d.gt.png"},
    ]
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "index.json").write_text(json.dumps(entries))
    return folder


def test_every_picture_with_alpha_is_listed_under_a_short_name(shared: Path) -> None:
    made = shared / "made"
    found = {picture.name: picture for picture in listed(shared, made)}
    assert {name for name, picture in found.items() if not picture.large} == {
        "boy",
        "dandelion",
        "GT04",
    }
    assert found["boy"].path == shared / "gt/dim-boy_1518482_1920_12.png"
    assert found["boy"].alpha == shared / "gt/boy.gt.png"
    assert found["boy"].foreground == made / "dim-boy_1518482_1920_12-foreground.png"
    assert found["GT04"].path.parent == shared / "photos"


def test_large_pictures_are_made_and_none_has_anothers_name(shared: Path) -> None:
    made = shared / "made"
    found = listed(shared, made)
    assert len({picture.name for picture in found}) == len(found)
    small, large = ([each for each in found if each.large == size] for size in (False, True))
    grounds = ["bus", "dandelion", "bus"]
    names = [f"{each.name}-on-{ground}" for each, ground in zip(small, grounds, strict=True)]
    assert [each.name for each in large] == names
    paths = [path for each in large for path in (each.path, each.alpha, each.foreground)]
    assert {path.parent for path in paths} == {made}
    assert len(set(paths)) == 9


def test_large_pictures_are_composed_once(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (40, 30)
    monkeypatch.setattr(edge_pictures, "LARGE", size)
    made = shared / "made"
    for folder in (made, shared / "gt", shared / "photos"):
        folder.mkdir()
    for name in ("012mp-bus.jpg", "dandelion-16mp.jpg"):
        pictures.flat((0, 0, 250), (9, 9)).save(shared / "photos" / name)
    found = listed(shared, made)
    for picture in found:
        if not picture.large:
            pictures.flat(255, (20, 20), "L").save(picture.alpha)
            pictures.flat((250, 0, 0), (20, 20)).save(picture.foreground)
    large = list(compose_all(found, shared))
    assert large == [picture for picture in found if picture.large]
    for picture in large:
        seen, alpha, foreground = (
            pictures.read(path.read_bytes())
            for path in (picture.path, picture.alpha, picture.foreground)
        )
        assert seen.size == alpha.size == foreground.size == size
        assert alpha.getbbox() == (6, 3, 33, 30)
        assert _near(seen.getpixel((1, 20)), (0, 0, 250))
        assert _near(seen.getpixel((20, 20)), (250, 0, 0))
    large[0].path.write_bytes(b"kept")
    list(compose_all(found, shared))
    assert large[0].path.read_bytes() == b"kept"


def test_composite_errors_are_ratios_to_the_peers() -> None:
    rows = _rows(report.composites(SCORES, ["cat", "dog", "elk"]))
    assert rows[""] == [PEER, OURS, PLAIN, REMBG_MATTING]
    assert rows["cat"] == ["0.0200", "0.500", "1.000", "1.500"]
    assert rows["dog"] == ["0.0400", "0.750", "0.500", "n/a"]
    assert rows["mean"] == ["", "1.083", "1.167", "1.500"]
    assert rows["median"] == ["", "0.750", "1.000", "1.500"]
    assert rows["worst"] == ["", "2.000", "2.000", "1.500"]


def test_alphas_compare_only_over_pictures_that_somebody_did() -> None:
    rows = _rows(report.alphas(SCORES, ["cat", "dog", "elk"]))
    assert rows[PEER] == ["3", *["1.000"] * 6]
    assert rows[OURS] == ["3", *["0.600"] * 6]
    assert rows[REMBG_MATTING] == ["1", *["0.250"] * 6]


def test_alphas_take_each_measure_from_its_own_column() -> None:
    own = {name: float(factor) for factor, name in enumerate(MEASURES, 1)}
    scores = {"cat": {PEER: dict.fromkeys(MEASURES, 10.0), OURS: own}}
    rows = _rows(report.alphas(scores, ["cat"]))
    assert rows[""][1:] == ["SAD", "SAD, all", "MSE", "MSE, all", "gradient", "connectivity"]
    assert rows[OURS][1:] == [f"0.{factor}00" for factor in range(1, 7)]


@pytest.mark.parametrize("large", [[], ["elk"], ["cat", "dog", "elk"]])
def test_the_page_says_what_was_measured_and_where_refinement_is_worst(large: list[str]) -> None:
    several = [_picture(name, large=name in large) for name in SCORES]
    facts = {"Memory": "24 GiB", "Measured on": "2026-03-01"}
    page = report.compose(facts, SCORES, several, (PEER, OURS), "edges.jpg")
    assert page.startswith("# Edges\n")
    assert page.endswith(")\n")
    assert "- Memory: 24 GiB\n- Measured on: 2026-03-01\n" in page
    assert "worst picture: 1.500 (dog)." in page
    assert f"the edges of {PEER}, {OURS} and the truth" in page
    assert "](edges.jpg)" in page
    assert ("at 12 megapixels" in page) == bool(large)
    assert page.count("| **mean** |") == (2 if 0 < len(large) < 3 else 1)
    assert "{" not in page


def _drawn(folder: Path) -> Image.Image:
    """A sheet of two pictures: blue, with a red patch where their alpha is soft."""
    several = [_picture(name, folder) for name in ("cat", "dog")]
    made: dict[str, dict[str, Path]] = {PEER: {}, OURS: {}}
    for picture, corner in zip(several, ((20, 20), (80, 60)), strict=True):
        patch = (corner[0] - 20, corner[1] - 20, corner[0] + 20, corner[1] + 20)
        image = pictures.flat((0, 0, 255), (120, 100))
        image.paste((255, 0, 0), patch)
        image.save(picture.path)
        alpha = pictures.flat(255, image.size, "L")
        alpha.paste(128, patch)
        alpha.save(picture.alpha)
        pictures.flat((0, 255, 0), image.size).save(picture.foreground)
        for who, level in ((PEER, 0), (OURS, 255)):
            made[who][picture.name] = folder / f"{who}-{picture.name}.png"
            cut = image.copy()
            cut.putalpha(level)
            cut.save(made[who][picture.name])
    sheet.draw(several, made, [PEER, OURS], folder / "sheet.jpg")
    return Image.open(folder / "sheet.jpg")


def test_the_sheet_shows_the_softest_spot_on_three_backgrounds(tmp_path: Path) -> None:
    drawn = _drawn(tmp_path)
    assert drawn.format == "JPEG"
    assert drawn.size == (11 * 154, 2 * 154 + 18)
    red, green = (255, 0, 0), (0, 128, 0)
    backdrops = [(0, 0, 0), (255, 255, 255), (255, 0, 255)]
    truths = [green, (127, 255, 127), (127, 128, 127)]
    for row in range(2):
        for column, colour in enumerate([red, *backdrops, red, red, red, *truths], 1):
            assert _near(drawn.getpixel((column * 154 + 75, row * 154 + 18 + 75)), colour)
