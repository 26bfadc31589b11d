"""Pictures that come with transparency, from a file to a file."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions, finish, prepare
from offcut.pipeline import cut_out
from offcut.touchup.stroke import Stroke
from tests import pictures
from tests.unit.imageio import transparent

PNG = OutputOptions()
KINDS = {
    "white logo": transparent.word("white"),
    "black logo": transparent.word("black"),
    "sticker": transparent.sticker(),
    "hole": transparent.with_hole(),
    "shadow": transparent.with_shadow(),
}


def _codes(image: Image.Image) -> list[str]:
    return [note.code for note in prepare(pictures.file(image), "x").picture().notes]


@pytest.mark.parametrize("value", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("name", KINDS)
def test_a_cut_out_comes_back_as_it_was_whatever_the_network_says(name: str, value: float) -> None:
    image = KINDS[name]
    prepared = prepare(pictures.file(image), "logo.png")
    cut = cut_out(prepared, pictures.mask(value), PNG)
    before, after = pictures.array(image), pictures.array(cut.image)
    shown = before[..., 3] > 0
    assert cut.found
    assert (after[shown] == before[shown]).all()
    assert not after[~shown].any()
    assert _codes(image) == ["picture-cut-out"]


@pytest.mark.parametrize(
    "options",
    [OutputOptions(edges="plain"), OutputOptions(clean=False), OutputOptions(decontaminate=False)],
)
def test_no_option_takes_anything_from_a_cut_out(options: OutputOptions) -> None:
    image = transparent.sticker()
    prepared = prepare(pictures.file(image), "logo.png")
    result = cut_out(prepared, pictures.mask(0), options).image
    assert result.getchannel("A").tobytes() == image.getchannel("A").tobytes()


def test_the_preview_of_a_cut_out_is_whole_too() -> None:
    image = transparent.word("white")
    small = prepare(pictures.file(image), "logo.png").reduced(200)
    cut = cut_out(small, pictures.mask(0), PNG)
    assert cut.found
    alpha = pictures.array(cut.image.getchannel("A")).astype(int)
    expected = pictures.array(image.getchannel("A").resize(cut.image.size, Image.Resampling.BOX))
    assert np.abs(alpha - expected).mean() < 3
    assert [note.code for note in small.picture().notes] == ["picture-cut-out"]


def test_a_white_logo_is_seen_on_black() -> None:
    tensor = prepare(pictures.file(transparent.word("white")), "logo.png").tensor
    assert tensor[0, :, 0, 0].tolist() == [-0.5] * 3
    assert tensor.max() > 0.49


def test_a_cut_out_can_be_erased() -> None:
    image = transparent.sticker()
    prepared = prepare(pictures.file(image), "logo.png")
    before = pictures.array(image.getchannel("A")).astype(int)
    stroke = Stroke("erase", [(0.5, 0.64)], 0.1)
    after = pictures.array(cut_out(prepared, pictures.mask(0), PNG, [stroke]).image)[..., 3]
    assert before[205, 240] == 255
    assert after[205, 240] == 0
    assert (after <= before).all()
    assert (after[:120] == before[:120]).all()


def test_a_cropped_photo_still_loses_its_background() -> None:
    photo = pictures.gradient(transparent.SIZE)
    box = (0, 0, *(side - 1 for side in transparent.SIZE))
    image = transparent.cropped(photo, "rounded_rectangle", box, radius=30)
    mask = pictures.mask(0)
    mask[..., 300:700, 300:700] = 1
    result = pictures.read(finish(prepare(pictures.file(image), "photo"), mask, PNG))
    alpha = pictures.array(result)[..., 3]
    assert alpha[160, 240] == 255
    assert not alpha[:60].any()
    assert not alpha[:, :100].any()
    assert _codes(image) == []


@pytest.mark.parametrize("clean", [True, False])
def test_an_empty_picture_has_no_subject_and_says_so(clean: bool) -> None:
    image = Image.new("RGBA", (40, 30), (200, 10, 10, 0))
    prepared = prepare(pictures.file(image), "empty.png")
    cut = cut_out(prepared, pictures.mask(1), OutputOptions(clean=clean))
    assert not cut.found
    assert cut.image.getbbox() is None
    assert _codes(image) == ["picture-transparent"]


@pytest.mark.parametrize("kind", ["drop", "keep", "restore"])
def test_each_kind_of_stroke_works_on_a_cut_out(kind: str) -> None:
    image = transparent.sticker()
    prepared = prepare(pictures.file(image), "logo.png")
    before = pictures.array(image.getchannel("A")).astype(int)
    stroke = Stroke(kind, [(0.5, 0.64)], 0.05)
    result = cut_out(prepared, pictures.mask(0), PNG, [stroke]).image
    after = pictures.array(result)[..., 3].astype(int)
    assert (after <= before).all()
    assert (after[205, 240] == 0) == (kind == "drop")
    if kind != "drop":
        assert (after == before).all()


def test_of_a_cut_out_no_background_is_left_and_the_mask_is_its_alpha() -> None:
    image = transparent.sticker()
    prepared = prepare(pictures.file(image), "logo.png")
    mask = cut_out(prepared, pictures.mask(0), OutputOptions(type="mask")).image
    assert mask.tobytes() == image.getchannel("A").tobytes()
    rest = cut_out(prepared, pictures.mask(0), OutputOptions(type="background")).image
    assert rest.getbbox() is None
