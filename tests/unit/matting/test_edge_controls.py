"""The edge's controls: by how much they move, soften and sharpen, and what they leave alone."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.picture import Picture
from offcut.matting import edge_controls
from offcut.matting.edge_controls import edged
from offcut.matting.matte import make_matte
from offcut.network.preprocess import shrink_picture, to_tensor
from offcut.numeric.planes import Plane
from offcut.options import Edge, OutputOptions
from tests import pictures

SIZE = (700, 600)
ROWS, COLUMNS = np.mgrid[: SIZE[1], : SIZE[0]].astype(np.float32)
DISTANCE = np.hypot(ROWS - 290, COLUMNS - 340)
RADIUS = 200.0
PICTURE = Picture(Image.new("RGB", SIZE))


def _disc(soft: float) -> Image.Image:
    levels = np.clip((RADIUS - DISTANCE) / soft + 0.5, 0, 1) * 255
    return Image.fromarray(np.rint(levels).astype(np.uint8))


DISC = _disc(8)


def _values(image: Image.Image) -> Plane:
    return (pictures.array(image) / 255).astype(np.float32)


def _edged(alpha: Image.Image = DISC, picture: Picture = PICTURE, **controls: Any) -> Plane:
    before = alpha.tobytes()
    result = edged(alpha, Edge(**controls), picture)
    assert alpha.tobytes() == before
    assert (result.mode, result.size) == ("L", alpha.size)
    return _values(result)


def _radius(values: Plane) -> float:
    """Of a disc with as much alpha in all."""
    return float(np.sqrt(values.sum() / np.pi))


def test_without_any_it_is_the_same_image() -> None:
    assert edged(DISC, Edge(), PICTURE) is DISC


@pytest.mark.parametrize("shift", [-50, -12, -2.5, -1, -0.3, 0.3, 1, 2.5, 12, 50])
def test_an_edge_moves_by_the_pixels_that_were_asked_for_in_all_directions(shift: float) -> None:
    moved = _edged(shift=shift)
    slack = 0.15 + 0.09 * abs(shift)  # an octagon is no disc
    for angle in np.arange(0, 2 * np.pi, np.pi / 8):
        along = np.arange(100, 300, 0.25)
        rows = np.rint(290 + along * np.sin(angle)).astype(int)
        columns = np.rint(340 + along * np.cos(angle)).astype(int)
        half = along[np.argmax(moved[rows, columns] < 0.5)]
        assert half - RADIUS == pytest.approx(shift, abs=slack + 0.75)
    assert _radius(moved) - _radius(_values(DISC)) == pytest.approx(shift, abs=slack)


def test_a_shift_in_and_out_is_symmetrical() -> None:
    outside = Image.fromarray(255 - pictures.array(DISC))
    assert np.abs(_edged(shift=3.4) + _edged(outside, shift=-3.4) - 1).max() < 1e-6


@pytest.mark.parametrize("feather", [0.5, 2, 10, 50])
def test_a_feather_softens_the_edge_where_it_is(feather: float) -> None:
    soft = _edged(_disc(0.01), feather=feather)
    row = soft[290, 340:]
    width = np.argmax(row < 0.16) - np.argmax(row < 0.84)  # two sigmas of a Gaussian's integral
    assert width == pytest.approx(2 * feather, rel=0.15, abs=1)
    assert np.argmax(row < 0.5) == pytest.approx(RADIUS, abs=1 + 0.15 * feather)


def test_contrast_makes_soft_pixels_more_solid_or_more_empty() -> None:
    before = _values(DISC)
    harder, hard, softer = (_edged(contrast=value) for value in (0.5, 1, -0.5))
    for after in (harder, hard, softer):
        assert (after[before == 0] == 0).all()
        assert (after[before == 1] == 1).all()
    low, high = (before > 0.1) & (before < 0.4), (before > 0.6) & (before < 0.9)
    assert (harder[low] < before[low]).all()
    assert (harder[high] > before[high]).all()
    assert (softer[low] > before[low]).all()
    assert (softer[high] < before[high]).all()
    assert set(np.unique(hard).tolist()) == {0, 1}
    assert (np.diff(edge_controls._curve(0.7)) >= 0).all()


def test_lengths_are_in_pixels_of_the_original() -> None:
    half = replace(PICTURE, full_size=(SIZE[0] * 2, SIZE[1] * 2))
    tried: list[dict[str, Any]] = [{"shift": 6}, {"feather": 6}]
    for controls in tried:
        small = _edged(picture=half, **controls)
        assert (small == _edged(**{name: value / 2 for name, value in controls.items()})).all()


def test_a_subject_that_the_picture_cuts_off_stays_whole_there() -> None:
    flat = Image.fromarray(np.repeat(np.uint8(255) * (COLUMNS[:1] < 300), SIZE[1], 0))
    tried: list[dict[str, Any]] = [
        {"shift": -20},
        {"feather": 20},
        {"shift": -5, "feather": 5, "contrast": 0.3},
    ]
    for controls in tried:
        after = _edged(flat, **controls)
        assert (after[:, :200] == 1).all()
        assert (after == after[:1]).all()


@pytest.mark.parametrize("controls", [{"shift": 7.3}, {"feather": 9}, {"shift": -4, "feather": 3}])
def test_tiles_leave_no_seam(controls: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    by_tiles = _edged(**controls)
    monkeypatch.setattr(edge_controls, "_TILE", 10_000)
    assert (by_tiles == _edged(**controls)).all()


def test_what_was_transparent_in_the_file_stays_so() -> None:
    own = Image.fromarray(np.where(COLUMNS < 400, np.uint8(255), np.uint8(0)))
    after = _edged(picture=replace(PICTURE, alpha=own), shift=10)
    assert after[:, 400:].max() == 0
    assert after[290, 399] == 1


def _matte(edge: Edge, **options: Any) -> tuple[Plane, Plane]:
    """Alpha and colours of a red disc on blue."""
    inside = (DISTANCE < RADIUS)[..., None]
    pixels = np.where(inside, [200, 30, 30], [20, 40, 210]).astype(np.uint8)
    picture = Picture(Image.fromarray(pixels))
    small = Image.fromarray(pictures.array(DISC)).resize((1024, 1024))
    mask = np.asarray(small, np.float32) / np.float32(255)
    made = make_matte(
        picture, to_tensor(shrink_picture(picture)), mask, OutputOptions(edge=edge, **options)
    )
    return _values(made.alpha), _values(made.foreground)


def test_what_comes_into_sight_has_the_subjects_colours_and_not_the_backgrounds() -> None:
    for edge in (Edge(shift=5), Edge(feather=4)):
        alpha, colours = _matte(edge)
        bared = (alpha > 0.05) & (DISTANCE > RADIUS + 2)
        assert bared.any()
        assert colours[bared, 0].min() > 0.6
        assert colours[bared, 2].max() < 0.3


def test_a_matte_whose_colours_stay_shows_the_picture_there() -> None:
    alpha, colours = _matte(Edge(shift=5), decontaminate=False)
    bared = (alpha > 0.5) & (DISTANCE > RADIUS + 2)
    assert colours[bared, 2].min() > 0.7


_SCRIPT = """
import resource
import numpy as np
from PIL import Image
from offcut.imageio.picture import Picture
from offcut.matting.edge_controls import edged
from offcut.options import Edge

def run(side):
    rows, columns = np.ogrid[:side, :side]
    disc = ((rows - side / 2) ** 2 + (columns - side / 2) ** 2 < side * side / 9)
    alpha = Image.fromarray(disc.astype(np.uint8) * np.uint8(255))
    picture = Picture(Image.new("RGB", (side, side)))
    del disc
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    edged(alpha, Edge(shift=-2.5, feather=3, contrast=0.2), picture)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024

run(300)
print(run(5000))
"""


def test_it_takes_little_more_than_the_result() -> None:
    command = [sys.executable, "-c", _SCRIPT]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) <= 3 * 5000**2
