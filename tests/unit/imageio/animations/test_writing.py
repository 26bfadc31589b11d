"""An animation that was written is one to other decoders too, with its frames, times and plays."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from offcut.imageio.animations.frames import Delay, Part
from offcut.imageio.animations.opening import open_animation
from offcut.imageio.animations.write_apng import ApngWriter
from offcut.imageio.animations.write_webp import WebpWriter
from tests import animations, pictures

DELAYS: tuple[Delay, ...] = ((12, 100), (1, 30), (2, 1))


def _write(
    kind: str, frames: list[Image.Image], plays: int = 0, profile: bytes | None = None
) -> bytes:
    writer = (
        ApngWriter(len(frames), plays, profile, (300, 300))
        if kind == "PNG"
        else WebpWriter(plays, 1, profile)
    )
    for frame, delay in zip(frames, DELAYS, strict=False):
        writer.add(frame, delay)
    return writer.finished()


def _see_through() -> list[Image.Image]:
    frames = [frame.convert("RGBA") for frame in animations.moving()]
    for number, frame in enumerate(frames):
        frame.paste((0, 0, 0, 0), (number * 7, 3, 25 + number * 7, 9))
        frame.paste((200, 90, 30, 100), (number * 7, 20, 25 + number * 7, 29))
    return frames


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
def test_each_frame_shows_what_it_should(kind: str, mode: str) -> None:
    frames = [frame.convert(mode) for frame in _see_through()]
    shown = animations.played(_write(kind, frames)).frames
    for frame, expected in zip(shown, frames, strict=True):
        got, want = (np.asarray(each.convert("RGBA")).astype(int) for each in (frame, expected))
        assert (got[..., 3] == want[..., 3]).all()
        visible = want[..., 3] > 0
        # half-size chroma at hard edges
        assert np.abs(got - want)[visible].max() <= (0 if kind == "PNG" else 90)
        assert np.abs(got - want)[visible].mean() < 4


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_times_are_kept_and_no_frame_comes_early_or_late(kind: str) -> None:
    data = _write(kind, animations.moving())
    if kind == "PNG":
        assert [part.delay for part in _parts(data)] == [(12, 100), (1, 30), (2, 1)]
    else:
        assert animations.played(data).milliseconds == [120, 33, 2000]
        writer = WebpWriter(0, 1)
        for _ in range(6):
            writer.add(pictures.flat("red"), (1, 30))
        shown = animations.played(writer.finished()).milliseconds
        assert (sum(shown), set(shown)) == (200, {33, 34})


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("plays", [0, 1, 7])
def test_it_plays_so_often(kind: str, plays: int) -> None:
    data = _write(kind, animations.moving(), plays)
    assert animations.played(data).loop == plays
    found = open_animation(data, "a")
    assert found is not None
    assert found.split.plays == plays


@pytest.mark.parametrize("delay", [(70_000, 1000), (1_000_000, 1), (123_456_789, 1_000_000)])
def test_a_long_time_fits_into_a_png(delay: Delay) -> None:
    writer = ApngWriter(2, 0)
    for colour in ("red", "blue"):
        writer.add(pictures.flat(colour), delay)
    numerator, denominator = _parts(writer.finished())[0].delay
    assert numerator / denominator == pytest.approx(min(delay[0] / delay[1], 65535), rel=1e-3)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_only_what_changes_is_written_and_equal_frames_stay_frames(kind: str) -> None:
    first, second, _ = animations.moving()
    data = _write(kind, [first, second, second])
    boxes = [part.box for part in _parts(data)]
    assert boxes == [(0, 0, 60, 40), (10, 10, 38, 30), (0, 0, 1, 1)]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_profile_goes_along(kind: str) -> None:
    data = _write(kind, animations.moving(), profile=pictures.RGB_PROFILE)
    assert pictures.read(data).info["icc_profile"] == pictures.RGB_PROFILE


def test_the_density_goes_along() -> None:
    across, down = pictures.read(_write("PNG", animations.moving())).info["dpi"]
    assert (round(across), round(down)) == (300, 300)


def test_a_webps_size_and_flags_are_what_is_in_it() -> None:
    opaque, clear = (_write("WEBP", frames) for frames in (animations.moving(), _see_through()))
    assert [data[20] for data in (opaque, clear)] == [0x02, 0x12]
    for data in (opaque, clear):
        assert struct.unpack_from("<L", data, 4)[0] == len(data) - 8
        assert Image.open(io.BytesIO(data)).size == (60, 40)


def _parts(data: bytes) -> list[Part]:
    animation = open_animation(data, "a")
    assert animation is not None
    return list(animation.split.parts)
