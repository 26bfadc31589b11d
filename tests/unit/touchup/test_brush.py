"""What the brush covers: its profile, its roundness, and that no size or tile shows in it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offcut.numeric.planes import Aspect, Planes
from offcut.numeric.tiles import tile_boxes
from offcut.touchup.brush import Brush, coverage
from offcut.touchup.stroke import Stroke

SIZE = (300, 200)
LINE = ((0.2, 0.3), (0.7, 0.8))
CURVE = tuple((0.5 + 0.3 * np.sin(t), 0.5 + 0.3 * np.cos(1.7 * t)) for t in np.linspace(0, 9, 80))


def _stroke(points: Any = LINE, radius: float = 0.1, **options: Any) -> Stroke:
    return Stroke("erase", points, radius, **options)


def _distances(stroke: Stroke, size: tuple[int, int]) -> Planes:
    """From each pixel's centre to the line, pixel by pixel and segment by segment."""
    across, down = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    nearest = np.full(across.shape, np.inf)
    points = np.array(stroke.points) * size
    for start, end in zip(points, points[1:] if len(points) > 1 else points, strict=False):
        step = end - start
        along = ((across - start[0]) * step[0] + (down - start[1]) * step[1]) / (step @ step or 1)
        along = np.clip(along, 0, 1)
        x, y = across - start[0] - along * step[0], down - start[1] - along * step[1]
        nearest = np.minimum(nearest, np.hypot(x, y))
    return nearest.astype(np.float32)


@pytest.mark.parametrize("points", [LINE, CURVE, ((0.4, 0.6),), ((0.4, 0.6), (0.4, 0.6))])
@pytest.mark.parametrize("hardness", [0, 0.3, 0.9, 1])
def test_it_falls_with_the_distance_to_the_line(points: Any, hardness: float) -> None:
    stroke = _stroke(points, hardness=hardness)
    cover, distances = coverage(stroke, SIZE), _distances(stroke, SIZE)
    assert cover.dtype == np.float32
    assert cover.shape == SIZE[::-1]
    half = max(30 * (1 - hardness), 1) / 2
    middle = 30 * (1 + hardness) / 2
    assert (cover[distances < middle - half - 0.01] == 1).all()
    assert (cover[distances > middle + half + 0.01] == 0).all()
    assert np.abs(cover[np.abs(distances - middle) < 0.01] - 0.5).max(initial=0) < 0.02
    ordered = cover.ravel()[distances.ravel().argsort(kind="stable")]
    assert np.diff(ordered).max() < 1e-4


def test_a_hard_rim_is_a_pixel_wide_and_not_jagged() -> None:
    stroke = _stroke(((0.5, 0.5),))
    cover, distances = coverage(stroke, SIZE), _distances(stroke, SIZE)
    between = (cover > 0) & (cover < 1)
    assert np.abs(distances[between] - 30).max() < 0.51
    assert between.sum() > 100
    assert cover.sum() == pytest.approx(np.pi * 30**2, rel=2e-3)


@pytest.mark.parametrize("hardness", [0, 1])
def test_one_point_is_a_dab(hardness: float) -> None:
    cover = coverage(_stroke(((0.5, 0.5),), hardness=hardness), SIZE)
    assert (cover == cover[::-1]).all()
    assert (cover == cover[:, ::-1]).all()
    rows, columns = np.nonzero(cover)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (70, 129, 120, 179)


def test_where_a_stroke_crosses_itself_it_is_no_stronger() -> None:
    back_and_forth = _stroke((*LINE, *LINE[::-1], *LINE), hardness=0, opacity=0.5)
    once = _stroke(hardness=0, opacity=0.5)
    assert np.abs(coverage(back_and_forth, SIZE) - coverage(once, SIZE)).max() < 1e-6


@pytest.mark.parametrize("opacity", [0, 0.25, 1])
def test_opacity_scales_it(opacity: float) -> None:
    full = coverage(_stroke(CURVE, hardness=0.5), SIZE)
    assert full.max() == 1
    scaled = coverage(_stroke(CURVE, hardness=0.5, opacity=opacity), SIZE)
    assert np.abs(scaled - full * np.float32(opacity)).max() < 1e-6


@pytest.mark.parametrize("size", [(400, 200), (200, 400), (1000, 10), (1, 700)])
def test_the_radius_is_a_share_of_the_longer_side(size: tuple[int, int]) -> None:
    cover = coverage(_stroke(((0.5, 0.5),), 0.1, hardness=0.5), size)
    assert cover.shape == size[::-1]
    assert cover.max() > 0.999
    radius = 0.1 * max(size)
    along = np.argwhere(cover > 0)
    reach = np.hypot(*(along + 0.5 - np.array(size[::-1]) / 2).T)
    assert reach.max() < max(radius, 1)
    assert reach.max() > radius - 1


@pytest.mark.parametrize(("aspect", "wide"), [((0.5, 1), 2), ((1, 0.5), 0.5), ((1, 1), 1)])
def test_a_circle_on_the_picture_is_an_ellipse_on_a_square_mask(
    aspect: Aspect, wide: float
) -> None:
    """And its halves are those of the picture's circle: 0.1 of the longer side."""
    cover = coverage(_stroke(((0.5, 0.5),), 0.1), (512, 512), aspect=aspect)
    rows, columns = np.nonzero(cover > 0.5)
    across, down = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert down / across == pytest.approx(wide, rel=0.05)
    assert min(across, down) == pytest.approx(0.2 * 512, abs=2)


@pytest.mark.parametrize("size", [(400, 200), (150, 600)])
@pytest.mark.parametrize("hardness", [0, 0.5, 1])
def test_on_a_square_mask_it_is_the_picture_squeezed(
    size: tuple[int, int], hardness: float
) -> None:
    stroke = _stroke(CURVE, hardness=hardness)
    aspect = size[1] / max(size), size[0] / max(size)
    side = min(size)
    squeezed = coverage(stroke, size).reshape(side, size[1] // side, side, size[0] // side)
    off = np.abs(coverage(stroke, (side, side), aspect=aspect) - squeezed.mean((1, 3)))
    assert off.mean() < 0.005
    assert off.max() < (0.02 if hardness == 0 else 0.7)


@pytest.mark.parametrize("hardness", [0, 0.5, 1])
def test_half_the_size_is_the_same_stroke(hardness: float) -> None:
    stroke = _stroke(CURVE, 0.05, hardness=hardness)
    full, half = coverage(stroke, (800, 600)), coverage(stroke, (400, 300))
    reduced = full.reshape(300, 2, 400, 2).mean((1, 3))
    assert np.abs(half - reduced).max() < 0.3
    assert np.abs(half - reduced).mean() < 0.002


@pytest.mark.parametrize("hardness", [0, 0.7, 1])
@pytest.mark.parametrize("points", [CURVE, ((-1, -1), (2, 2)), ((0.999, 0.001),)])
def test_tiles_join_to_the_whole(points: Any, hardness: float) -> None:
    size, stroke = (700, 513), _stroke(points, 0.04, hardness=hardness)
    whole = coverage(stroke, size)
    assert whole.max() > 0
    for left, top, right, bottom in tile_boxes(size):
        tile = coverage(stroke, size, (left, top, right, bottom))
        assert np.abs(tile - whole[top:bottom, left:right]).max() < 1e-3


@pytest.mark.parametrize("points", [((-0.5, 0.5),), ((0.5, 1.6), (2, 1.6)), ((-1, -1), (-1, 2))])
def test_beyond_the_picture_it_covers_nothing(points: Any) -> None:
    assert coverage(_stroke(points, 0.2), SIZE).max() == 0


def test_it_comes_in_from_beyond_the_edge() -> None:
    cover = coverage(_stroke(((-0.05, 0.5),), 0.1), SIZE)
    assert cover[:, :10].max() == 1
    assert cover[:, 20:].max() == 0


@pytest.mark.parametrize("hardness", [0, 1])
def test_a_brush_finer_than_a_pixel_leaves_a_faint_trace(hardness: float) -> None:
    cover = coverage(_stroke(radius=0.001, hardness=hardness), SIZE)
    assert 0 < cover.max() < 1
    assert cover.sum() > 50


@pytest.mark.parametrize("hardness", [0, 1])
def test_as_many_points_as_there_may_be_are_the_same_curve(hardness: float) -> None:
    circle = np.linspace(0, 2 * np.pi, 10_000)
    points = np.stack([0.5 + 0.3 * np.cos(circle), 0.5 + 0.3 * np.sin(circle)], 1)
    fine, coarse = (
        coverage(_stroke(each, 0.05, hardness=hardness), (400, 400))
        for each in (points, points[::20])
    )
    assert np.abs(fine - coarse).max() < 0.05


@pytest.mark.parametrize("aspect", [None, (0.5, 1)])
@pytest.mark.parametrize("points", [LINE, CURVE, ((0.1, -0.3),), ((0.5, 1.9), (0.5, -0.9))])
def test_its_box_holds_all_of_it_and_little_more(points: Any, aspect: Aspect | None) -> None:
    stroke = _stroke(points, 0.07, hardness=0.2)
    left, top, right, bottom = Brush.of(stroke, SIZE, aspect).box()
    wide = Brush.of(stroke, SIZE, aspect).profile((-600, -600, 900, 800))
    rows, columns = np.nonzero(wide)
    assert left <= columns.min() - 600 <= left + 3
    assert top <= rows.min() - 600 <= top + 3
    assert right - 3 <= columns.max() - 599 <= right
    assert bottom - 3 <= rows.max() - 599 <= bottom
