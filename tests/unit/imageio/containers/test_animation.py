"""Of an animation the first frame that shows something is used, and said."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from offcut.imageio.decode import decode
from tests import animations, pictures

SIZE = (24, 16)
BLANK = Image.new("RGBA", SIZE)
WHITE = Image.new("RGBA", SIZE, "white")


def _frame(colour: str) -> Image.Image:
    frame = BLANK.copy()
    frame.paste(colour, (4, 4, 20, 12))
    return frame


def _film(kind: str, *frames: Image.Image) -> bytes:
    options: dict[str, Any] = {"lossless": True} if kind == "WEBP" else {}
    if kind == "GIF":
        options["disposal"] = 2
    first, *others = frames
    return pictures.file(first, kind, save_all=True, append_images=others, duration=50, **options)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("frames", "used"),
    [
        ([_frame("red"), _frame("blue"), BLANK], 1),
        ([BLANK, _frame("red"), _frame("blue")], 2),
        ([WHITE, BLANK, _frame("red")], 3),
    ],
    ids=["first", "second", "third"],
)
def test_the_first_frame_that_shows_something_is_used(
    kind: str, frames: list[Image.Image], used: int
) -> None:
    picture = decode(_film(kind, *frames), "film")
    assert picture.image.getpixel((10, 8)) == (255, 0, 0)
    (note,) = picture.notes
    assert note.message == f"It is an animation of 3 frames: frame {used} is used."


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_where_none_shows_anything_the_first_is_used(kind: str) -> None:
    white, black = (pictures.flat(colour, SIZE) for colour in ((255, 255, 255), (0, 0, 0)))
    picture = decode(_film(kind, white, black), "film")
    assert picture.image.getpixel((1, 1)) == (255, 255, 255)
    assert picture.notes[0].message.endswith("2 frames: frame 1 is used.")


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_a_single_picture_is_no_animation(kind: str) -> None:
    assert decode(pictures.file(pictures.noise(SIZE), kind), "still").notes == ()


def test_the_picture_for_those_who_can_not_play_is_not_used() -> None:
    frames = [animations.Frame(frame) for frame in (_frame("red"), _frame("blue"))]
    picture = decode(animations.apng(SIZE, frames, poster=True), "film")
    assert picture.image.getpixel((10, 8)) == (255, 0, 0)
    assert picture.notes[0].message.endswith("2 frames: frame 1 is used.")
