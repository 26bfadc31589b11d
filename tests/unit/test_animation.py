"""All frames of an animation, from a file to a file, around a network that a test plays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut import InvalidOptionError, OutputOptions, PictureTooLargeError
from offcut.animation import CutAnimation, Decode, Look, Round, Seen, cut_frames
from offcut.imageio.animations.canvas import still
from offcut.imageio.animations.opening import open_animation
from offcut.network.mask_io import Masks, read_masks
from offcut.touchup.stroke import Stroke
from tests import animations, pictures
from tests.animations import Frame, block
from tests.unit.imageio import transparent


def _all(**options: Any) -> OutputOptions:
    """Quick ones: edges as the network drew them."""
    return OutputOptions(animation="all", edges="plain", decontaminate=False, **options)


ALL = _all()
SIZE = (60, 40)
GIF = animations.written(animations.moving(), "GIF", duration=[120, 40, 2000], loop=0)

Network = Callable[[int], NDArray[np.float32]]


def square(number: int) -> NDArray[np.float32]:
    """The mask of ``animations.moving``."""
    return _box(10 + 8 * number, 10, 30 + 8 * number, 30)


def _box(left: int, upper: int, right: int, lower: int) -> NDArray[np.float32]:
    mask = pictures.mask(0)
    across, down = 1024 / SIZE[0], 1024 / SIZE[1]
    mask[
        0,
        0,
        round(upper * down) : round(lower * down),
        round(left * across) : round(right * across),
    ] = 1
    return mask


class Run:
    """What became of it, and what was asked for."""

    def __init__(
        self,
        data: bytes,
        options: OutputOptions = ALL,
        network: Network = square,
        strokes: Sequence[Stroke] = (),
        masks: Masks | None = None,
    ) -> None:
        animation = open_animation(data, "a.gif")
        assert animation is not None
        self.looks: list[int] = []
        self.rounds: list[Round] = []
        self.seen_after = -1
        steps = cut_frames(animation, options, strokes, masks)
        reply: Any = None
        while True:
            try:
                request = steps.send(reply)
            except StopIteration as end:
                self.cut: CutAnimation = end.value
                break
            reply = None
            if isinstance(request, Decode):
                self.rounds.append(request.round)
                reply = still(request.part, animation)
            elif isinstance(request, Look):
                self.looks.append(request.number)
                assert request.prepared.size == animation.split.size
                reply = network(request.number)
            else:
                assert isinstance(request, Seen)
                self.seen_after = len(self.looks)
        self.played = animations.played(self.cut.file)

    @property
    def alphas(self) -> list[NDArray[Any]]:
        """Of each frame."""
        return [np.asarray(frame)[..., 3] for frame in self.played.frames]


@pytest.mark.parametrize("media", ["image/png", "image/webp"])
def test_every_frame_is_cut_and_the_motion_stays(media: str) -> None:
    run = Run(GIF, OutputOptions(media, animation="all"))
    assert run.looks == [0, 1, 2]
    assert run.played.milliseconds == [120, 40, 2000]
    assert run.played.loop == 0
    for number, alpha in enumerate(run.alphas):
        left = 10 + 8 * number
        assert alpha.shape == SIZE[::-1]
        assert (alpha[12:28, left + 2 : left + 18] > 250).all()
        assert (alpha[:, : left - 2] < 5).all()
    assert run.cut.found
    assert run.cut.notes == ()
    assert (run.cut.size, run.cut.box) == (SIZE, (0, 0, *SIZE))


def test_equal_frames_have_one_look_and_one_result() -> None:
    first, second, _ = animations.moving()
    data = animations.apng(
        SIZE, [Frame(each.convert("RGBA")) for each in (first, second, second, first)]
    )
    random = np.random.default_rng(5)
    run = Run(data, network=lambda _: random.random((1, 1, 1024, 1024)).astype(np.float32))
    assert run.looks == [0, 1]
    one, two, three, four = run.played.frames
    assert two.tobytes() == three.tobytes()
    assert one.tobytes() == four.tobytes()
    assert run.cut.masks.count == 4


def test_masks_serve_again_without_the_network() -> None:
    before = Run(GIF)
    kept = read_masks(before.cut.masks.file())
    again = Run(GIF, masks=kept)
    assert again.looks == []
    assert again.cut.file == before.cut.file


@pytest.mark.parametrize("count", [1, 4])
def test_masks_of_another_number_of_frames_are_refused(count: int) -> None:
    masks = Masks()
    for _ in range(count):
        masks.add(np.zeros((1024, 1024), np.uint8))
    with pytest.raises(
        InvalidOptionError,
        match=rf"^mask is of {count} frames, and a\.gif has 3: leave it out",
    ):
        Run(GIF, masks=masks)


@pytest.mark.parametrize(
    "options", [{"crop": True, "margin": 0}, {"canvas": "square", "margin": 0}], ids=str
)
def test_one_box_for_all_frames(options: dict[str, Any]) -> None:
    run = Run(GIF, _all(threshold=0.5, **options))
    left, upper, right, lower = run.cut.box
    assert np.abs(np.subtract((left, right), (10, 46))).max() <= 1
    if "crop" in options:
        assert np.abs(np.subtract((upper, lower), (10, 30))).max() <= 1
    assert {frame.size for frame in run.played.frames} == {(right - left, lower - upper)}
    starts = [int(np.flatnonzero((alpha > 127).any(0))[0]) for alpha in run.alphas]
    assert np.abs(np.diff(starts) - 8).max() <= 1, "it moves as it did"


def test_a_shadow_is_as_far_away_and_as_soft_in_each_frame() -> None:
    """By the box of all frames: 36 pixels wide, where the subject alone is 20."""
    bare, shaded = (Run(GIF, each) for each in (ALL, _all(shadow=1)))
    for without, with_shadow in zip(bare.alphas, shaded.alphas, strict=True):
        assert without[31].max() < 10
        assert with_shadow[31].max() > 60
    offsets = {
        tuple(int(each[0]) for each in np.nonzero(after.astype(int) - before > 40))
        for before, after in zip(bare.alphas, shaded.alphas, strict=True)
    }
    assert len({row for row, _ in offsets}) == 1


def test_size_and_background_are_those_of_each_frame() -> None:
    run = Run(GIF, _all(size=30, background="#00ff00"))
    assert {frame.size for frame in run.played.frames} == {(30, 20)}
    for frame in run.played.frames:
        assert frame.getpixel((1, 18)) == (0, 255, 0, 255)


@pytest.mark.parametrize("background", ["blur", pictures.file(pictures.noise((9, 9)))])
def test_pictures_lie_behind_each_frame(background: str | bytes) -> None:
    run = Run(GIF, _all(background=background))
    assert all((alpha == 255).all() for alpha in run.alphas)
    assert len({frame.tobytes() for frame in run.played.frames}) == 3


@pytest.mark.parametrize("kind", ["mask", "background"])
def test_masks_and_backgrounds_are_animations_too(kind: str) -> None:
    run = Run(GIF, _all(type=kind))
    place = [
        frame.getpixel((20 + 8 * number, 20)) for number, frame in enumerate(run.played.frames)
    ]
    assert place == [(255, 255, 255, 255) if kind == "mask" else (0, 0, 0, 0)] * 3


def test_a_frame_without_a_subject_is_empty() -> None:
    run = Run(GIF, network=lambda number: square(number) if number == 1 else pictures.mask(0))
    assert run.cut.found
    assert [bool(alpha.any()) for alpha in run.alphas] == [False, True, False]
    assert run.played.milliseconds == [120, 40, 2000]


def test_the_mask_stays_where_nothing_moves_and_the_network_all_but_agrees() -> None:
    run = Run(GIF, network=lambda number: pictures.mask(0.5 + 0.05 * number))
    first, second = (run.cut.masks[number] for number in (0, 1))
    assert (second[:200] == first[:200]).all()
    assert set(np.unique(second)) == {128, 140}


def test_if_no_frame_has_a_subject_the_result_is_empty_and_whole() -> None:
    run = Run(GIF, _all(crop=True, shadow=1), lambda _: pictures.mask(0))
    assert not run.cut.found
    assert {frame.size for frame in run.played.frames} == {SIZE}
    assert not any(alpha.any() for alpha in run.alphas)


def test_strokes_are_in_each_frame() -> None:
    stroke = Stroke("erase", ((0.5, 0.5),), 0.2, 1, 1)
    assert all(alpha[20, 29] for alpha in Run(GIF).alphas)
    assert not any(alpha[20, 29] for alpha in Run(GIF, strokes=[stroke]).alphas)


def _stickers(count: int = 3) -> bytes:
    """A cut-out that turns; one frame of it is convex, which alone would be left to the network."""
    sticker = transparent.sticker()
    frames = [sticker.rotate(20 * number) for number in range(count - 1)]
    disc = Image.new("RGBA", sticker.size)
    gradient = pictures.gradient((120, 120)).convert("RGBA")
    disc.paste(
        gradient,
        (100, 100),
        Image.radial_gradient("L").resize((120, 120)).point([255 * (v < 180) for v in range(256)]),
    )
    return animations.apng(sticker.size, [Frame(each, blends=False) for each in (*frames, disc)])


def test_what_is_cut_out_already_stays_as_it_is_in_each_frame_and_needs_no_network() -> None:
    data = _stickers()
    run = Run(data)
    assert run.looks == []
    assert run.seen_after == 0
    for before, after in zip(animations.played(data).frames, run.played.frames, strict=True):
        assert before.getchannel("A").tobytes() == after.getchannel("A").tobytes()
    assert [note.code for note in run.cut.notes] == ["picture-cut-out"]


def test_an_animation_of_nothing_is_empty_and_said_so() -> None:
    frames = [Frame(block((0, 0, 0, 0), SIZE), delay=delay) for delay in (5, 6)]
    run = Run(animations.apng(SIZE, frames))
    assert run.looks == []
    assert not run.cut.found
    assert [note.code for note in run.cut.notes] == ["picture-transparent"]


def test_what_should_be_known_is_said_once() -> None:
    cut = animations.gif(SIZE, [Frame(block(colour, SIZE)) for colour in ("red", "blue", "lime")])
    run = Run(cut[:-20])
    assert [note.code for note in run.cut.notes] == ["frames-missing"]
    assert len(run.played.frames) == 2


def test_the_frames_are_gone_through_as_often_as_needed_and_one_at_a_time() -> None:
    assert Run(GIF).rounds == [each for each in ("preprocess", "infer", "output") for _ in range(3)]
    cropped = Run(GIF, _all(crop=True)).rounds
    assert cropped.count("postprocess") == 3


def test_a_result_that_the_format_can_not_hold_is_refused() -> None:
    wide = [Frame(block(colour, (16_400, 2))) for colour in ("red", "blue")]
    data = animations.apng((16_400, 2), wide)
    with pytest.raises(PictureTooLargeError, match="WEBP holds at most 16383 pixels a side"):
        Run(data, _all(format="image/webp"), lambda _: pictures.mask(1))


@pytest.mark.parametrize("effort", ["fast", "best"])
def test_with_best_effort_the_network_gets_a_second_picture(effort: str) -> None:
    seconds: list[bool] = []
    animation = open_animation(GIF, "a")
    assert animation is not None
    steps = cut_frames(animation, OutputOptions(animation="all", effort=effort))
    request = next(steps)
    while not isinstance(request, Look):
        assert isinstance(request, Decode)
        request = steps.send(still(request.part, animation))
    seconds.append(request.prepared.second is not None)
    assert seconds == [effort == "best"]
