"""The shadow that a subject throws in the picture: found on an even ground, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions
from offcut.composite.natural_shadow import NOT_TOLD, find, shadow_in
from offcut.network.preprocess import to_tensor
from offcut.numeric.gaussian import gaussian
from offcut.numeric.planes import Plane, Planes
from offcut.pipeline import cut_out, prepare_image
from tests import pictures

SIDE = 512
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE].astype(np.float32)
ALPHA = np.clip(90 - np.hypot(ROWS - 200, COLUMNS - 256) + 0.5, 0, 1)
CAST = (((ROWS - 285) / 28) ** 2 + ((COLUMNS - 310) / 120) ** 2 < 1).astype(np.float32)
SHADE = gaussian(CAST, (6, 6)) * np.float32(0.55)
"""An ellipse at the foot of the disc, soft, half hidden by it."""


def _ground(kind: str) -> Planes:
    base = np.array([0.82, 0.8, 0.76], np.float32)[:, None, None]
    light = {
        "even": np.ones_like(ROWS),
        "lit from a side": 0.75 + 0.25 * COLUMNS / SIDE,
        "darker in its corners": 1 - ((ROWS - 256) ** 2 + (COLUMNS - 256) ** 2) / (4.5 * SIDE**2),
    }[kind]
    ground: Planes = base * light
    return ground


def _scene(
    ground: Planes, shade: Plane = SHADE, colour: tuple[float, float, float] = (0, 0, 0)
) -> Planes:
    """A red disc that throws a shadow on a ground, with a camera's grain."""
    dark = np.array(colour, np.float32)[:, None, None]
    lit = ground * (1 - shade) + dark * shade
    disc = np.array([0.7, 0.1, 0.1], np.float32)[:, None, None]
    noise = np.random.default_rng(3).standard_normal((3, SIDE, SIDE)).astype(np.float32)
    scene: Planes = np.clip(lit + ALPHA * (disc - lit) + 0.006 * noise, 0, 1)
    return scene


@pytest.mark.parametrize("kind", ["even", "lit from a side", "darker in its corners"])
def test_it_is_told_from_an_even_ground_to_a_few_percent(kind: str) -> None:
    found = shadow_in(_scene(_ground(kind)), ALPHA)
    assert found is not None
    assert found.dtype == np.float32
    seen = ALPHA == 0
    off = np.abs(found - SHADE)[seen]
    assert off.mean() < 0.006
    assert np.quantile(off, 0.99) < 0.06
    assert found[(SHADE < 0.001) & seen].max() < 0.05


def test_it_goes_on_under_the_subject_so_that_no_light_seam_is_left() -> None:
    found = shadow_in(_scene(_ground("even")), ALPHA)
    assert found is not None
    rim = (ALPHA > 0) & (ALPHA < 1) & (SHADE > 0.3)
    assert rim.sum() > 20
    assert np.abs(found - SHADE)[rim].max() < 0.15


def test_a_ground_without_a_shadow_has_none() -> None:
    assert shadow_in(_scene(_ground("even"), SHADE * 0), ALPHA) is None


def test_a_coloured_patch_beside_the_subject_is_no_shadow() -> None:
    assert shadow_in(_scene(_ground("even"), SHADE, (0.1, 0.1, 0.9)), ALPHA) is None


def test_a_shadow_that_touches_another_thing_is_not_the_subjects() -> None:
    away = gaussian((np.hypot(ROWS - 430, COLUMNS - 80) < 40).astype(np.float32), (4, 4))
    found = shadow_in(_scene(_ground("even"), np.maximum(SHADE, away * np.float32(0.5))), ALPHA)
    assert found is not None
    assert found[390:470, 40:120].max() < 0.02


def test_what_is_dark_and_grey_but_not_smooth_is_no_shadow() -> None:
    """Such as a row of houses far behind."""
    noise = np.random.default_rng(8).standard_normal((SIDE, SIDE)).astype(np.float32)
    rough = gaussian(noise, (1.5, 1.5))
    houses = np.clip(0.45 + 0.2 * rough / rough.std(), 0, 0.9) * (np.abs(ROWS - 240) < 60)
    assert shadow_in(_scene(_ground("even"), houses.astype(np.float32)), ALPHA) is None


def test_on_a_ground_of_many_things_it_can_not_be_told() -> None:
    noise = np.random.default_rng(5).standard_normal((3, SIDE, SIDE)).astype(np.float32)
    things = gaussian(noise, (9, 9))
    ground = np.clip(0.5 + 0.25 * things / things.std(), 0.05, 1)
    assert shadow_in(_scene(ground), ALPHA) is None


def test_without_a_subject_or_a_ground_there_is_none() -> None:
    small = _scene(_ground("even"))
    assert shadow_in(small, ALPHA * 0) is None
    assert shadow_in(small, ALPHA * 0 + 1) is None


SCENE = _scene(_ground("even"))
IMAGE = Image.fromarray(np.rint(SCENE.transpose(1, 2, 0) * 255).astype(np.uint8))
MASK = np.asarray(Image.fromarray(ALPHA).resize((1024, 1024), Image.Resampling.BILINEAR))


def test_it_is_found_at_the_working_size_whatever_the_pictures() -> None:
    alpha = Image.fromarray(np.rint(ALPHA * 255).astype(np.uint8)).resize((1500, 900))
    found = find(to_tensor(IMAGE.resize((1024, 1024))), alpha)
    assert found is not None
    assert (found.mode, found.size) == ("L", (SIDE, SIDE))
    assert pictures.array(found)[300, 380] == pytest.approx(255 * SHADE[300, 380], abs=12)


def test_it_lies_under_the_subject_as_black_and_nothing_of_the_ground_is_kept() -> None:
    options = OutputOptions(shadow="natural")
    cut = cut_out(prepare_image(IMAGE, "a disc"), MASK, options)
    pixels = pictures.array(cut.image)
    assert cut.notes == ()
    assert pixels[300, 380, 3] == pytest.approx(255 * SHADE[300, 380], abs=12)
    assert pixels[300, 380, :3].max() <= 40
    assert pixels[60, 60].max() == 0
    assert pixels[200, 256, 3] == 255


def test_where_it_can_not_be_told_a_note_says_so_and_nothing_is_kept() -> None:
    plain = _scene(_ground("even"), SHADE * 0)
    image = Image.fromarray(np.rint(plain.transpose(1, 2, 0) * 255).astype(np.uint8))
    prepared = prepare_image(image, "a disc")
    cut = cut_out(prepared, MASK, OutputOptions(shadow="natural"))
    assert cut.notes == (NOT_TOLD,)
    bare = cut_out(prepared, MASK, OutputOptions())
    assert cut.image.tobytes() == bare.image.tobytes()


@pytest.mark.parametrize("kind", ["mask", "background"])
def test_only_the_subject_has_its_shadow(kind: str) -> None:
    prepared = prepare_image(IMAGE, "a disc")
    cut = cut_out(prepared, MASK, OutputOptions(shadow="natural", type=kind))
    assert cut.notes == ()
    assert cut.image.tobytes() == cut_out(prepared, MASK, OutputOptions(type=kind)).image.tobytes()
