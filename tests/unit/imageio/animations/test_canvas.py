"""Frames are as browsers show them: each laid on what the ones before have left."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.errors import UnreadableImageError
from offcut.imageio.animations.canvas import Canvas, still
from offcut.imageio.animations.opening import open_animation
from tests import animations, pictures
from tests.animations import WRITERS, Frame, block

SIZE = (16, 8)
RED, GREEN, BLUE, CLEAR = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (0, 0, 0, 0)


def shown(data: bytes) -> list[Image.Image]:
    """All frames, mode RGBA."""
    animation = open_animation(data, "a")
    assert animation is not None
    canvas = Canvas(animation)
    frames = []
    for part in animation.split.parts:
        picture = canvas.lay(part, still(part, animation))
        image = picture.image.copy()
        image.putalpha(255 if picture.alpha is None else picture.alpha)
        frames.append(image)
    return frames


def _at(frame: Image.Image, x: int, y: int) -> object:
    """A pixel; of one that is see-through, nothing else."""
    pixel = frame.getpixel((x, y))
    return CLEAR if isinstance(pixel, tuple) and pixel[3] == 0 else pixel


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(("disposal", "left"), [(0, GREEN), (1, CLEAR), (2, RED)])
def test_a_frames_place_is_left_as_the_file_says(
    kind: str, disposal: int, left: tuple[int, ...]
) -> None:
    if (kind, disposal) == ("WEBP", 2):
        disposal, left = 1, CLEAR  # it can't be said there
    frames = [
        Frame(block(RED, SIZE)),
        Frame(block(GREEN, (4, 4)), (2, 2), disposal=disposal),
        Frame(block(BLUE, (2, 2)), (12, 4)),
    ]
    first, second, third = shown(WRITERS[kind](SIZE, frames))
    assert _at(first, 3, 3) == RED
    assert (_at(second, 3, 3), _at(second, 0, 0)) == (GREEN, RED)
    assert (_at(third, 3, 3), _at(third, 12, 4), _at(third, 0, 0)) == (left, BLUE, RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("blends", [True, False])
def test_a_frame_is_laid_on_what_is_there_or_put_in_its_place(kind: str, blends: bool) -> None:
    over = block((0, 0, 0, 128), (4, 4))
    over.putpixel((0, 0), CLEAR)
    frames = [Frame(block(RED, SIZE)), Frame(over, (2, 2), blends=blends)]
    _, second = shown(WRITERS[kind](SIZE, frames))
    if blends:
        assert _at(second, 2, 2) == RED
        mixed = np.asarray(second)[3, 3].astype(int)
        assert np.abs(mixed - (127, 0, 0, 255)).max() <= 1
    else:
        assert _at(second, 2, 2) == CLEAR
        assert _at(second, 3, 3) == (0, 0, 0, 128)


@pytest.mark.parametrize("kind", WRITERS)
def test_what_no_frame_covers_is_see_through(kind: str) -> None:
    small = [Frame(block(RED, (4, 4)), (4, 2)), Frame(block(GREEN, (4, 4)), (8, 4))]
    if kind == "PNG":  # its first frame covers all, unless a poster stands before it
        data = animations.apng(SIZE, small, poster=True)
    else:
        data = WRITERS[kind](SIZE, small)
    first, second = shown(data)
    assert (_at(first, 0, 0), _at(first, 4, 2), _at(first, 8, 4)) == (CLEAR, RED, CLEAR)
    assert (_at(second, 0, 0), _at(second, 4, 2), _at(second, 8, 4)) == (CLEAR, RED, GREEN)


def test_a_frame_that_reaches_beyond_the_canvas_is_cut_off_there() -> None:
    frames = [Frame(block(RED, SIZE)), Frame(block(GREEN, (10, 10)), (12, 6))]
    _, second = shown(animations.gif(SIZE, frames))
    assert second.size == SIZE
    assert (_at(second, 11, 5), _at(second, 12, 6), _at(second, 15, 7)) == (RED, GREEN, GREEN)


def test_a_frame_beyond_the_canvas_shows_nothing() -> None:
    far = Frame(block(GREEN, (2, 2)), (1 << 31, 5), disposal=1)
    frames = [Frame(block(RED, SIZE)), far, Frame(block(BLUE, (2, 2)))]
    first, second, third = shown(animations.apng(SIZE, frames))
    assert first.tobytes() == second.tobytes()
    assert (_at(third, 0, 0), _at(third, 5, 5)) == (BLUE, RED)


@pytest.mark.parametrize("kind", WRITERS)
def test_frames_of_pillows_are_as_pillow_shows_them(kind: str) -> None:
    frames = animations.moving(4)
    settings = {"lossless": True} if kind == "WEBP" else {}
    data = animations.written(frames, kind, duration=50, **settings)
    for ours, theirs in zip(shown(data), animations.played(data).frames, strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_a_key_colour_and_a_palette_count_for_each_frame() -> None:
    frames = []
    for index in (0, 1):
        frame = Image.new("P", SIZE, index)
        frame.putpalette([*RED[:3], *GREEN[:3], *BLUE[:3]])
        frame.putpixel((1, 1), 2)
        frames.append(frame)
    data = animations.written(frames, "PNG", duration=50, transparency=2)
    assert open_animation(data, "a") is not None
    first, second = shown(data)
    assert (_at(first, 0, 0), _at(first, 1, 1)) == (RED, CLEAR)
    assert (_at(second, 0, 0), _at(second, 1, 1)) == (GREEN, CLEAR)


def test_colours_mean_what_the_file_says() -> None:
    data = animations.written(animations.moving(), "PNG", icc_profile=pictures.RGB_PROFILE)
    animation = open_animation(data, "a")
    assert animation is not None
    part = animation.split.parts[0]
    assert Canvas(animation).lay(part, still(part, animation)).icc_profile == pictures.RGB_PROFILE


def test_frames_are_turned_upright() -> None:
    data = animations.written(animations.moving(2, (60, 40)), "WEBP", exif=pictures.turned(6))
    assert [frame.size for frame in shown(data)] == [(40, 60)] * 2


def test_a_damaged_frame_is_refused_by_name() -> None:
    data = bytearray(animations.gif(SIZE, [Frame(block(RED, SIZE))] * 2))
    at = data.rindex(b"\x2c")
    data[at + 10 + 12] = 13  # no such width of a code
    animation = open_animation(bytes(data), "a.gif")
    assert animation is not None
    with pytest.raises(UnreadableImageError, match=r"^a\.gif "):
        still(animation.split.parts[1], animation)
