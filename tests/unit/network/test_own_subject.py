"""The network's mask beside a picture's own alpha."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from offcut.imageio.own_alpha import Transparency, judged
from offcut.network.own_subject import with_own_alpha
from tests import pictures
from tests.unit.imageio import transparent

SQUARE = (1024, 1024)
NOTHING = np.zeros(SQUARE, np.uint8)
PORTRAIT = transparent.cropped(pictures.gradient((9, 9)), "ellipse", (0, 0, 479, 319))


def _own(image: Image.Image) -> Transparency:
    return judged(image.convert("RGB"), image.getchannel("A"))


def _mask(image: Image.Image, box: tuple[int, ...] | None = None, blur: float = 6) -> Any:
    """The picture's own alpha, as blurred as a network sees it; or an ellipse in it."""
    levels = image.getchannel("A").resize(SQUARE)
    if box is not None:
        levels = Image.new("L", SQUARE)
        ImageDraw.Draw(levels).ellipse(box, fill=255)
    return np.asarray(levels.filter(ImageFilter.GaussianBlur(blur)))


def test_an_opaque_pictures_mask_stays() -> None:
    mask = _mask(PORTRAIT)
    assert with_own_alpha(mask, None) is mask


def test_whatever_the_network_says_a_cut_out_stays() -> None:
    own = _own(transparent.sticker())
    assert (with_own_alpha(NOTHING, own) == 255).all()


def test_in_an_empty_picture_there_is_nothing() -> None:
    own = _own(Image.new("RGBA", (9, 9)))
    assert not with_own_alpha(NOTHING + 255, own).any()


def test_a_mask_that_follows_the_pictures_own_edge_adds_nothing_to_it() -> None:
    assert (with_own_alpha(_mask(PORTRAIT), _own(PORTRAIT)) == 255).all()


def test_a_subject_inside_is_left_as_the_network_saw_it() -> None:
    mask = _mask(PORTRAIT, (350, 300, 650, 700))
    assert (with_own_alpha(mask, _own(PORTRAIT)) == mask).all()


def test_a_rim_alone_is_no_subject() -> None:
    inner = _mask(PORTRAIT, (120, 120, 900, 900), 1)
    mask = np.minimum(_mask(PORTRAIT, blur=1), 255 - inner)
    assert not (with_own_alpha(mask, _own(PORTRAIT)) == 255).all()


def test_a_subject_that_comes_to_the_edge_is_not_faded_there() -> None:
    """The network sees an end of the subject where only the picture ends."""
    column = 250
    shown = np.flatnonzero(np.asarray(PORTRAIT.getchannel("A").resize(SQUARE))[:, column] == 255)
    subject = _mask(PORTRAIT, (120, 600, 480, 1400))
    faded = np.minimum(_mask(PORTRAIT, blur=4), subject)
    found = with_own_alpha(faded, _own(PORTRAIT))
    assert faded[shown[-1], column] < 160
    assert (found >= faded).all()
    assert found[700 : shown[-1] + 1, column].min() > 250
    assert not found[:540].any()


@pytest.mark.parametrize("value", [0, 90, 255])
def test_a_picture_without_edges_of_its_own_keeps_its_mask(value: int) -> None:
    image = pictures.noise((40, 40)).convert("RGBA")
    image.putalpha(200)
    mask = np.full(SQUARE, value, np.uint8)
    assert (with_own_alpha(mask, _own(image)) == value).all()
