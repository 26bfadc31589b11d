"""Strokes on alpha: exact where the brush is hard, in their order, and with refinement between."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut.numeric.planes import Planes
from offcut.touchup.brush import coverage
from offcut.touchup.paint import Area, Layer, Painting
from offcut.touchup.stroke import Stroke
from tests import pictures

SIZE = (700, 513)
"""Not a multiple of a tile."""

NOISE = pictures.noise(SIZE, "L")
REFINED = NOISE.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
TARGETS = {"erase": 0, "restore": 255, "drop": 0, "keep": 255}


def _stroke(kind: str = "erase", x: float = 0.5, radius: float = 0.2, **options: Any) -> Stroke:
    return Stroke(kind, ((x, 0.4), (x, 0.6)), radius, **options)


def _painting(*strokes: Stroke) -> Painting:
    return Painting([Layer(stroke) for stroke in strokes], SIZE)


def _levels(image: Image.Image) -> Planes:
    return pictures.array(image).astype(np.float32)


def _area(left: int, right: int, rim: int = 40) -> Area:
    """Grown to the columns of these hundredths; open as far as the rim goes."""

    def columns(start: int, stop: int) -> Image.Image:
        image = Image.new("L", (100, 100))
        image.paste(255, (start, 0, stop, 100))
        return image

    rim = min(rim, (right - left) // 4)
    return Area(
        columns(left, right), columns(left - rim, right + rim), columns(left + rim, right - rim)
    )


@pytest.mark.parametrize("kind", TARGETS)
def test_under_a_hard_brush_alpha_is_what_was_painted_and_beside_it_what_it_was(kind: str) -> None:
    before = NOISE.tobytes()
    painted = _painting(_stroke(kind)).painted(NOISE)
    assert (painted.mode, painted.size, NOISE.tobytes()) == ("L", SIZE, before)
    cover, result = coverage(_stroke(kind), SIZE), _levels(painted)
    assert (result[cover == 1] == TARGETS[kind]).all()
    assert (result[cover == 0] == _levels(NOISE)[cover == 0]).all()
    assert (cover == 1).sum() > 60_000
    assert (cover == 0).sum() > 60_000


@pytest.mark.parametrize("kind", TARGETS)
@pytest.mark.parametrize("opacity", [0, 0.5, 0.8])
def test_a_soft_brush_goes_part_of_the_way(kind: str, opacity: float) -> None:
    stroke = _stroke(kind, hardness=0.2, opacity=opacity)
    before, cover = _levels(NOISE), coverage(stroke, SIZE)
    expected = before + cover * (TARGETS[kind] - before)
    assert np.abs(_levels(_painting(stroke).painted(NOISE)) - expected).max() < 0.51


def test_the_last_stroke_wins() -> None:
    erase, restore = _stroke("erase", 0.45), _stroke("restore", 0.55)
    both = (coverage(erase, SIZE) == 1) & (coverage(restore, SIZE) == 1)
    assert both.sum() > 10_000
    for strokes, target in (((erase, restore), 255), ((restore, erase), 0)):
        assert (_levels(_painting(*strokes).painted(NOISE))[both] == target).all()


def test_strokes_blend_one_after_the_other() -> None:
    half = _stroke("restore", opacity=0.5, hardness=0.5)
    cover, before = coverage(half, SIZE), _levels(NOISE)
    expected = 255 - (255 - before) * (1 - cover) ** 3
    assert np.abs(_levels(_painting(half, half, half).painted(NOISE)) - expected).max() < 0.51


def test_a_stroke_beyond_the_picture_changes_nothing() -> None:
    stroke = Stroke("erase", ((-0.5, 0.5), (-0.5, 2)), 0.2)
    assert _painting(stroke).painted(NOISE).tobytes() == NOISE.tobytes()


def test_without_strokes_everything_stays() -> None:
    painting = _painting()
    plane = _levels(NOISE)
    assert painting.painted(NOISE).tobytes() == NOISE.tobytes()
    assert painting.base(NOISE).tobytes() == NOISE.tobytes()
    assert painting.settled(NOISE, REFINED).tobytes() == REFINED.tobytes()
    stages = painting.stages(plane, -plane)
    assert (stages.painted == plane).all()
    assert (stages.settled == -plane).all()


def test_a_mask_that_is_squeezed_is_painted_with_the_same_brush() -> None:
    size, side = (800, 400), 200
    stroke = Stroke("restore", ((0.3, 0.5), (0.6, 0.2)), 0.1, 0.3)
    full = Painting([Layer(stroke)], size).painted(Image.new("L", size))
    mask = Painting([Layer(stroke)], (side, side), (0.5, 1))
    nothing = np.zeros((side, side), np.float32)
    painted = mask.stages(nothing, nothing).painted
    reduced = _levels(full).reshape(side, 2, side, 4).mean((1, 3)) / 255
    assert painted.dtype == np.float32
    assert np.abs(painted - reduced).max() < 0.05


@pytest.mark.parametrize("hardness", [0, 0.5, 1])
def test_half_the_size_is_the_same_painting(hardness: float) -> None:
    strokes = _stroke("erase", 0.4, hardness=hardness), _stroke("restore", 0.6, hardness=hardness)
    layers = [Layer(stroke) for stroke in strokes]
    full, half = (
        Painting(layers, size).painted(Image.new("L", size, 128))
        for size in ((800, 600), (400, 300))
    )
    off = np.abs(_levels(full.reduce(2)) - _levels(half))
    assert off.mean() < 0.2
    assert off.max() < 80


def test_a_plain_brush_paints_once_after_refinement() -> None:
    """Half a stroke is a half of what refinement made, and refinement doesn't see it."""
    half = _stroke(opacity=0.5)
    painting, cover = _painting(half), coverage(half, SIZE)
    assert painting.base(NOISE).tobytes() == NOISE.tobytes()
    refined = _levels(REFINED)
    settled = _levels(painting.settled(NOISE, REFINED))
    assert np.abs(settled - refined * (1 - cover)).max() < 0.51


def test_a_smart_stroke_paints_where_it_has_grown_to() -> None:
    layer = Layer(_stroke("keep", radius=0.02), _area(20, 80))
    painted = _levels(Painting([layer], SIZE).painted(NOISE))
    assert (painted[:, 147:553] == 255).all()
    assert (painted[:, :133] == _levels(NOISE)[:, :133]).all()
    assert (painted[:, 567:] == _levels(NOISE)[:, 567:]).all()


def test_refinement_decides_around_a_smart_strokes_edge_and_beyond_it() -> None:
    layer = Layer(_stroke("keep", radius=0.02), _area(20, 80))
    painting = Painting([layer], SIZE)
    base = _levels(painting.base(NOISE))
    assert (base[:, 147:553] == 255).all()
    settled = _levels(painting.settled(NOISE, REFINED))
    assert (settled[:, :238] == _levels(REFINED)[:, :238]).all()
    assert (settled[:, 252:448] == 255).all()
    assert (settled[:, 462:] == _levels(REFINED)[:, 462:]).all()


def test_under_the_smart_brush_itself_it_does_not() -> None:
    stroke = _stroke("drop", 0.21, 0.05)
    painting = Painting([Layer(stroke, _area(20, 80))], SIZE)
    settled = _levels(painting.settled(NOISE, REFINED))
    assert (settled[coverage(stroke, SIZE) == 1] == 0).all()


def test_half_a_smart_stroke_is_a_half() -> None:
    layer = Layer(_stroke("keep", opacity=0.5), _area(20, 80))
    painting, before = Painting([layer], SIZE), _levels(NOISE)
    for alpha in (painting.painted(NOISE), painting.settled(NOISE, painting.base(NOISE))):
        assert np.abs(_levels(alpha)[:, 147:553] - (255 + before[:, 147:553]) / 2).max() < 1.01


def test_a_smart_stroke_over_an_erased_place_ends_by_refinement_too() -> None:
    """No rim of the erased is left around it, nor does the erased come back beside it."""
    erased = Stroke("erase", ((0.5, 0.5),), 0.5)
    layers = [Layer(erased), Layer(_stroke("keep", radius=0.02), _area(30, 70, rim=5))]
    painting = Painting(layers, SIZE)
    base = _levels(painting.base(NOISE))[250]
    assert (base[218:482] == 255).all()
    assert (base[180:203] == 0).all()
    settled = _levels(painting.settled(NOISE, REFINED))[250]
    refined = _levels(REFINED)[250]
    assert (settled[183:238] == refined[183:238]).all()
    assert (settled[252:448] == 255).all()
    assert (settled[20:168] == 0).all()


def test_a_plain_brush_after_a_smart_one_has_the_last_word() -> None:
    erased = _stroke("erase", 0.22, 0.05)
    painting = Painting([Layer(_stroke("keep", radius=0.02), _area(20, 80)), Layer(erased)], SIZE)
    settled = _levels(painting.settled(NOISE, REFINED))
    assert (settled[coverage(erased, SIZE) == 1] == 0).all()


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
def test_any_size_will_do(size: tuple[int, int]) -> None:
    layers = [Layer(_stroke("erase")), Layer(_stroke("keep", radius=0.5), _area(40, 60))]
    painting, alpha = Painting(layers, size), pictures.noise(size, "L")
    for result in (painting.painted(alpha), painting.base(alpha), painting.settled(alpha, alpha)):
        assert (result.mode, result.size) == ("L", size)
    middle = painting.settled(alpha, alpha).getpixel((size[0] // 2, size[1] // 2))
    assert middle == 255
