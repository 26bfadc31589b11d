"""Animations in the page: all frames in, all frames out, and the browser plays them."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from offcut.imageio.animations.canvas import Canvas, still
from offcut.imageio.animations.opening import open_animation
from offcut_testing.driver import remove_background
from offcut_testing.parts import PATIENCE_MS, choose, has
from tests import animations, pictures
from tests.animations import Frame, block
from tests.browser.profiles import fresh_page

TIMES = [120, 40, 2000]
SIZE = (60, 40)
ALL = {"animation": "all", "edges": "plain", "decontaminate": False}
"""Quick: the edges are as the network drew them."""

GIF = animations.written(animations.moving(), "GIF", duration=TIMES, loop=0)
WEBP = animations.written(animations.moving(), "WEBP", duration=TIMES, loop=2, lossless=True)

_AS_SHOWN = """
async ([data, type]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const decoder = new ImageDecoder({ data: bytes, type, premultiplyAlpha: 'none' });
  await decoder.tracks.ready;
  const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
  const frames = [];
  for (let frameIndex = 0; frameIndex < frameCount; frameIndex += 1) {
    const { image } = await decoder.decode({ frameIndex });
    const { codedWidth: width, codedHeight: height, duration, format } = image;
    const values = new Uint8Array(image.allocationSize());
    await image.copyTo(values);
    frames.push({ width, height, duration, format, values: [...values] });
  }
  return { repetitionCount: String(repetitionCount), frames };
}
"""


def _as_shown(page: Page, data: bytes, kind: str) -> Any:
    """An animation as the browser's own decoder shows it."""
    return page.evaluate(_AS_SHOWN, [base64.b64encode(data).decode(), f"image/{kind.lower()}"])


@pytest.mark.parametrize(
    ("data", "media", "loop"),
    [(GIF, "image/png", 0), (WEBP, "image/webp", 2)],
    ids=["GIF to APNG", "WebP to WebP"],
)
def test_the_motion_stays_and_every_frame_is_cut(
    shared_page: Page, data: bytes, media: str, loop: int
) -> None:
    output = {**ALL, "format": media}
    outcome = remove_background(shared_page, data, "a", output=output)
    assert (outcome.error, outcome.type) == (None, media), outcome
    shown = animations.played(outcome.file)
    assert (shown.milliseconds, shown.loop) == (TIMES, loop)
    for frame in shown.frames:
        alpha = np.asarray(frame)[..., 3]
        assert frame.size == SIZE
        assert (alpha[20, 30], alpha[0, 0]) == (255, 0)  # the stand-in's disc
    seen = _as_shown(shared_page, outcome.file, media.removeprefix("image/"))
    assert [frame["duration"] / 1000 for frame in seen["frames"]] == TIMES
    assert seen["repetitionCount"] == ("Infinity" if loop == 0 else str(loop - 1))


def _awkward(kind: str) -> bytes:
    frames = [
        Frame(block("#f00", (16, 8)), (4, 2)),
        Frame(block("#0f0", (4, 4)), (6, 4), disposal=1),
        Frame(block("#00f", (2, 2)), (18, 8), disposal=0 if kind == "WEBP" else 2),
        Frame(block((0, 0, 0, 0), (6, 6)), (10, 2), blends=kind == "GIF"),
        Frame(block("#ff0", (4, 2)), (0, 0)),
    ]
    if kind == "PNG":
        return animations.apng((24, 12), frames, poster=True)
    return animations.WRITERS[kind]((24, 12), frames)


@pytest.mark.parametrize("kind", animations.WRITERS)
def test_frames_are_read_as_the_browser_shows_them(shared_page: Page, kind: str) -> None:
    data = _awkward(kind)
    seen = _as_shown(shared_page, data, "apng" if kind == "PNG" else kind)["frames"]
    animation = open_animation(data, "a")
    assert animation is not None
    canvas = Canvas(animation)
    assert len(seen) == animation.count
    for part, frame in zip(animation.split.parts, seen, strict=True):
        picture = canvas.lay(part, still(part, animation))
        values = np.array(frame["values"], np.uint8).reshape(frame["height"], -1, 4)
        theirs = values[..., [2, 1, 0, 3]] if frame["format"].startswith("BGR") else values
        alpha = np.asarray(picture.alpha) if picture.alpha else np.full(theirs.shape[:2], 255)
        if not frame["format"].endswith("X"):
            assert (theirs[..., 3] == alpha).all()
        visible = alpha > 0
        assert (theirs[..., :3][visible] == np.asarray(picture.image)[visible]).all()


_NOTES = """
async ([data, output]) => {
  const { cutOut } = await import(new URL('offcut.js', location.href));
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const told = [];
  const progress = ({ phase, frame, frames }) => told.push([phase, frame ?? 0, frames ?? 0]);
  const { frames, masks, notes, file } = await cutOut(new Blob([bytes]), { output, progress });
  const { width, height } = await createImageBitmap(file);
  return { frames, masks, told, size: [width, height], notes: notes.map(({ message }) => message) };
}
"""


def _cut_out(page: Page, data: bytes, output: dict[str, Any]) -> Any:
    return page.evaluate(_NOTES, [base64.b64encode(data).decode(), output])


def test_of_a_webp_that_begins_with_nothing_the_first_frame_that_shows_something_is_used(
    shared_page: Page,
) -> None:
    frames = [Frame(block((0, 0, 0, 0), SIZE), blends=False)] * 2
    frames += [Frame(frame.convert("RGBA")) for frame in animations.moving(2)]
    cut = _cut_out(shared_page, animations.webp(SIZE, frames), {})
    assert cut["notes"] == ["It is an animation of 4 frames: frame 3 is used."]
    assert (cut["frames"], cut["masks"]) == (4, 1)


def test_a_webp_is_decoded_frame_by_frame_with_its_places_and_the_progress_is_told(
    shared_page: Page,
) -> None:
    square = pictures.noise((20, 10), "RGBA")
    square.putalpha(255)
    frames = [Frame(animations.moving()[0].convert("RGBA")), Frame(square, (10, 20), disposal=1)]
    cut = _cut_out(shared_page, animations.webp(SIZE, [*frames, frames[0]]), ALL)
    assert (cut["frames"], cut["masks"], cut["size"]) == (3, 3, [60, 40])
    told = {at for phase, at, of in cut["told"] if phase == "output" and of == 3}
    assert told == {1, 2, 3}


@pytest.mark.full
def test_the_page_offers_all_frames_and_plays_them(
    warm: BrowserContext, site: str, tmp_path: Path
) -> None:
    file = tmp_path / "sticker.gif"
    file.write_bytes(GIF)
    with fresh_page(warm, site) as page:
        choose(page, file)
        has(page, "done")
        field = page.get_by_label("Animation", exact=True)
        expect(field).to_have_value("first")
        player = page.locator(".player img")
        expect(player).to_be_hidden()
        expect(page.locator("#outcome")).to_contain_text("3 frames: frame 1 is used.")
        field.select_option("all")
        expect(player).to_be_visible()
        has(page, "done")
        expect(page.locator("#outcome")).not_to_contain_text("is used.")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download", exact=True).click()
        result = animations.played(download.value.path().read_bytes())
        assert (result.milliseconds, result.loop) == (TIMES, 0)
        field.select_option("first")
        expect(player).to_be_hidden()
        has(page, "done")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download", exact=True).click()
        assert len(animations.played(download.value.path().read_bytes()).frames) == 1


@pytest.mark.full
def test_all_frames_are_told_one_by_one_can_be_cancelled_and_serve_other_settings(
    warm: BrowserContext, site: str, tmp_path: Path
) -> None:
    file = tmp_path / "sticker.gif"
    file.write_bytes(animations.written(animations.moving(4), "GIF", duration=80, loop=0))
    with fresh_page(warm, site) as page:
        choose(page, file)
        has(page, "done")
        field = page.get_by_label("Animation", exact=True)
        outcome, player = page.locator("#outcome"), page.locator(".player img")
        field.select_option("all")
        expect(outcome).to_contain_text(re.compile(r"Finding the subject …, frame \d of 4"))
        page.get_by_role("button", name="Cancel", exact=True).click()
        has(page, "done")
        expect(field).to_have_value("first")
        field.select_option("all")
        expect(player).to_be_visible(timeout=PATIENCE_MS)
        kind = page.get_by_label("Format")
        kind.select_option("image/webp")
        expect(outcome).to_contain_text(re.compile(r"Updating the file …, frame \d of 4"))
        kind.select_option("image/jpeg")
        expect(outcome).to_contain_text("JPEG holds one: frame 1 is used.", timeout=PATIENCE_MS)
        expect(player).to_be_hidden()
        kind.select_option("image/webp")
        expect(player).to_be_visible(timeout=PATIENCE_MS)
        expect(outcome).to_contain_text("WEBP")
