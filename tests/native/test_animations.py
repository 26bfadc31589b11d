"""All frames of an animation, by the command line and in Python."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from offcut import OutputOptions, PictureTooLargeError
from offcut.imageio.picture import MAX_PIXELS
from offcut.native import PictureWarning, Remover
from tests import animations, pictures
from tests.conftest import ROOT
from tests.native.conftest import Command

ALL = OutputOptions(animation="all", edges="plain", decontaminate=False)
GIF = animations.written(animations.moving(), "GIF", duration=[120, 40, 2000], loop=0)


@pytest.mark.parametrize("name", ["out.png", pytest.param("out.webp", marks=pytest.mark.full)])
def test_the_command_line_keeps_the_motion(offcut: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.gif").write_bytes(GIF)
    done = offcut("--animation", "all", "--edges", "plain", "a.gif", name)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = animations.played((tmp_path / name).read_bytes())
    assert (shown.milliseconds, shown.loop) == ([120, 40, 2000], 0)
    for frame in shown.frames:
        alpha = np.asarray(frame)[..., 3]
        assert frame.size == (60, 40)
        assert (alpha[20, 30], alpha[0, 0]) == (255, 0)  # the stand-in's disc


def test_without_being_asked_it_takes_the_first_frame(offcut: Command, tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(GIF)
    done = offcut("a.gif", "out.png")
    assert b"frame 1 is used" in done.stderr
    assert len(animations.played((tmp_path / "out.png").read_bytes()).frames) == 1


def test_a_format_of_one_frame_takes_the_first_and_says_so(offcut: Command, tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(GIF)
    done = offcut("--animation", "all", "--background", "#fff", "a.gif", "out.jpg")
    assert done.returncode == 0
    assert done.stderr == (
        b"offcut: a.gif: It is an animation of 3 frames, and JPEG holds one: frame 1 is used. For "
        b"all of them, choose PNG or WebP.\n"
    )
    assert pictures.read((tmp_path / "out.jpg").read_bytes()).format == "JPEG"


@pytest.mark.full
def test_stills_and_animations_go_together(offcut: Command, tmp_path: Path, photos: Path) -> None:
    (tmp_path / "a.gif").write_bytes(GIF)
    done = offcut("--animation", "all", photos / "chelsea.png", "a.gif", "cut/")
    assert (done.returncode, done.stderr) == (0, b"")
    counts = [
        len(animations.played((tmp_path / "cut" / f"{stem}-offcut.png").read_bytes()).frames)
        for stem in ("chelsea", "a")
    ]
    assert counts == [1, 3]


def test_an_animation_that_breaks_off_can_be_refused(offcut: Command, tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(GIF[:-30])
    done = offcut("--animation", "all", "a.gif", "out.png")
    assert (done.returncode, b"it has 2 whole frames" in done.stderr) == (0, True)
    done = offcut("--animation", "all", "--refuse-incomplete", "a.gif", "other.png")
    assert (done.returncode, b"breaks off or is damaged" in done.stderr) == (1, True)
    assert not (tmp_path / "other.png").exists()


def test_in_python_each_frame_is_told(remover: Remover) -> None:
    told: list[tuple[int, int]] = []
    result = remover.remove_background(
        GIF, output=ALL, on_frame=lambda frame, frames: told.append((frame, frames))
    )
    assert len(animations.played(result).frames) == 3
    assert told == [(1, 3), (2, 3), (3, 3)] * 3


def test_what_pillow_has_opened_is_the_frame_that_it_is_at(remover: Remover) -> None:
    image = pictures.read(GIF)
    result = remover.remove_background(image, output=ALL)
    assert (result.size, getattr(result, "n_frames", 1)) == (image.size, 1)


def test_what_should_be_known_is_a_warning(remover: Remover) -> None:
    with pytest.warns(PictureWarning, match=r"^a: The file breaks off: it has 2 whole frames"):
        remover.remove_background(GIF[:-30], output=ALL, name="a")


def test_too_many_frames_are_refused_at_once(remover: Remover) -> None:
    side = 4000
    frame = pictures.flat("red", (side, side))
    count = MAX_PIXELS // side**2 + 1
    first = animations.written([frame, pictures.flat("blue", (side, side))], "PNG", duration=50)
    control = first.index(b"fcTL") - 4
    more = first[control : control + 38] * count
    data = first[:control] + more + first[control:]
    with pytest.raises(PictureTooLargeError, match=f"shorten it to {count - 1} frames"):
        remover.remove_background(data, output=ALL)


def _sticker() -> list[Image.Image]:
    """A cup that hops on a plain ground."""
    photo = Image.open(ROOT / "web" / "samples" / "coffee.png").convert("RGB").reduce(3)
    frames = []
    for up in (0, 6, 12):
        frame = photo.copy()
        frame.paste(photo.crop((0, up, photo.width, photo.height)), (0, 0))
        frames.append(frame)
    return [*frames, frames[1]]


@pytest.mark.full
@pytest.mark.parametrize("media", ["image/png", "image/webp"])
def test_the_real_network_cuts_each_frame_as_it_cuts_it_alone(
    real_remover: Remover, media: str
) -> None:
    frames = _sticker()
    data = animations.written(frames, "WEBP", duration=[50, 60, 70, 80], loop=3, lossless=True)
    output = OutputOptions(media, animation="all")
    shown = animations.played(real_remover.remove_background(data, output=output))
    assert (shown.milliseconds, shown.loop) == ([50, 60, 70, 80], 3)
    if media == "image/png":
        assert shown.frames[1].tobytes() == shown.frames[3].tobytes()
    for frame, still in zip(shown.frames, frames, strict=True):
        alone = pictures.read(real_remover.remove_background(pictures.file(still)))
        got, want = (np.asarray(each).astype(int) for each in (frame, alone))
        assert 0.02 < (want[..., 3] > 127).mean() < 0.9
        assert np.abs(got[..., 3] - want[..., 3]).mean() < 0.5
