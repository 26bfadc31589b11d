"""Strokes on the network's mask: what they change of alpha and colours, and what stays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut.imageio.picture import Picture
from offcut.touchup.brush import coverage
from offcut.touchup.stroke import Stroke
from tests import pictures
from tests.unit.matting.furry import (
    BLUE,
    IMAGE,
    MASK,
    PLAIN,
    RED,
    SIZE,
    levels,
    mask_of,
    matte_of,
    of_fur,
)


def _stroke(kind: str, *points: tuple[float, float], radius: float = 0.1, **rest: Any) -> Stroke:
    return Stroke(kind, points or ((0.3, 0.5), (0.7, 0.5)), radius, **rest)


NONE = MASK * 0
EDGES: list[dict[str, Any]] = [{}, {"edges": "plain"}, {"clean": False}, PLAIN]


@pytest.mark.parametrize("options", EDGES)
@pytest.mark.parametrize("points", [[(0.3, 0.55), (0.7, 0.5)], [(0.1, 0.1)], [(0.5, 0.9)]])
def test_under_a_hard_brush_alpha_is_what_was_painted(
    points: list[tuple[float, float]], options: dict[str, Any]
) -> None:
    """In fur, where there was nothing, and inside the subject; refined or not."""
    for kind, level in (("erase", 0), ("restore", 255)):
        stroke = _stroke(kind, *points)
        matte = matte_of(Picture(IMAGE), options=options, strokes=[stroke])
        full = coverage(stroke, SIZE) == 1
        assert full.sum() > 4000
        assert (levels(matte.alpha)[full] == level).all()
        assert (levels(matte.foreground)[full] == levels(IMAGE)[full]).all()


@pytest.mark.parametrize("kind", ["erase", "restore"])
def test_beside_the_brush_plain_edges_stay_as_they_were(kind: str) -> None:
    stroke = _stroke(kind, hardness=0.3)
    touched = matte_of(Picture(IMAGE), options=PLAIN, strokes=[stroke]).alpha
    beside = coverage(stroke, SIZE) == 0
    assert beside.sum() > 100_000
    assert (levels(touched)[beside] == levels(of_fur(**PLAIN).alpha)[beside]).all()


@pytest.mark.parametrize("kind", ["erase", "restore"])
@pytest.mark.parametrize("blue", ["alike", "light and dark"])
def test_far_from_the_brush_refined_edges_stay(kind: str, blue: str) -> None:
    """Even if the brush changes of which colours the subject or the background is most."""
    image = levels(IMAGE)
    if blue != "alike":
        image[:, 256:] = image[:, 256:] * 0.8
        image[:60] = (240, 240, 90)
    picture = Picture(Image.fromarray(image.astype(np.uint8)))
    stroke = _stroke(kind, (0.05, 0.05), (0.2, 0.05), (0.05, 0.5), radius=0.12)
    alphas = [matte_of(picture, strokes=strokes).alpha for strokes in ([stroke], [])]
    off = np.abs(levels(alphas[0]) - levels(alphas[1]))[:, 350:]
    assert off.max() <= 1


@pytest.mark.parametrize("options", EDGES)
@pytest.mark.parametrize(("kind", "y", "level"), [("erase", 0.9, 128), ("restore", 0.1, 128)])
def test_half_a_stroke_is_a_half(kind: str, y: float, level: int, options: dict[str, Any]) -> None:
    stroke = _stroke(kind, (0.5, y), opacity=0.5)
    alpha = levels(matte_of(Picture(IMAGE), options=options, strokes=[stroke]).alpha)
    full = coverage(stroke, SIZE) == 0.5
    assert np.abs(alpha[full] - level).max() <= 1


@pytest.mark.parametrize("options", EDGES)
def test_strokes_are_painted_in_their_order(options: dict[str, Any]) -> None:
    erase, restore = (_stroke(kind, (0.5, 0.5)) for kind in ("erase", "restore"))
    for strokes, level in (([erase, restore], 255), ([restore, erase], 0)):
        alpha = matte_of(Picture(IMAGE), options=options, strokes=strokes).alpha
        assert alpha.getpixel((192, 256)) == level


@pytest.mark.parametrize("size", [(1600, 400), (400, 1600)])
def test_refinement_learns_from_strokes_as_if_the_network_had_seen_so(
    size: tuple[int, int],
) -> None:
    true = pictures.fur(size)
    image = pictures.array(pictures.blend(true, RED, BLUE, 3))
    # in light and in shade: with two colours a layer, a stroke doesn't change which they are
    light = np.where(np.indices(image.shape[:2]).sum(0) // 40 % 2, 1.0, 0.5)[..., None]
    picture, mask = Picture(Image.fromarray((image * light).astype(np.uint8))), mask_of(true)
    stroke = _stroke("erase", (0.5, 0.5), (0.5, 0.55), radius=0.08, hardness=0.5)
    aspect = size[1] / 1600, size[0] / 1600
    seen = mask * (1 - coverage(stroke, (1024, 1024), aspect=aspect))
    touched, expected = (
        levels(matte_of(picture, *given).alpha)
        for given in ((mask, {"clean": False}, [stroke]), (seen, {"clean": False}))
    )
    off = np.abs(touched - expected)[coverage(stroke, size) == 0]
    # how a value is rounded may decide to which layer a pixel belongs
    assert (off > 1).mean() < 5e-3
    assert (off > 4).mean() < 1e-3


def test_cleaning_leaves_alone_what_was_painted() -> None:
    """A dot far from the subject, and a pinhole inside it."""
    dot = _stroke("restore", (0.1, 0.05), radius=0.006)
    hole = _stroke("erase", (0.5, 0.9), radius=0.006)
    alpha = matte_of(Picture(IMAGE), strokes=[dot, hole]).alpha
    assert alpha.getpixel((38, 25)) == 255
    assert alpha.getpixel((192, 460)) == 0
    assert alpha.getpixel((192, 480)) == 255


@pytest.mark.parametrize("options", EDGES[:2])
def test_what_was_painted_in_a_picture_without_a_subject_is_one(options: dict[str, Any]) -> None:
    stroke = _stroke("restore", (0.5, 0.2), (0.5, 0.9))
    matte = matte_of(Picture(IMAGE), MASK * np.float32(0.7), options, [stroke])
    assert matte.found
    alpha, cover = levels(matte.alpha), coverage(stroke, SIZE)
    assert (alpha[cover == 1] == 255).all()
    assert alpha[:, :100].max() == alpha[:, 284:].max() == 0


@pytest.mark.parametrize(
    "stroke",
    [
        _stroke("erase", (0.5, 0.5)),
        _stroke("drop", (0.5, 0.5)),
        _stroke("restore", (-0.5, 0.5)),
        _stroke("keep", (0.5, 1.9)),
        _stroke("restore", (0.5, 0.5), opacity=0),
    ],
)
def test_a_picture_without_a_subject_has_none_after_strokes_that_add_nothing(
    stroke: Stroke,
) -> None:
    matte = matte_of(Picture(IMAGE), NONE, strokes=[stroke])
    assert not matte.found
    assert matte.alpha.getextrema() == (0, 0)


def test_a_subject_that_was_erased_was_found_all_the_same() -> None:
    matte = matte_of(Picture(IMAGE), strokes=[_stroke("erase", (0.5, 0.5), (0.5, 0.9), radius=0.5)])
    assert matte.found
    assert matte.alpha.getextrema() == (0, 0)


def _disc(centre: int) -> NDArray[np.bool_]:
    rows, columns = np.mgrid[:400, :600]
    return np.asarray(np.hypot(rows - 200, columns - centre) < 100)


DISCS = [_disc(centre) for centre in (150, 450)]
TWO = pictures.blend(Image.fromarray((DISCS[0] | DISCS[1]).astype(np.uint8) * 255), RED, BLUE, 2)


def _mask_of_discs(*values: float) -> NDArray[np.float32]:
    alpha = sum(disc * value for disc, value in zip(DISCS, values, strict=True))
    image = Image.fromarray(np.asarray(alpha, np.float32)).resize((1024, 1024))
    return pictures.array(image)[None, None]


@pytest.mark.parametrize("options", [{}, {"edges": "plain"}, {"type": "mask"}])
@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("keep", (1, 0), (1, 1)), ("keep", (0, 0), (0, 1)), ("drop", (1, 1), (1, 0))],
)
def test_a_smart_stroke_takes_in_all_that_is_alike(
    kind: str, before: tuple[int, int], after: tuple[int, int], options: dict[str, Any]
) -> None:
    stroke = _stroke(kind, (0.72, 0.5), (0.78, 0.5), radius=0.02)
    matte = matte_of(Picture(TWO), _mask_of_discs(*before), options, [stroke])
    assert matte.found
    true = 255 * sum(disc * value for disc, value in zip(DISCS, after, strict=True))
    off = np.abs(levels(matte.alpha) - true)
    assert off.mean() < (1.5 if options.get("edges") == "plain" else 0.5)


def test_where_a_smart_stroke_ends_its_edge_is_refined() -> None:
    """To the picture's own pixels, of which there are three to one where it grew."""
    large = Image.fromarray(DISCS[0].astype(np.uint8) * 255).resize((1800, 1200))
    picture = Picture(pictures.blend(large, RED, BLUE, 3))
    stroke = _stroke("keep", (0.22, 0.5), (0.28, 0.5), radius=0.02)
    plain, refined = (
        np.abs(levels(matte_of(picture, NONE, {"edges": edges}, [stroke]).alpha) - levels(large))
        for edges in ("plain", "refined")
    )
    assert refined.mean() < 0.3 * plain.mean()


def test_a_smart_stroke_brings_back_what_was_erased_before_but_not_after() -> None:
    erase = _stroke("erase", (0.75, 0.5), radius=0.12)
    keep = _stroke("keep", (0.72, 0.5), (0.78, 0.5), radius=0.02)
    mask, full = _mask_of_discs(1, 1), coverage(erase, (600, 400)) == 1
    back, gone = (
        levels(matte_of(Picture(TWO), mask, strokes=strokes).alpha)
        for strokes in ([erase, keep], [keep, erase])
    )
    assert np.abs(back - 255 * (DISCS[0] | DISCS[1])).mean() < 1.5
    assert (gone[full] == 0).all()


def test_a_dab_is_round_on_a_wide_picture() -> None:
    size = (800, 400)
    stroke = _stroke("restore", (0.5, 0.5))
    for edges in ("plain", "refined"):
        alpha = matte_of(Picture(pictures.flat(BLUE, size)), NONE, {"edges": edges}, [stroke]).alpha
        left, top, right, bottom = alpha.point([0] * 128 + [255] * 128).getbbox() or (0, 0, 0, 0)
        assert (right - left, bottom - top) == (160, 160)


def test_strokes_are_as_sharp_as_the_picture() -> None:
    """Not as the mask: the rim of a hard brush is a pixel wide."""
    size = (3000, 2000)
    stroke = _stroke("restore", (0.5, 0.5))
    alpha = levels(matte_of(Picture(pictures.flat(BLUE, size)), NONE, strokes=[stroke]).alpha)
    for half in (alpha[1000, :1500], alpha[1000, 1500:]):
        assert ((half > 0) & (half < 255)).sum() <= 2


@pytest.mark.parametrize("kind", ["erase", "restore", "drop", "keep"])
def test_a_preview_shows_what_the_full_size_will(kind: str) -> None:
    small = Picture(IMAGE.reduce(2))
    stroke = _stroke(kind, hardness=0.5)
    full, half = (matte_of(each, strokes=[stroke]).alpha for each in (Picture(IMAGE), small))
    off = np.abs(levels(full.reduce(2)) - levels(half))
    assert off.mean() < 5  # without strokes it is 3.3: so fine is the fur


def test_strokes_do_not_uncover_what_was_transparent() -> None:
    own = Image.linear_gradient("L").resize(SIZE)
    stroke = _stroke("restore", (0.5, 0.3), (0.5, 0.8), radius=0.2)
    matte = matte_of(Picture(IMAGE, own), strokes=[stroke])
    full = coverage(stroke, SIZE) == 1
    assert (levels(matte.alpha)[full] == levels(own)[full]).all()


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
def test_strokes_fit_any_size(size: tuple[int, int]) -> None:
    strokes = [_stroke(kind, radius=0.5) for kind in ("keep", "drop", "erase", "restore")]
    matte = matte_of(Picture(pictures.noise(size)), strokes=strokes)
    assert matte.alpha.getpixel((size[0] // 2, size[1] // 2)) == 255
