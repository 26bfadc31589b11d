"""Animations keep their frames, their timing and how often they play."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from offcut import InvalidOptionError, PictureTooLargeError
from offcut.imageio import animation
from offcut.imageio.animation import Timing, frames_of, write_frames

COLOURS = ("#f00", "#0f0", "#00f")
TIMES = (120, 40, 2000)


def _frames(mode: str = "RGBA") -> list[Image.Image]:
    frames = []
    for number, colour in enumerate(COLOURS):
        frame = Image.new("RGBA", (20, 10))
        frame.paste(colour, (number * 5, 0, number * 5 + 5, 10))
        frames.append(frame.convert(mode))
    return frames


def _animation(kind: str, **settings: Any) -> Image.Image:
    first, *others = _frames()
    file = io.BytesIO()
    settings = {"duration": list(TIMES), "disposal": 2, **settings}
    if kind == "WEBP":
        settings["lossless"] = True
    if kind == "PNG":
        settings |= {"blend": 0, "disposal": 0}
    first.save(file, kind, save_all=True, append_images=others, **settings)
    return Image.open(file)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_frames_are_as_they_are_shown(kind: str) -> None:
    found = frames_of(_animation(kind, loop=0), "a")
    assert found is not None
    frames, timing = found
    assert timing == Timing(TIMES, 0)
    for frame, expected in zip(frames, _frames(), strict=True):
        alpha = np.asarray(frame.convert("RGBA"))[..., 3]
        assert (alpha == np.asarray(expected)[..., 3]).all()
        assert (
            np.asarray(frame.convert("RGBA"))[alpha > 0] == np.asarray(expected)[alpha > 0]
        ).all()


@pytest.mark.parametrize(
    ("kind", "settings", "plays"),
    [
        ("GIF", {}, 1),
        ("GIF", {"loop": 0}, 0),
        ("GIF", {"loop": 2}, 3),
        ("PNG", {"loop": 2}, 2),
        ("WEBP", {"loop": 2}, 2),
        ("WEBP", {"loop": 0}, 0),
    ],
)
def test_plays_as_often_as_it_did(kind: str, settings: dict[str, int], plays: int) -> None:
    found = frames_of(_animation(kind, **settings), "a")
    assert found is not None
    assert found[1].plays == plays


def test_a_frame_of_no_time_is_shown_as_long_as_browsers_do() -> None:
    found = frames_of(_animation("GIF", duration=[0, 10, 20]), "a")
    assert found is not None
    assert found[1].milliseconds == (100, 100, 20)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "JPEG"])
def test_a_still_picture_has_none(kind: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, kind)
    assert frames_of(Image.open(file), "a") is None


def test_the_picture_for_those_who_can_not_play_is_no_frame() -> None:
    found = frames_of(_animation("PNG", default_image=True, duration=list(TIMES[1:])), "a")
    assert found is not None
    assert found[1].milliseconds == TIMES[1:]
    assert len(found[0]) == 2


def test_too_many_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animation, "MAX_PIXELS", 599)
    with pytest.raises(PictureTooLargeError, match="3 frames of 20 x 10"):
        frames_of(_animation("GIF"), "a")


@pytest.mark.parametrize("media_type", ["image/png", "image/webp"])
@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
def test_what_is_written_is_read_again(media_type: str, mode: str) -> None:
    timing = Timing(TIMES, 3)
    data = write_frames(_frames(mode), timing, media_type, 1.0, None)
    found = frames_of(Image.open(io.BytesIO(data)), "a")
    assert found is not None
    frames, again = found
    assert again == timing
    for frame, expected in zip(frames, _frames(mode), strict=True):
        want = np.asarray(expected.convert("RGBA")).astype(int)
        got = np.asarray(frame.convert("RGBA")).astype(int)
        assert (got[..., 3] == want[..., 3]).all()
        limit = 0 if media_type == "image/png" else 90  # half-size chroma at these hard edges
        assert np.abs(got - want)[want[..., 3] > 0].max() <= limit


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/tiff"])
def test_formats_without_animations_are_refused(media_type: str) -> None:
    with pytest.raises(InvalidOptionError, match="has no animations: choose PNG or WebP"):
        write_frames(_frames(), Timing(TIMES, 0), media_type, 0.9, None)
