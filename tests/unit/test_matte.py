"""The network's mask to alpha and colours: what options switch, what strokes change, what stays."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from offcut import InferenceError, OutputOptions
from offcut.brush import coverage
from offcut.decode import Picture
from offcut.matte import Matte, make_matte
from offcut.postprocess import enlarged, usable
from offcut.preprocess import on_white, shrink_picture, to_tensor
from offcut.strokes import Stroke
from tests import pictures

SIZE = (384, 512)
RED, BLUE = (190, 60, 40), (60, 90, 180)
TRUE = pictures.fur(SIZE)
IMAGE = pictures.blend(TRUE, RED, BLUE, 3)
PLAIN: dict[str, Any] = {"edges": "plain", "decontaminate": False, "clean": False}


def _mask_of(alpha: Image.Image) -> NDArray[np.float32]:
    """As the network gives it: where the fur is, but no strands; and a speck."""
    blurred = alpha.filter(ImageFilter.GaussianBlur(8)).resize((1024, 1024))
    mask = pictures.array(blurred).astype(np.float32) / np.float32(255)
    mask[20:30, 20:30] = 0.6
    return np.broadcast_to(mask, (1, 1, 1024, 1024)).copy()


MASK = _mask_of(TRUE)


def _matte(
    picture: Picture,
    mask: NDArray[np.float32] = MASK,
    options: dict[str, Any] | None = None,
    strokes: Sequence[Stroke] = (),
) -> Matte:
    tensor = to_tensor(shrink_picture(picture))
    before = picture.image.tobytes(), tensor.tobytes(), mask.tobytes()
    matte = make_matte(picture, tensor, mask, OutputOptions(**(options or {})), strokes)
    assert (picture.image.tobytes(), tensor.tobytes(), mask.tobytes()) == before
    assert (matte.alpha.mode, matte.alpha.size) == ("L", picture.image.size)
    assert (matte.foreground.mode, matte.foreground.size) == ("RGB", picture.image.size)
    return matte


@functools.cache
def _of_fur(**options: Any) -> Matte:
    return _matte(Picture(IMAGE), options=options)


def _levels(image: Image.Image) -> NDArray[np.int64]:
    return pictures.array(image).astype(np.int64)


def _off(alpha: Image.Image) -> float:
    """Mean error in the fur."""
    return float(np.abs(_levels(alpha) - _levels(TRUE))[120:330].mean())


def test_plain_edges_are_the_mask_scaled_up() -> None:
    matte = _of_fur(**PLAIN)
    assert matte.alpha.tobytes() == enlarged(usable(MASK), SIZE).tobytes()
    assert matte.foreground.tobytes() == IMAGE.tobytes()
    assert matte.found


@pytest.mark.parametrize("clean", [True, False])
def test_refined_edges_are_nearer_to_the_truth(clean: bool) -> None:
    plain, refined = (_of_fur(edges=edges, clean=clean).alpha for edges in ("plain", "refined"))
    assert _off(refined) < 0.3 * _off(plain)


def test_in_a_wide_picture_colours_are_those_hereabouts() -> None:
    """What is the subject's colour in one stripe is the background's in the next."""
    size = (1600, 200)
    true = pictures.fur(size)
    fore, back = (pictures.stripes(*pair, size) for pair in ((RED, BLUE), (BLUE, RED)))
    picture, mask = Picture(Image.composite(fore, back, true)), _mask_of(true)
    matte, plain = _matte(picture, mask), _matte(picture, mask, PLAIN)
    off, before = (np.abs(_levels(each.alpha) - _levels(true)).mean() for each in (matte, plain))
    assert off < 0.7 * before


@pytest.mark.parametrize("edges", ["plain", "refined"])
def test_only_cleaning_removes_a_speck_and_it_spares_the_fur(edges: str) -> None:
    kept, cleaned = (_levels(_of_fur(edges=edges, clean=clean).alpha) for clean in (False, True))
    assert kept[:20, :20].max() > 100
    assert cleaned[:20, :20].max() == 0
    assert np.abs(kept - cleaned)[20:].max() <= 26


@pytest.mark.parametrize(("edges", "limit"), [("plain", 0.75), ("refined", 0.5)])
@pytest.mark.parametrize("clean", [True, False])
def test_decontaminating_changes_colours_of_soft_pixels_and_no_alpha(
    edges: str, limit: float, clean: bool
) -> None:
    own, tainted = (
        _of_fur(edges=edges, clean=clean, decontaminate=switch) for switch in (True, False)
    )
    assert tainted.foreground.tobytes() == IMAGE.tobytes()
    assert own.alpha.tobytes() == tainted.alpha.tobytes()
    alpha = _levels(own.alpha)
    off, before = (np.abs(_levels(image) - RED).mean(-1) for image in (own.foreground, IMAGE))
    changed = (_levels(own.foreground) != _levels(IMAGE)).any(-1)
    assert not changed[(alpha == 0) | (alpha == 255)].any()
    soft = (alpha > 100) & (alpha < 200)
    assert off[soft].mean() < limit * before[soft].mean()


@pytest.mark.parametrize("kind", ["mask", "background"])
def test_without_a_subject_to_show_colours_stay(kind: str) -> None:
    matte = _of_fur(type=kind)
    assert matte.foreground.tobytes() == IMAGE.tobytes()
    assert matte.alpha.tobytes() == _of_fur().alpha.tobytes()


@pytest.mark.parametrize("options", [{}, {"edges": "plain"}, {"type": "mask"}])
@pytest.mark.parametrize("share", [0, 0.5, 0.74])
def test_where_the_network_finds_nothing_alpha_is_0(share: float, options: dict[str, Any]) -> None:
    """Even where colours would tell a subject."""
    mask = MASK * np.float32(share)
    matte = _matte(Picture(IMAGE), mask, options)
    assert not matte.found
    assert matte.alpha.getextrema() == (0, 0)
    assert matte.foreground.tobytes() == IMAGE.tobytes()
    unclean = _matte(Picture(IMAGE), mask, options | {"clean": False})
    assert unclean.found
    assert (unclean.alpha.getextrema() == (0, 0)) == (share == 0)


def test_a_subject_all_over_is_the_picture() -> None:
    matte = _matte(Picture(IMAGE), pictures.mask(1))
    assert matte.found
    assert matte.alpha.getextrema() == (255, 255)
    assert matte.foreground.tobytes() == IMAGE.tobytes()


@pytest.mark.parametrize(
    ("own", "value", "level"), [(0, 1, 0), (255, 1, 255), (100, 1, 100), (128, 0.5, 64)]
)
@pytest.mark.parametrize("options", [{"clean": False}, PLAIN])
def test_what_was_transparent_stays_so(
    own: int, value: float, level: int, options: dict[str, Any]
) -> None:
    picture = Picture(pictures.flat(0), pictures.flat(own, mode="L"))
    assert _matte(picture, pictures.mask(value), options).alpha.getextrema() == (level, level)


def test_where_a_picture_was_see_through_its_colours_are_the_subjects_own() -> None:
    """The left half is opaque, the right half is not; its pixels stay, whatever alpha is."""
    own = Image.new("L", SIZE, 255)
    own.paste(254, (192, 0, 384, 400))
    own.paste(90, (192, 400, 384, 512))
    matte = _matte(Picture(IMAGE, own))
    changed = (_levels(matte.foreground) != _levels(IMAGE)).any(-1)
    assert changed[:, :192].any()
    assert not changed[:, 192:].any()
    alpha = _levels(matte.alpha)
    assert [int(part.max()) for part in (alpha[:, :192], alpha[:, 192:])] == [255, 254]
    assert (alpha[410:, 192:] == 90).all()


def test_colours_hidden_under_transparent_pixels_do_not_mislead() -> None:
    """Edges are those of the picture on white, which is what the network sees."""
    own = Image.linear_gradient("L").resize(SIZE)
    picture = Picture(IMAGE, own)
    seen = _matte(Picture(on_white(picture))).alpha
    assert _matte(picture).alpha.tobytes() == ImageChops.multiply(seen, own).tobytes()


def test_an_opaque_alpha_of_the_pictures_own_changes_nothing() -> None:
    opaque = _matte(Picture(IMAGE, Image.new("L", SIZE, 255)))
    assert ImageChops.difference(opaque.alpha, _of_fur().alpha).getbbox() is None
    assert ImageChops.difference(opaque.foreground, _of_fur().foreground).getbbox() is None


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
def test_any_size_will_do(size: tuple[int, int]) -> None:
    assert _matte(Picture(pictures.noise(size), pictures.noise(size, "L"))).found


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("options", [{}, PLAIN])
def test_one_value_that_is_no_number_spoils_it(value: float, options: dict[str, Any]) -> None:
    mask = MASK.copy()
    mask[0, 0, 1000, 3] = value
    with pytest.raises(InferenceError, match="no usable mask"):
        _matte(Picture(IMAGE), mask, options)


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
        matte = _matte(Picture(IMAGE), options=options, strokes=[stroke])
        full = coverage(stroke, SIZE) == 1
        assert full.sum() > 4000
        assert (_levels(matte.alpha)[full] == level).all()
        assert (_levels(matte.foreground)[full] == _levels(IMAGE)[full]).all()


@pytest.mark.parametrize("kind", ["erase", "restore"])
def test_beside_the_brush_plain_edges_stay_as_they_were(kind: str) -> None:
    stroke = _stroke(kind, hardness=0.3)
    touched = _matte(Picture(IMAGE), options=PLAIN, strokes=[stroke]).alpha
    beside = coverage(stroke, SIZE) == 0
    assert beside.sum() > 100_000
    assert (_levels(touched)[beside] == _levels(_of_fur(**PLAIN).alpha)[beside]).all()


@pytest.mark.parametrize("kind", ["erase", "restore"])
def test_far_from_the_brush_refined_edges_hardly_change(kind: str) -> None:
    touched = _matte(Picture(IMAGE), strokes=[_stroke(kind, (0.15, 0.5))]).alpha
    off = np.abs(_levels(touched) - _levels(_of_fur().alpha))[:, 250:]
    assert off.mean() < 1


@pytest.mark.parametrize("options", EDGES)
@pytest.mark.parametrize(("kind", "y", "level"), [("erase", 0.9, 128), ("restore", 0.1, 128)])
def test_half_a_stroke_is_a_half(kind: str, y: float, level: int, options: dict[str, Any]) -> None:
    stroke = _stroke(kind, (0.5, y), opacity=0.5)
    alpha = _levels(_matte(Picture(IMAGE), options=options, strokes=[stroke]).alpha)
    full = coverage(stroke, SIZE) == 0.5
    assert np.abs(alpha[full] - level).max() <= 1


@pytest.mark.parametrize("options", EDGES)
def test_strokes_are_painted_in_their_order(options: dict[str, Any]) -> None:
    erase, restore = (_stroke(kind, (0.5, 0.5)) for kind in ("erase", "restore"))
    for strokes, level in (([erase, restore], 255), ([restore, erase], 0)):
        alpha = _matte(Picture(IMAGE), options=options, strokes=strokes).alpha
        assert alpha.getpixel((192, 256)) == level


@pytest.mark.parametrize("size", [(1600, 400), (400, 1600)])
def test_refinement_learns_from_strokes_as_if_the_network_had_seen_so(
    size: tuple[int, int],
) -> None:
    true = pictures.fur(size)
    picture, mask = Picture(pictures.blend(true, RED, BLUE, 3)), _mask_of(true)
    stroke = _stroke("erase", (0.5, 0.5), (0.5, 0.55), radius=0.08, hardness=0.5)
    aspect = size[1] / 1600, size[0] / 1600
    seen = mask * (1 - coverage(stroke, (1024, 1024), aspect=aspect))
    touched, expected = (
        _levels(_matte(picture, *given).alpha)
        for given in ((mask, {"clean": False}, [stroke]), (seen, {"clean": False}))
    )
    off = np.abs(touched - expected)[coverage(stroke, size) == 0]
    assert off.max() <= 1


def test_cleaning_leaves_alone_what_was_painted() -> None:
    """A dot far from the subject, and a pinhole inside it."""
    dot = _stroke("restore", (0.1, 0.05), radius=0.006)
    hole = _stroke("erase", (0.5, 0.9), radius=0.006)
    alpha = _matte(Picture(IMAGE), strokes=[dot, hole]).alpha
    assert alpha.getpixel((38, 25)) == 255
    assert alpha.getpixel((192, 460)) == 0
    assert alpha.getpixel((192, 480)) == 255


@pytest.mark.parametrize("options", EDGES[:2])
def test_what_was_painted_in_a_picture_without_a_subject_is_one(options: dict[str, Any]) -> None:
    stroke = _stroke("restore", (0.5, 0.2), (0.5, 0.9))
    matte = _matte(Picture(IMAGE), MASK * np.float32(0.7), options, [stroke])
    assert matte.found
    alpha, cover = _levels(matte.alpha), coverage(stroke, SIZE)
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
    matte = _matte(Picture(IMAGE), NONE, strokes=[stroke])
    assert not matte.found
    assert matte.alpha.getextrema() == (0, 0)


def test_a_subject_that_was_erased_was_found_all_the_same() -> None:
    matte = _matte(Picture(IMAGE), strokes=[_stroke("erase", (0.5, 0.5), (0.5, 0.9), radius=0.5)])
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
    matte = _matte(Picture(TWO), _mask_of_discs(*before), options, [stroke])
    assert matte.found
    true = 255 * sum(disc * value for disc, value in zip(DISCS, after, strict=True))
    off = np.abs(_levels(matte.alpha) - true)
    assert off.mean() < (1.5 if options.get("edges") == "plain" else 0.5)


def test_where_a_smart_stroke_ends_its_edge_is_refined() -> None:
    """To the picture's own pixels, of which there are three to one where it grew."""
    large = Image.fromarray(DISCS[0].astype(np.uint8) * 255).resize((1800, 1200))
    picture = Picture(pictures.blend(large, RED, BLUE, 3))
    stroke = _stroke("keep", (0.22, 0.5), (0.28, 0.5), radius=0.02)
    plain, refined = (
        np.abs(_levels(_matte(picture, NONE, {"edges": edges}, [stroke]).alpha) - _levels(large))
        for edges in ("plain", "refined")
    )
    assert refined.mean() < 0.3 * plain.mean()


def test_a_smart_stroke_brings_back_what_was_erased_before_but_not_after() -> None:
    erase = _stroke("erase", (0.75, 0.5), radius=0.12)
    keep = _stroke("keep", (0.72, 0.5), (0.78, 0.5), radius=0.02)
    mask, full = _mask_of_discs(1, 1), coverage(erase, (600, 400)) == 1
    back, gone = (
        _levels(_matte(Picture(TWO), mask, strokes=strokes).alpha)
        for strokes in ([erase, keep], [keep, erase])
    )
    assert np.abs(back - 255 * (DISCS[0] | DISCS[1])).mean() < 1.5
    assert (gone[full] == 0).all()


def test_a_dab_is_round_on_a_wide_picture() -> None:
    size = (800, 400)
    stroke = _stroke("restore", (0.5, 0.5))
    for edges in ("plain", "refined"):
        alpha = _matte(Picture(pictures.flat(BLUE, size)), NONE, {"edges": edges}, [stroke]).alpha
        left, top, right, bottom = alpha.point([0] * 128 + [255] * 128).getbbox() or (0, 0, 0, 0)
        assert (right - left, bottom - top) == (160, 160)


def test_strokes_are_as_sharp_as_the_picture() -> None:
    """Not as the mask: the rim of a hard brush is a pixel wide."""
    size = (3000, 2000)
    stroke = _stroke("restore", (0.5, 0.5))
    alpha = _levels(_matte(Picture(pictures.flat(BLUE, size)), NONE, strokes=[stroke]).alpha)
    for half in (alpha[1000, :1500], alpha[1000, 1500:]):
        assert ((half > 0) & (half < 255)).sum() <= 2


@pytest.mark.parametrize("kind", ["erase", "restore", "drop", "keep"])
def test_a_preview_shows_what_the_full_size_will(kind: str) -> None:
    small = Picture(IMAGE.reduce(2))
    stroke = _stroke(kind, hardness=0.5)
    full, half = (_matte(each, strokes=[stroke]).alpha for each in (Picture(IMAGE), small))
    off = np.abs(_levels(full.reduce(2)) - _levels(half))
    assert off.mean() < 5  # without strokes it is 3.3: so fine is the fur


def test_strokes_do_not_uncover_what_was_transparent() -> None:
    own = Image.linear_gradient("L").resize(SIZE)
    stroke = _stroke("restore", (0.5, 0.3), (0.5, 0.8), radius=0.2)
    matte = _matte(Picture(IMAGE, own), strokes=[stroke])
    full = coverage(stroke, SIZE) == 1
    assert (_levels(matte.alpha)[full] == _levels(own)[full]).all()


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
def test_strokes_fit_any_size(size: tuple[int, int]) -> None:
    strokes = [_stroke(kind, radius=0.5) for kind in ("keep", "drop", "erase", "restore")]
    matte = _matte(Picture(pictures.noise(size)), strokes=strokes)
    assert matte.alpha.getpixel((size[0] // 2, size[1] // 2)) == 255
