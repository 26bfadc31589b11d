"""What an animation is, before any of its frames is decoded."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.errors import OffcutError, PictureTooLargeError
from offcut.imageio.animations import opening
from offcut.imageio.animations.canvas import Canvas, still
from offcut.imageio.animations.frames import Animation
from offcut.imageio.animations.opening import open_animation
from tests import animations, pictures
from tests.animations import WRITERS, Frame, block

SIZE = (16, 8)
FRAMES = [Frame(block(colour), delay=delay) for colour, delay in (("red", 12), ("blue", 4))]


def _opened(data: bytes) -> Animation:
    animation = open_animation(data, "a")
    assert animation is not None
    return animation


@pytest.mark.parametrize("kind", WRITERS)
def test_frames_keep_their_time(kind: str) -> None:
    animation = _opened(WRITERS[kind](SIZE, FRAMES))
    shown = [numerator / denominator for numerator, denominator in
             (part.delay for part in animation.split.parts)]  # fmt: skip
    assert shown == [0.12, 0.04]
    assert animation.split.size == SIZE


@pytest.mark.parametrize(
    ("data", "plays"),
    [
        (animations.gif(SIZE, FRAMES), 1),
        (animations.gif(SIZE, FRAMES, 0), 0),
        (animations.gif(SIZE, FRAMES, 1), 2),
        (animations.gif(SIZE, FRAMES, 0xFFFF), 0xFFFF),
        (animations.apng(SIZE, FRAMES, 0), 0),
        (animations.apng(SIZE, FRAMES, 1), 1),
        (animations.webp(SIZE, FRAMES, 0), 0),
        (animations.webp(SIZE, FRAMES, 1), 1),
    ],
)
def test_plays_as_often_as_browsers_play_it(data: bytes, plays: int) -> None:
    assert _opened(data).split.plays == plays


def test_a_gifs_frame_of_no_time_is_shown_as_long_as_browsers_do() -> None:
    frames = [Frame(block("red"), delay=delay) for delay in (0, 1, 2)]
    delays = [part.delay for part in _opened(animations.gif(SIZE, frames)).split.parts]
    assert delays == [(10, 100), (10, 100), (2, 100)]


@pytest.mark.parametrize("kind", WRITERS)
def test_one_frame_is_a_still_picture(kind: str) -> None:
    assert open_animation(WRITERS[kind](SIZE, FRAMES[:1]), "a") is None


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "JPEG", "TIFF"])
def test_a_still_picture_is_none(kind: str) -> None:
    assert open_animation(pictures.file(pictures.flat("red"), kind), "a") is None


def test_what_is_damaged_is_left_to_those_who_say_what_is_wrong() -> None:
    for data in (b"GIF89a", b"RIFF\0\0\0\0WEBPANMF\0\0\0\0ANMF\0\0\0\0", b"\x89PNG\r\n\x1a\n", b""):
        assert open_animation(data, "a") is None


def test_the_picture_for_those_who_can_not_play_is_no_frame() -> None:
    animation = _opened(animations.apng(SIZE, FRAMES, poster=True))
    assert [part.delay for part in animation.split.parts] == [(12, 100), (4, 100)]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("lost", [1, 12])
def test_of_a_file_that_breaks_off_the_whole_frames_are_there_and_it_is_said(
    kind: str, lost: int
) -> None:
    frames = [Frame(pictures.noise((16, 8), "RGBA").quantize(8).convert("RGBA"))] * 3
    data = WRITERS[kind](SIZE, frames)
    end = data.rindex(b"IEND") - 4 if kind == "PNG" else len(data) - (kind == "GIF")
    animation = _opened(data[: end - lost - 4])
    assert animation.count == 2
    assert [note.message for note in animation.notes] == [
        "The file breaks off: it has 2 whole frames, and those are used."
    ]
    assert _opened(data).notes == ()


def test_a_frame_that_lacks_one_of_its_chunks_is_not_whole() -> None:
    data = animations.apng(SIZE, FRAMES * 2)
    last = data.rindex(b"fdAT") - 4
    animation = _opened(data[:last])
    assert (animation.count, animation.split.is_cut) == (3, True)


@pytest.mark.parametrize("kind", WRITERS)
def test_where_one_frame_is_left_it_is_a_still_picture(kind: str) -> None:
    data = WRITERS[kind](SIZE, FRAMES)
    end = data.rindex(b"IEND") - 4 if kind == "PNG" else len(data) - (kind == "GIF")
    assert open_animation(data[: end - 10], "a") is None


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_nothing_is_lost_where_only_the_end_mark_is_missing(kind: str) -> None:
    data = WRITERS[kind](SIZE, FRAMES)
    end = data.rindex(b"IEND") - 4 if kind == "PNG" else len(data) - 1
    animation = _opened(data[:end])
    assert (animation.count, animation.notes) == (2, ())


@pytest.mark.parametrize("kind", WRITERS)
def test_too_many_pixels_are_refused_with_what_would_do(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_LEAST_PIXELS", 1)
    data = WRITERS[kind](SIZE, FRAMES * 4)
    assert open_animation(data, "a", 8 * 16 * 8) is not None
    with pytest.raises(PictureTooLargeError) as refused:
        open_animation(data, "a", 2 * 16 * 8)
    assert str(refused.value) == (
        "a is an animation of 8 frames of 16 x 8, which is too much here: shorten it to 2 frames, "
        "scale it below 8 pixels a side, or take the first frame alone."
    )


def test_without_a_limit_far_too_many_frames_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "_MOST_FRAMES", 3)
    for count, is_taken in ((3, True), (4, False)):
        data = animations.webp(SIZE, FRAMES[:1] * count)
        assert (open_animation(data, "a", limit=None) is not None) == is_taken


def test_a_frame_counts_as_large_as_it_is_not_as_it_is_shown() -> None:
    frames = [FRAMES[0], Frame(block("blue", (200, 200)))]
    data = animations.gif(SIZE, frames)
    assert open_animation(data, "a", 2 * 200 * 200) is not None
    with pytest.raises(PictureTooLargeError, match="2 frames of 200 x 200"):
        open_animation(data, "a", 2 * 200 * 200 - 1)


def test_a_small_frame_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    data = animations.apng(SIZE, FRAMES * 2)
    assert open_animation(data, "a", 4 * 128 * 128) is not None
    with pytest.raises(PictureTooLargeError, match="shorten it to 3 frames"):
        open_animation(data, "a", 4 * 128 * 128 - 1)


def test_what_a_png_says_of_its_frames_is_not_believed() -> None:
    honest = animations.apng(SIZE, FRAMES)
    at = honest.index(b"acTL")
    control = (1 << 30).to_bytes(4, "big") + bytes(4)
    rest = honest[at + 4 + 8 + 4 :]
    lying = pictures.png(SIZE, 8, 6, (b"acTL", control))
    data = lying[: lying.index(b"acTL") + 16] + rest
    assert _opened(data).count == 2


def _spoilt(random: np.random.Generator, data: bytes) -> bytes:
    """The file with some bytes changed, left out or repeated."""
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        at, kind = int(random.integers(len(spoilt))), random.random()
        if kind < 0.6:
            spoilt[at] = int(random.integers(256))
        elif kind < 0.8:
            spoilt = spoilt[: at + 1]
        else:
            spoilt[at:at] = spoilt[at : at + int(random.integers(40))]
    return bytes(spoilt)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_spoilt_file_shows_frames_or_is_refused_in_words(kind: str) -> None:
    random = np.random.default_rng(7)
    noise = pictures.noise(SIZE, "RGBA").quantize(6).convert("RGBA")
    data = WRITERS[kind](SIZE, [*(Frame(noise, disposal=at) for at in (0, 1)), *FRAMES])
    outcomes = set()
    for _ in range(150):
        try:
            animation = open_animation(_spoilt(random, data), "a")
            if animation is None:
                outcomes.add("still")
                continue
            canvas = Canvas(animation)
            for part in animation.split.parts:
                canvas.lay(part, still(part, animation))
            outcomes.add("shown")
        except OffcutError:
            outcomes.add("refused")
    assert outcomes >= {"still", "shown"}
