"""Finish: each option shows at once, and is in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Error, expect

from offcut_testing.parts import PATIENCE_MS
from tests import pictures
from tests.browser.app.workspace import Pixels, Workspace, array, laid_on, open_workspace

SIZE = (600, 400)
CORNER = (4, 4)
"""A pixel of coffee.png that is background."""

TEAL = (0, 128, 128)
UPDATING = "Updating the file"


@pytest.fixture(scope="module")
def opened(warm: BrowserContext, site: str, photos: Path) -> Iterator[Workspace]:
    """A page with a cup of coffee on it, that may use the clipboard."""
    warm.grant_permissions(["clipboard-read", "clipboard-write"])
    with open_workspace(warm, site) as workspace:
        workspace.add(photos / "coffee.png")
        workspace.open_fine()
        yield workspace


@pytest.fixture
def finish(opened: Workspace) -> Iterator[Workspace]:
    """The same, for each test as it was at first."""
    yield opened
    opened.button("Reset").click()
    opened.tick("Chequer")


@pytest.fixture(scope="module")
def plain(opened: Workspace) -> Image.Image:
    """The result without any option."""
    return opened.result()


@pytest.fixture(scope="module")
def original(photos: Path) -> Pixels:
    return array(Image.open(photos / "coffee.png").convert("RGB"))


def _pick(field: str, value: str) -> Callable[[Workspace], None]:
    return lambda finish: finish.pick(field, value)


def _colour(finish: Workspace) -> None:
    finish.tick("Colour")
    finish.button("Red").click()


def _blur(finish: Workspace) -> None:
    finish.tick("Blur")


# The file


@pytest.mark.parametrize(
    ("choice", "name", "kind", "mode"),
    [
        ("WebP", "coffee-offcut.webp", "WEBP", "RGBA"),
        ("JPEG", "coffee-offcut.jpg", "JPEG", "RGB"),
        ("TIFF", "coffee-offcut.tif", "TIFF", "RGBA"),
        ("PNG", "coffee-offcut.png", "PNG", "RGBA"),
    ],
)
def test_format(finish: Workspace, choice: str, name: str, kind: str, mode: str) -> None:
    finish.pick("Format", choice)
    saved, data = finish.save()
    image = pictures.read(data)
    assert (saved, image.format, image.mode, image.size) == (name, kind, mode, SIZE)
    corner = (255, 255, 255) if mode == "RGB" else (0, 0, 0, 0)
    assert image.getpixel(CORNER) == corner
    expect(finish.shown).to_contain_text(re.compile(rf"600 \S 400 · \d+(\.\d)? [kM]B {kind} · "))


@pytest.mark.full
@pytest.mark.parametrize("choice", ["WebP", "JPEG"])
def test_quality_decides_how_long_the_file_is(finish: Workspace, choice: str) -> None:
    slider = finish.page.get_by_role("slider", name="File quality")
    expect(slider).to_be_hidden()
    finish.pick("Format", choice)
    usual = len(finish.save()[1])
    finish.slide("File quality", 0.3)
    assert len(finish.save()[1]) < 0.7 * usual


def test_size_scales_down(finish: Workspace, plain: Image.Image) -> None:
    finish.pick("Size", "512 pixels at most")
    small = finish.result()
    assert small.size == (512, 341)
    expect(finish.shown).to_contain_text(re.compile(r"512 \S 341"))
    expected = array(laid_on(TEAL, plain).resize(small.size, Image.Resampling.LANCZOS))
    assert np.abs(array(laid_on(TEAL, small)) - expected).mean() < 2
    finish.pick("Size", "1080 pixels at most")
    assert finish.result().size == SIZE


@pytest.mark.parametrize(
    ("frame", "aspect"),
    [("Square", 1), ("Portrait, 4 : 5", 4 / 5), ("Portrait, 35 : 45", 35 / 45)],
)
def test_frame_has_its_aspect(finish: Workspace, frame: str, aspect: float) -> None:
    finish.pick("Canvas", frame)
    image = finish.result()
    assert image.width / image.height == pytest.approx(aspect, abs=1 / image.height)
    finish.tick("White")
    finish.is_seen(image)
    near = _box(image)
    finish.slide("Margin", 0.3)
    far = _box(finish.result())
    assert far[2] - far[0] == pytest.approx(near[2] - near[0], abs=1)
    assert far[0] > near[0] + 50


def test_crop_goes_as_far_as_the_margin(finish: Workspace, plain: Image.Image) -> None:
    expect(finish.page.get_by_role("slider", name="Margin")).to_be_hidden()
    finish.pick("Canvas", "Crop to the subject")
    finish.slide("Margin", 0)
    tight = finish.result()
    left, top, right, bottom = _box(plain)
    assert tight.size == (right - left, bottom - top)
    assert array(tight) == pytest.approx(array(plain.crop((left, top, right, bottom))))
    finish.slide("Margin", 0.05)
    wide = finish.result()
    margin = round(0.05 * max(tight.size))
    assert wide.width == pytest.approx(tight.width + 2 * margin, abs=2)


def _box(image: Image.Image) -> tuple[int, int, int, int]:
    """Where the subject is."""
    box = image.getchannel("A").point(lambda alpha: 255 * (alpha > 0.05 * 255)).getbbox()
    assert box
    return box


def test_shadow_lies_beside_the_subject(finish: Workspace, plain: Image.Image) -> None:
    finish.slide("Shadow", 0.8)
    before, after = array(plain), array(finish.result())
    beside = (before[..., 3] == 0) & (after[..., 3] > 40)
    assert beside.sum() > 500
    assert (after[beside][:, :3] == 0).all()
    below = np.nonzero(beside)[0].mean()
    assert below > np.nonzero(before[..., 3] > 127)[0].mean()


def test_background_is_a_colour(finish: Workspace, plain: Image.Image) -> None:
    finish.tick("Colour")
    finish.button("Red").click()
    red = finish.result()
    finish.page.get_by_label("Any colour").fill("#008080")
    for image, colour in ((red, (220, 38, 38)), (finish.result(), TEAL)):
        assert image.mode == "RGB"
        assert np.abs(array(image) - array(laid_on(colour, plain))).max() <= 2


def test_background_is_a_picture(finish: Workspace, plain: Image.Image, tmp_path: Path) -> None:
    sea = tmp_path / "sea.png"
    Image.new("RGB", (300, 300), TEAL).save(sea)
    with finish.page.expect_file_chooser() as chooser:
        finish.tick("Picture")
    chooser.value.set_files(sea)
    expect(finish.page.get_by_role("group", name="Background")).to_contain_text("sea.png")
    image = finish.result()
    assert np.abs(array(image) - array(laid_on(TEAL, plain))).max() <= 2
    finish.pick("Fit", "Show all of it")
    shown = finish.result()
    assert shown.getpixel(CORNER) == (0, 0, 0, 0)
    assert shown.getpixel((300, 2)) == (*TEAL, 255)
    finish.tick("Transparent")
    assert finish.result().getpixel((300, 2)) == (0, 0, 0, 0)
    finish.tick("Picture")  # without being asked again
    assert finish.result().getpixel((300, 2)) == (*TEAL, 255)


@pytest.mark.full
def test_background_stays_when_no_picture_is_chosen_after_all(
    warm: BrowserContext, site: str, photos: Path
) -> None:
    """On a page of its own: the other one may know a picture by now."""
    with open_workspace(warm, site) as finish:
        finish.add(photos / "coffee.png")
        choices = finish.page.get_by_role("group", name="Background")
        colour = choices.get_by_role("radio", name="Colour")
        finish.tick("Colour")
        # arrow keys go through the choices: nothing opens over them
        with pytest.raises(Error, match="Timeout"), finish.page.expect_file_chooser(timeout=1000):
            colour.press("ArrowRight")
        expect(choices.get_by_role("radio", name="Picture")).to_be_checked()
        expect(finish.page.get_by_text("Choose a picture")).to_be_visible()
        finish.page.get_by_label("Choose a picture").dispatch_event("cancel")
        expect(colour).to_be_checked()


def test_background_is_the_picture_blurred(
    finish: Workspace, plain: Image.Image, original: Pixels
) -> None:
    _blur(finish)
    outside = array(plain)[..., 3] == 0
    grains = [_grain(original, outside)]
    for blur in (0.005, 0.1):
        finish.slide("Blur", blur)
        image = finish.result()
        assert image.mode == "RGB"
        grains.append(_grain(array(image), outside))
        assert np.abs(array(image) - original)[array(plain)[..., 3] == 255].mean() < 2
    assert grains[0] > 1.5 * grains[1] > 3 * grains[2]


def _grain(pixels: Any, where: Any) -> float:
    return float(np.abs(np.diff(pixels, axis=1))[where[:, 1:] & where[:, :-1]].mean())


def test_mask_and_background_alone(finish: Workspace, plain: Image.Image, original: Pixels) -> None:
    alpha = array(plain)[..., 3]
    finish.pick("Show", "The mask")
    mask = finish.result()
    assert mask.mode == "L"
    assert np.abs(array(mask) - alpha).max() <= 1
    finish.pick("Show", "Only the background")
    rest = array(finish.result())
    assert np.abs(rest[..., 3] + alpha - 255).max() <= 1
    assert np.abs(rest[..., :3] - original)[rest[..., 3] == 255].max() == 0


def test_edges_can_stay_as_the_network_drew_them(finish: Workspace, plain: Image.Image) -> None:
    finish.pick("Edges", "Unrefined")
    rough, fine = (array(image)[..., 3] for image in (finish.result(), plain))
    apart = np.abs(rough - fine)
    assert (apart > 30).sum() > 300
    assert np.median(apart) == 0


@pytest.mark.full
@pytest.mark.parametrize(
    ("box", "channels"), [("Clean edge colours", np.s_[..., :3]), ("Remove specks", np.s_[..., 3])]
)
def test_boxes_can_be_unticked(
    finish: Workspace, plain: Image.Image, box: str, channels: Any
) -> None:
    tick = finish.page.get_by_role("checkbox", name=box)
    expect(tick).to_be_checked()
    tick.uncheck()
    assert (array(finish.result())[channels] != array(plain)[channels]).any()


def test_fainter_pixels_do_not_count_for_the_frame(finish: Workspace, plain: Image.Image) -> None:
    finish.pick("Canvas", "Crop to the subject")
    finish.slide("Margin", 0)
    for threshold in (0.05, 0.9):
        finish.slide("Ignore faint pixels", threshold)
        rows, columns = np.nonzero(array(plain)[..., 3] > 255 * threshold)
        assert finish.result().size == (int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)


# What is seen


@pytest.mark.parametrize(
    "change",
    [
        _colour,
        _blur,
        lambda finish: finish.slide("Shadow", 0.7),
        _pick("Canvas", "Square"),
        _pick("Canvas", "Crop to the subject"),
        _pick("Show", "The mask"),
        _pick("Show", "Only the background"),
        _pick("Edges", "Unrefined"),
        _pick("Format", "JPEG"),
        _pick("Size", "512 pixels at most"),
    ],
    ids=["colour", "blur", "shadow", "square", "crop", "mask", "rest", "edges", "jpeg", "size"],
)
def test_what_is_saved_is_what_is_seen(finish: Workspace, change: Any) -> None:
    finish.tick("White")
    change(finish)
    finish.is_seen(finish.result())


def test_change_is_seen_before_the_file_is_written(finish: Workspace) -> None:
    expect(finish.shown).not_to_contain_text(UPDATING)
    finish.stage.evaluate(
        """(canvas) => {
          const before = canvas.toDataURL();
          globalThis.words = (async () => {
            while (canvas.toDataURL() === before) await new Promise(requestAnimationFrame);
            return canvas.closest('[role=group]').innerText;
          })();
        }"""
    )
    finish.slide("Shadow", 0.9)
    assert UPDATING in finish.page.evaluate("words")
    expect(finish.shown).not_to_contain_text(UPDATING)


# Other times, and what goes wrong


def test_settings_are_remembered_and_pictures_never(
    finish: Workspace, site: str, tmp_path: Path
) -> None:
    sea, note = tmp_path / "sea.png", tmp_path / "note.png"
    Image.new("RGB", (30, 30), TEAL).save(sea)
    note.write_text("no picture, so that it is done with at once")
    finish.slide("Shadow", 0.4)
    finish.pick("Canvas", "Square")
    finish.pick("Format", "WebP")
    finish.page.get_by_label("Choose a picture").set_input_files(sea)
    visit = Workspace(finish.page.context.new_page())
    visit.page.goto(site)
    visit.choose(note)
    expect(visit.page.get_by_role("slider", name="Shadow")).to_have_value("0.4")
    for field, value in (("Canvas", "Square"), ("Format", "WebP")):
        chosen = visit.page.get_by_role("combobox", name=field).locator("option:checked")
        expect(chosen).to_have_text(value)
    expect(visit.page.get_by_role("radio", name="Transparent")).to_be_checked()
    stored = visit.page.evaluate("({ ...localStorage })")
    assert json.loads(stored["offcut-settings"])["background"] is None
    assert sum(len(value) for value in stored.values()) < 2000
    assert visit.page.evaluate("indexedDB.databases()") == []
    visit.page.close()


def test_reset_is_as_at_first(finish: Workspace, plain: Image.Image) -> None:
    _colour(finish)
    finish.pick("Canvas", "Square")
    finish.pick("Format", "JPEG")
    finish.button("Reset").click()
    assert (array(finish.result()) == array(plain)).all()
    expect(finish.page.get_by_role("radio", name="Transparent")).to_be_checked()
    expect(finish.page.get_by_role("slider", name="File quality")).to_be_hidden()


@pytest.mark.full
def test_setting_that_fails_says_so_and_another_mends_it(finish: Workspace, tmp_path: Path) -> None:
    strip = tmp_path / "strip.png"
    Image.new("RGB", (20_000, 20), TEAL).save(strip)
    said = finish.page.get_by_role("group", name="strip.png").get_by_text("at most 16383 pixels")
    finish.pick("Format", "WebP")
    finish.choose(strip)
    expect(finish.button("Try again: strip.png")).to_be_visible(timeout=PATIENCE_MS)
    finish.select("strip.png")
    for other in ("TIFF", "PNG"):
        finish.pick("Format", "WebP")
        expect(said).to_be_visible(timeout=PATIENCE_MS)
        expect(finish.item("strip.png")).to_contain_text("at most 16383 pixels")
        expect(finish.button("Download: coffee.png")).to_be_visible()
        finish.pick("Format", other)
        finish.is_done("strip.png")
        image = finish.result()
        assert (image.format, image.size) == (other, (20_000, 20))
    finish.button("Remove").click()


@pytest.mark.full
def test_background_that_is_no_picture_is_told(
    finish: Workspace, plain: Image.Image, tmp_path: Path
) -> None:
    note = tmp_path / "note.png"
    note.write_text("Dear diary")
    finish.page.get_by_label("Choose a picture").set_input_files(note)
    expect(finish.shown.get_by_text("The background picture is no picture")).to_be_visible(
        timeout=PATIENCE_MS
    )
    finish.tick("Transparent")
    assert (array(finish.result()) == array(plain)).all()


# The clipboard


def test_copy_gives_a_png_whatever_the_format(finish: Workspace) -> None:
    finish.pick("Format", "JPEG")
    _colour(finish)
    finish.pick("Size", "512 pixels at most")
    finish.button("Copy").click()
    expect(finish.button("Copied")).to_be_visible()
    copied = finish.copied()
    saved = finish.result()
    assert (copied.format, saved.format) == ("PNG", "JPEG")
    assert copied.size == saved.size
    assert np.abs(array(copied.convert("RGB")) - array(saved)).mean() < 2
