"""What ``output`` asks for reaches the file, through the page, the workers and Python."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from offcut import OutputOptions
from offcut.native import NoSubjectWarning, Remover
from offcut_testing.driver import remove_background
from tests import pictures

SIZE = (512, 512)
SKY = (20, 120, 220)
WALL = np.s_[40:120, 20:60]
"""Pixels of astronaut.png that are background, behind the flag."""

FACE = np.s_[100:200, 200:250]

_WITH_BLOB = """
async ([data, background, output]) => {
  const { removeBackground } = await import(new URL('offcut.js', location.href));
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const options = { output: { ...output, background: new Blob([bytes(background)]) } };
  try {
    const result = await removeBackground(new Blob([bytes(data)]), options);
    const buffer = new Uint8Array(await result.arrayBuffer());
    let text = '';
    for (const byte of buffer) text += String.fromCharCode(byte);
    return { data: btoa(text) };
  } catch (error) {
    return { error: error.name, message: error.message };
  }
}
"""


@pytest.fixture(scope="module")
def astronaut(photos: Path) -> bytes:
    return (photos / "astronaut.png").read_bytes()


def _result(page: Page, data: bytes, **output: Any) -> Image.Image:
    outcome = remove_background(page, data, output=output)
    assert outcome.error is None, outcome
    return Image.open(io.BytesIO(outcome.file))


def _with_blob(page: Page, data: bytes, background: bytes, **output: Any) -> Any:
    packed = [base64.b64encode(file).decode() for file in (data, background)]
    return page.evaluate(_WITH_BLOB, [*packed, output])


def _pixels(image: Image.Image) -> NDArray[np.int64]:
    return np.asarray(image).astype(np.int64)


def test_a_colour_flattens_the_result(shared_page: Page, astronaut: bytes) -> None:
    image = _result(shared_page, astronaut, background="#1478dc")
    assert (image.mode, image.size) == ("RGB", SIZE)
    assert (np.abs(_pixels(image)[WALL] - SKY) < 30).all()


@pytest.mark.full
def test_a_blob_covers_what_is_behind_the_subject(real_page: Page, astronaut: bytes) -> None:
    beach = pictures.file(pictures.flat(SKY, (90, 30)), exif=pictures.turned(6))
    answer = _with_blob(real_page, astronaut, beach, fit="cover")
    image = Image.open(io.BytesIO(base64.b64decode(answer["data"])))
    assert (image.mode, image.size) == ("RGB", SIZE)
    pixels = _pixels(image)
    assert (np.abs(pixels[WALL] - SKY) < 30).all()
    assert (np.abs(pixels[FACE] - SKY).max(-1) > 60).all()


def test_a_blob_that_is_no_picture_is_named(shared_page: Page, astronaut: bytes) -> None:
    answer = _with_blob(shared_page, astronaut, b"Dear diary")
    assert answer["error"] == "UnreadableImageError"
    assert answer["message"].startswith("The background picture is no picture")


def test_blur_keeps_the_picture_behind_the_subject(shared_page: Page, astronaut: bytes) -> None:
    image = _result(shared_page, astronaut, background="blur", blur=0.05)
    assert (image.mode, image.size) == ("RGB", SIZE)
    before, after = _pixels(pictures.read(astronaut)), _pixels(image)
    assert np.abs(before[FACE] - after[FACE]).mean() < 3
    steps = [np.abs(np.diff(pixels[WALL], axis=1)).mean() for pixels in (before, after)]
    assert steps[1] < 0.5 * steps[0]
    assert np.abs(before[WALL].mean((0, 1)) - after[WALL].mean((0, 1))).max() < 60


def test_a_crop_is_smaller_than_the_picture(shared_page: Page, astronaut: bytes) -> None:
    image = _result(shared_page, astronaut, crop=True, margin=0, threshold=0.5)
    assert image.mode == "RGBA"
    assert image.width < SIZE[0] or image.height < SIZE[1]
    alpha = _pixels(image)[..., 3]
    for side in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]):
        assert side.max() > 127


def test_a_square_canvas_is_square(shared_page: Page, photos: Path) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    image = _result(shared_page, data, canvas="square", margin=0.2)
    assert image.mode == "RGBA"
    assert image.width == image.height


@pytest.mark.full
def test_a_shadow_darkens_what_is_beside_the_subject(real_page: Page, astronaut: bytes) -> None:
    plain = _pixels(_result(real_page, astronaut))[..., 3]
    shaded = _pixels(_result(real_page, astronaut, shadow=0.8))
    beside = (plain == 0) & (shaded[..., 3] > 40)
    assert beside.sum() > 500
    assert (shaded[beside][:, :3] == 0).all()
    assert (shaded[..., 3] >= plain).all()


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
@pytest.mark.parametrize("output", [{}, {"size": 100}])
def test_a_tiff_and_a_size_are_as_from_cpython_to_the_byte(
    shared_page: Page, small_models: Path, mode: str, output: dict[str, Any]
) -> None:
    """Of a picture without a subject, for which no two networks' last bits can differ."""
    sky = pictures.file(pictures.flat((90, 140, 220), SIZE))
    noise = pictures.file(pictures.noise(SIZE, mode))
    answer = _with_blob(shared_page, sky, noise, format="image/tiff", **output)
    options = OutputOptions("image/tiff", background=noise, **output)
    with pytest.warns(NoSubjectWarning):
        here = Remover(None, small_models).remove_background(sky, output=options)
    image = pictures.read(here)
    assert (image.format, image.mode) == ("TIFF", mode)
    assert base64.b64decode(answer["data"]) == here


def test_a_tiff_has_the_pixels_of_the_png(shared_page: Page, astronaut: bytes) -> None:
    tiff = _result(shared_page, astronaut, format="image/tiff", shadow=0.5)
    assert (tiff.format, tiff.mode) == ("TIFF", "RGBA")
    assert tiff.tobytes() == _result(shared_page, astronaut, shadow=0.5).tobytes()


@pytest.mark.parametrize("output", [{}, {"type": "mask"}, {"background": "#fff"}])
def test_a_size_gives_the_pixels_that_it_gives_under_cpython(
    shared_page: Page, astronaut: bytes, small_models: Path, output: dict[str, Any]
) -> None:
    there = _pixels(_result(shared_page, astronaut, size=200, **output))
    remover = Remover(None, small_models)
    here = _pixels(
        pictures.read(
            remover.remove_background(astronaut, output=OutputOptions(size=200, **output))
        )
    )
    assert there.shape == here.shape
    assert there.shape[:2] == (200, 200)
    assert np.abs(there - here).mean() < 2


@pytest.mark.full
def test_a_tiff_can_be_taken_in_again(shared_page: Page, astronaut: bytes) -> None:
    outcome = remove_background(shared_page, astronaut, output={"format": "image/tiff"})
    again = _result(shared_page, outcome.file)
    assert (again.mode, again.size) == ("RGBA", SIZE)


def test_two_looks_make_the_mask_that_they_make_under_cpython(
    shared_page: Page, photos: Path, small_models: Path
) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    outcome = remove_background(shared_page, data, output={"type": "mask", "effort": "best"})
    assert outcome.error is None, outcome
    there = _pixels(pictures.read(outcome.file))
    remover = Remover(None, small_models)
    once, twice = (
        _pixels(pictures.read(remover.remove_background(data, output=options)))
        for options in (
            OutputOptions(type="mask", effort="fast"),
            OutputOptions(type="mask", effort="best"),
        )
    )
    assert np.abs(there - twice).mean() < 0.3 * np.abs(once - twice).mean()


def test_a_picture_without_a_subject_comes_out_empty_and_says_so(shared_page: Page) -> None:
    outcome = remove_background(shared_page, pictures.file(pictures.flat((90, 140, 220), SIZE)))
    assert "empty" in outcome.phases
    assert not _pixels(pictures.read(outcome.file)).any()


def test_a_picture_with_a_subject_is_not_called_empty(shared_page: Page, astronaut: bytes) -> None:
    assert "empty" not in remove_background(shared_page, astronaut).phases


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ({"edges": "soft"}, "output.edges is 'soft': choose refined, plain."),
        ({"clean": 1}, "output.clean is 1: give true or false."),
        ({"blur": 0.5}, "output.blur is 0.5: the range is above 0 to 0.2."),
        ({"canvas": "wide"}, "output.canvas is 'wide': choose square, portrait, passport."),
        ({"effort": "more"}, "output.effort is 'more': choose fast, best."),
        ({"shadow": True}, "output.shadow is True: give a number, 0 to 1, or 'natural'."),
        ({"size": 15}, "output.size is 15: the range is 16 to 20000."),
        ({"size": 99.5}, "output.size is 99.5: give a whole number, 16 to 20000."),
        ({"background": "red"}, "output.background is 'red': give a colour such as"),
    ],
)
def test_a_bad_value_is_told_with_its_option(
    shared_page: Page, astronaut: bytes, output: dict[str, Any], said: str
) -> None:
    outcome = remove_background(shared_page, astronaut, output=output)
    assert outcome.error == "InvalidOptionError"
    assert outcome.message.startswith(said)
