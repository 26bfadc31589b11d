"""Touch up: what the brush does is seen at once, and is in the file."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import BrowserContext, expect

from tests.browser.app.workspace import Pixels, Workspace, array, eventually, fitted, open_workspace

WIDTH, HEIGHT = 600, 400
RADIUS = 0.03
REACH = RADIUS * WIDTH
"""Of the brush, in the picture's pixels."""

Place = tuple[float, float]

CUP, SPOON = [(250.0, 250.0), (330.0, 250.0)], [(370.0, 300.0)]
"""Lines on coffee.png that lie within the subject."""

TABLE = [(540.0, 40.0), (540.0, 120.0)]
"""A line beside it."""


@pytest.fixture(scope="module")
def opened(warm: BrowserContext, site: str, photos: Path) -> Iterator[Workspace]:
    """A page with a cup of coffee on it, and a hard brush."""
    with open_workspace(warm, site) as workspace:
        workspace.add(photos / "coffee.png")
        workspace.tick("White")
        yield workspace


@pytest.fixture(scope="module")
def real_opened(warm: BrowserContext, real_site: str, photos: Path) -> Iterator[Workspace]:
    """The same with the real network: solid within its outline, and long enough at work."""
    with open_workspace(warm, real_site) as workspace:
        workspace.add(photos / "coffee.png")
        workspace.tick("White")
        yield workspace


@pytest.fixture
def real_touch(real_opened: Workspace, real_plain: Pixels) -> Iterator[Workspace]:
    """That page, for each test as it was at first."""
    yield from _as_at_first(real_opened)


@pytest.fixture(scope="module")
def real_plain(real_opened: Workspace) -> Pixels:
    """Its result without any stroke."""
    return array(real_opened.result())


@pytest.fixture
def touch(opened: Workspace, plain: Pixels) -> Iterator[Workspace]:
    """The same, for each test as it was at first."""
    yield from _as_at_first(opened)


def _as_at_first(opened: Workspace) -> Iterator[Workspace]:
    opened.page.get_by_role("tab", name="Erase & restore").click()
    _brush(opened, "Erase")
    yield opened
    opened.page.get_by_role("tab", name="Erase & restore").click()
    if opened.button("Start over").is_enabled():
        opened.button("Start over").click()


@pytest.fixture(scope="module")
def plain(opened: Workspace) -> Pixels:
    """The result without any stroke."""
    return array(opened.result())


@pytest.fixture(scope="module")
def original(photos: Path) -> Pixels:
    with Image.open(photos / "coffee.png") as image:
        return array(image.convert("RGB"))


def _brush(
    touch: Workspace, kind: str, size: float = RADIUS, hardness: float = 1, opacity: float = 1
) -> None:
    touch.tick(kind)
    pixels = round(2 * size * _length(touch))
    for name, value in (("Size", pixels), ("Hardness", hardness), ("Opacity", opacity)):
        touch.slide(name, value)


def _length(touch: Workspace) -> float:
    """CSS pixels of the longer side of a picture of these proportions, at fit."""
    box = touch.stage.bounding_box()
    assert box
    left, _, right, _ = fitted((WIDTH, HEIGHT), (round(box["width"]), round(box["height"])))
    return right - left


def _on_page(touch: Workspace, place: Place, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Place:
    """Where a place in the picture, in its pixels, lies in the window, at fit."""
    corner = touch.stage.bounding_box()
    assert corner
    width, height = touch.stage.evaluate("({ width, height }) => [width, height]")
    left, top, right, _ = fitted(size, (width, height))
    zoom = (right - left) / size[0]
    return corner["x"] + left + place[0] * zoom, corner["y"] + top + place[1] * zoom


def _paint(touch: Workspace, line: list[Place], size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
    mouse = touch.page.mouse
    mouse.move(*_on_page(touch, line[0], size))
    mouse.down()
    for place in line[1:]:
        mouse.move(*_on_page(touch, place, size), steps=8)
    mouse.up()


def _distance(line: list[Place]) -> NDArray[np.float64]:
    """Of each pixel to a line of one piece, in pixels: [height, width]."""
    y, x = np.mgrid[0.5 : HEIGHT + 0.5, 0.5 : WIDTH + 0.5]
    (ax, ay), (bx, by) = line[0], line[-1]
    length = max((bx - ax) ** 2 + (by - ay) ** 2, 1e-9)
    along = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0, 1)
    distance: NDArray[np.float64] = np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))
    return distance


def _is_same(after: Pixels, before: Pixels, where: NDArray[np.bool_]) -> None:
    """Hardly anything has changed: edges are fitted anew, with what is known by now."""
    for one, other in (
        (after[..., 3:], before[..., 3:]),
        (after[..., :3] * after[..., 3:] / 255, before[..., :3] * before[..., 3:] / 255),
    ):
        apart = np.abs(one - other)[where]
        assert np.percentile(apart, 99.9) <= 8
        assert apart.max() <= 48


def _is_gone(touch: Workspace, *places: Place) -> list[bool]:
    """Whether nothing is drawn on the stage there."""
    drawn = touch.canvas()
    left, top, right, _ = fitted((WIDTH, HEIGHT), (drawn.shape[1], drawn.shape[0]))
    zoom = (right - left) / WIDTH
    return [drawn[int(top + y * zoom), int(left + x * zoom), 3] == 0 for x, y in places]


def test_erasing_takes_away_what_is_under_the_brush_and_nothing_else(
    touch: Workspace, plain: Pixels
) -> None:
    _paint(touch, CUP)
    distance = _distance(CUP)
    result = touch.result()
    after = array(result)
    assert (plain[distance < REACH - 2][:, 3] > 250).all()
    assert (after[distance < REACH - 2] == 0).all()
    _is_same(after, plain, distance > REACH + 2)
    touch.is_seen(result)


def test_restoring_brings_the_original_s_pixels_back(
    touch: Workspace, plain: Pixels, original: Pixels
) -> None:
    _brush(touch, "Restore")
    _paint(touch, TABLE)
    distance = _distance(TABLE)
    result = touch.result()
    after = array(result)
    inside = distance < REACH - 2
    assert (plain[inside][:, 3] == 0).all()
    assert (after[inside][:, 3] == 255).all()
    assert (after[inside][:, :3] == original[inside]).all()
    _is_same(after, plain, distance > REACH + 2)
    touch.tick("Erase")  # without what was cut away
    touch.is_seen(result)


@pytest.mark.full
def test_brush_can_be_soft_and_faint(real_touch: Workspace) -> None:
    touch = real_touch
    _brush(touch, "Erase", size=0.06, hardness=0, opacity=0.6)
    _paint(touch, CUP)
    result = touch.result()
    alpha, distance = array(result)[..., 3], _distance(CUP)
    means = [
        alpha[(distance > 36 * share - 1) & (distance < 36 * share + 1)].mean()
        for share in (0, 0.5, 0.8)
    ]
    # what is left of it by a smooth step of 0.6 at most
    expected = [255 * (1 - 0.6 * (1 - share) ** 2 * (1 + 2 * share)) for share in (0, 0.5, 0.8)]
    assert means == pytest.approx(expected, abs=6)
    touch.is_seen(result)


@pytest.mark.full
def test_undo_and_redo_by_buttons(touch: Workspace, plain: Pixels) -> None:
    lines = [CUP, SPOON, [(130.0, 250.0)]]
    places = [(290.0, 250.0), (370.0, 300.0), (130.0, 250.0)]
    undo, redo, reset = map(touch.button, ("Undo", "Redo", "Start over"))
    for button in (undo, reset):
        expect(button).to_be_disabled()
    for line in lines:
        _paint(touch, line)

    def are_gone(*gone: bool) -> None:
        def check() -> None:
            assert _is_gone(touch, *places) == [*gone]

        eventually(check)

    are_gone(True, True, True)
    undo.click()
    are_gone(True, True, False)
    undo.click()
    are_gone(True, False, False)
    redo.click()
    are_gone(True, True, False)
    reset.click()
    are_gone(False, False, False)
    expect(undo).to_be_disabled()
    assert (array(touch.result()) == plain).all()
    for _ in lines:
        redo.click()
    are_gone(True, True, True)
    expect(redo).to_be_disabled()
    undo.click()
    _paint(touch, [(160.0, 320.0)])
    expect(redo).to_be_disabled()  # there is another future now
    alpha = array(touch.result())[..., 3]
    assert [alpha[y, x] for x, y in ((290, 250), (370, 300), (160, 320))] == [0, 0, 0]
    assert alpha[250, 130] == plain[250, 130, 3]


@pytest.mark.full
def test_undo_and_redo_by_keys(real_touch: Workspace, real_plain: Pixels) -> None:
    touch, plain = real_touch, real_plain
    _paint(touch, CUP)
    _paint(touch, SPOON)
    spoon = np.s_[300, 370, 3]
    keys = touch.page.keyboard
    keys.press("Control+z")
    assert array(touch.result())[spoon] == 255
    keys.press("Control+Shift+Z")
    assert array(touch.result())[spoon] == 0
    keys.press("Control+z")
    keys.press("Control+z")
    assert (array(touch.result()) == plain).all()
    keys.press("Control+y")
    assert array(touch.result())[250, 290, 3] == 0


@pytest.mark.full
@pytest.mark.parametrize(
    ("kind", "line", "before", "after"),
    [
        ("Remove area (smart)", [(290.0, 80.0), (310.0, 90.0)], 255, 0),
        ("Bring back area (smart)", [(40.0, 300.0), (60.0, 380.0)], 0, 255),
    ],
)
def test_areas_grow_from_the_stroke(
    real_touch: Workspace,
    real_plain: Pixels,
    kind: str,
    line: list[Place],
    before: int,
    after: int,
) -> None:
    touch, plain = real_touch, real_plain
    _brush(touch, kind)
    _paint(touch, line)
    result = touch.result()
    alpha, distance = array(result)[..., 3], _distance(line)
    under = distance < REACH - 2
    assert (plain[under][:, 3] == before).mean() > 0.99
    assert (alpha[under] == after).all()
    turned = np.abs(alpha - plain[..., 3]) > 127
    assert turned.sum() > 1.5 * (distance < REACH).sum()
    assert turned[distance > 150].sum() == 0
    touch.tick("Erase")  # without what was cut away
    touch.is_seen(result)


@pytest.mark.full
def test_keys_paint(touch: Workspace, plain: Pixels) -> None:
    touch.page.keyboard.press("r")
    expect(touch.page.get_by_role("radio", name="Restore")).to_be_checked()
    touch.page.keyboard.press("e")
    expect(touch.page.get_by_role("radio", name="Erase")).to_be_checked()
    size = touch.page.get_by_role("slider", name="Size")
    pixels = int(size.input_value())
    touch.stage.focus()
    touch.stage.press("]")
    expect(size).to_have_value(str(round(1.2 * pixels)))
    touch.stage.press("[")
    expect(size).to_have_value(str(pixels))
    expect(size).to_have_attribute("aria-valuetext", f"{pixels} px")
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        touch.stage.press(key)
    steps = [(300.0, 200.0), (300.0, 200 + REACH)]
    result = touch.result()
    after, distance = array(result), _distance(steps)
    assert (after[distance < REACH - 3] == 0).all()
    _is_same(after, plain, distance > REACH + 3)
    touch.is_seen(result)


def test_strokes_outlive_other_settings_and_another_picture(
    touch: Workspace, plain: Pixels, tmp_path: Path
) -> None:
    _paint(touch, CUP)
    touch.page.get_by_role("tab", name="Background & size").click()
    touch.tick("Colour")
    touch.button("Red").click()
    red = (220, 38, 38)
    result = touch.result()
    assert result.getpixel((290, 250)) == red
    touch.is_seen(result)
    note = tmp_path / "note.png"
    note.write_text("no picture, so that it is done with at once")
    touch.choose(note)
    expect(touch.item("note.png")).to_contain_text("note.png is no picture")
    touch.select("note.png")
    expect(touch.page.get_by_role("tab", name="Erase & restore")).to_be_disabled()
    touch.select("coffee.png")
    touch.is_seen(result)
    touch.button("Remove: note.png").click()
    touch.button("Reset").click()
    after = array(touch.result())
    assert after[250, 290, 3] == 0
    _is_same(after, plain, _distance(CUP) > REACH + 2)


@pytest.mark.full
def test_picture_without_a_mask_is_not_painted_on(real_touch: Workspace, photos: Path) -> None:
    touch = real_touch
    to_paint = touch.page.get_by_role("application", name="to paint on")
    expect(to_paint).to_be_visible()
    touch.choose(photos / "chelsea.png")
    touch.button("Cancel: chelsea.png").click()
    touch.select("chelsea.png")
    expect(to_paint).to_be_hidden()
    expect(touch.page.get_by_role("application", name="Picture")).to_be_visible()
    touch.select("coffee.png")
    expect(to_paint).to_be_visible()
    touch.button("Remove: chelsea.png").click()


def test_frame_is_laid_around_what_is_left(touch: Workspace) -> None:
    touch.page.get_by_role("tab", name="Background & size").click()
    touch.pick("Canvas", "Crop to the subject")
    before = touch.result()
    touch.page.get_by_role("tab", name="Erase & restore").click()
    _brush(touch, "Erase", size=0.15)
    # the whole picture is there to paint on: this is the saucer's left edge
    for x in (100.0, 170.0):
        _paint(touch, [(x, 60.0), (x, 390.0)])
    after = touch.result()
    assert after.width < before.width - 100
    touch.page.get_by_role("tab", name="Background & size").click()
    touch.is_seen(after)
    touch.button("Reset").click()


@pytest.mark.full
def test_picture_without_a_subject_can_be_restored(touch: Workspace, tmp_path: Path) -> None:
    sky = tmp_path / "sky.png"
    size, colour = (300, 200), (90, 140, 220)
    Image.new("RGB", size, colour).save(sky)
    touch.add(sky)
    nothing = touch.shown.get_by_text("No subject was found")
    expect(nothing).to_be_visible()
    _brush(touch, "Restore", size=0.1)
    _paint(touch, [(100.0, 100.0), (200.0, 100.0)], size)
    result = touch.result()
    pixels = array(result)
    assert (pixels[75:125, 100:200] == (*colour, 255)).all()
    assert (pixels[:60] == 0).all()
    painted = pixels[..., 3].sum() / 255
    assert painted == pytest.approx(100 * 60 + math.pi * 30**2, rel=0.03)
    touch.tick("Erase")  # without what was cut away
    touch.is_seen(result)
    expect(nothing).to_be_hidden()
    touch.button("Remove").click()
    expect(touch.items).to_have_count(1)
