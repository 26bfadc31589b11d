"""The network's mask to alpha and colours: what each option switches, and what it leaves."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from offcut import InferenceError, OutputOptions
from offcut.decode import Picture
from offcut.matte import Matte, make_matte
from offcut.postprocess import enlarged, usable
from offcut.preprocess import on_white, shrink_picture, to_tensor
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
    picture: Picture, mask: NDArray[np.float32] = MASK, options: dict[str, Any] | None = None
) -> Matte:
    tensor = to_tensor(shrink_picture(picture))
    before = picture.image.tobytes(), tensor.tobytes(), mask.tobytes()
    matte = make_matte(picture, tensor, mask, OutputOptions(**(options or {})))
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
