"""The network's mask to alpha and colours: what options switch, and what stays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops

from offcut import InferenceError
from offcut.imageio.picture import Picture, on_ground
from offcut.network.postprocess import enlarged, usable
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
    off,
)


def test_plain_edges_are_the_mask_scaled_up() -> None:
    matte = of_fur(**PLAIN)
    assert matte.alpha.tobytes() == enlarged(usable(MASK), SIZE).tobytes()
    assert matte.foreground.tobytes() == IMAGE.tobytes()
    assert matte.found


@pytest.mark.parametrize("clean", [True, False])
def test_refined_edges_are_nearer_to_the_truth(clean: bool) -> None:
    plain, refined = (of_fur(edges=edges, clean=clean).alpha for edges in ("plain", "refined"))
    assert off(refined) < 0.3 * off(plain)


def test_in_a_wide_picture_colours_are_those_hereabouts() -> None:
    """What is the subject's colour in one stripe is the background's in the next."""
    size = (1600, 200)
    true = pictures.fur(size)
    fore, back = (pictures.stripes(*pair, size) for pair in ((RED, BLUE), (BLUE, RED)))
    picture, mask = Picture(Image.composite(fore, back, true)), mask_of(true)
    matte, plain = matte_of(picture, mask), matte_of(picture, mask, PLAIN)
    off, before = (np.abs(levels(each.alpha) - levels(true)).mean() for each in (matte, plain))
    assert off < 0.7 * before


@pytest.mark.parametrize("edges", ["plain", "refined"])
def test_only_cleaning_removes_a_speck_and_it_spares_the_fur(edges: str) -> None:
    kept, cleaned = (levels(of_fur(edges=edges, clean=clean).alpha) for clean in (False, True))
    assert kept[:20, :20].max() > 100
    assert cleaned[:20, :20].max() == 0
    assert np.abs(kept - cleaned)[20:].max() <= 26


@pytest.mark.parametrize(("edges", "limit"), [("plain", 0.75), ("refined", 0.5)])
@pytest.mark.parametrize("clean", [True, False])
def test_decontaminating_changes_colours_of_soft_pixels_and_no_alpha(
    edges: str, limit: float, clean: bool
) -> None:
    own, tainted = (
        of_fur(edges=edges, clean=clean, decontaminate=switch) for switch in (True, False)
    )
    assert tainted.foreground.tobytes() == IMAGE.tobytes()
    assert own.alpha.tobytes() == tainted.alpha.tobytes()
    alpha = levels(own.alpha)
    off, before = (np.abs(levels(image) - RED).mean(-1) for image in (own.foreground, IMAGE))
    changed = (levels(own.foreground) != levels(IMAGE)).any(-1)
    assert not changed[(alpha == 0) | (alpha == 255)].any()
    soft = (alpha > 100) & (alpha < 200)
    assert off[soft].mean() < limit * before[soft].mean()


@pytest.mark.parametrize("kind", ["mask", "background"])
def test_without_a_subject_to_show_colours_stay(kind: str) -> None:
    matte = of_fur(type=kind)
    assert matte.foreground.tobytes() == IMAGE.tobytes()
    assert matte.alpha.tobytes() == of_fur().alpha.tobytes()


@pytest.mark.parametrize("options", [{}, {"edges": "plain"}, {"type": "mask"}])
@pytest.mark.parametrize("share", [0, 0.5, 0.74])
def test_where_the_network_finds_nothing_alpha_is_0(share: float, options: dict[str, Any]) -> None:
    """Even where colours would tell a subject."""
    mask = MASK * np.float32(share)
    matte = matte_of(Picture(IMAGE), mask, options)
    assert not matte.found
    assert matte.alpha.getextrema() == (0, 0)
    assert matte.foreground.tobytes() == IMAGE.tobytes()
    unclean = matte_of(Picture(IMAGE), mask, options | {"clean": False})
    assert unclean.found
    assert (unclean.alpha.getextrema() == (0, 0)) == (share == 0)


def test_a_subject_all_over_is_the_picture() -> None:
    matte = matte_of(Picture(IMAGE), pictures.mask(1))
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
    assert matte_of(picture, pictures.mask(value), options).alpha.getextrema() == (level, level)


def test_where_a_picture_was_see_through_its_colours_are_the_subjects_own() -> None:
    """The left half is opaque, the right half is not; its pixels stay, whatever alpha is."""
    own = Image.new("L", SIZE, 255)
    own.paste(254, (192, 0, 384, 400))
    own.paste(90, (192, 400, 384, 512))
    matte = matte_of(Picture(IMAGE, own))
    changed = (levels(matte.foreground) != levels(IMAGE)).any(-1)
    assert changed[:, :192].any()
    assert not changed[:, 192:].any()
    alpha = levels(matte.alpha)
    assert [int(part.max()) for part in (alpha[:, :192], alpha[:, 192:])] == [255, 254]
    assert (alpha[410:, 192:] == 90).all()


def test_colours_hidden_under_transparent_pixels_do_not_mislead() -> None:
    """Edges are those of the picture on white, which is what the network sees."""
    own = Image.linear_gradient("L").resize(SIZE)
    picture = Picture(IMAGE, own)
    seen = matte_of(Picture(on_ground(picture))).alpha
    assert matte_of(picture).alpha.tobytes() == ImageChops.multiply(seen, own).tobytes()


def test_an_opaque_alpha_of_the_pictures_own_changes_nothing() -> None:
    opaque = matte_of(Picture(IMAGE, Image.new("L", SIZE, 255)))
    assert ImageChops.difference(opaque.alpha, of_fur().alpha).getbbox() is None
    assert ImageChops.difference(opaque.foreground, of_fur().foreground).getbbox() is None


@pytest.mark.parametrize("size", pictures.ODD_SIZES)
def test_any_size_will_do(size: tuple[int, int]) -> None:
    assert matte_of(Picture(pictures.noise(size), pictures.noise(size, "L"))).found


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("options", [{}, PLAIN])
def test_one_value_that_is_no_number_spoils_it(value: float, options: dict[str, Any]) -> None:
    mask = MASK.copy()
    mask[0, 0, 1000, 3] = value
    with pytest.raises(InferenceError, match="no usable mask"):
        matte_of(Picture(IMAGE), mask, options)
