"""Who touches up a picture sees what was cut away, at any size of window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, expect

from tests.browser.app.workspace import Workspace, array, eventually, fitted, open_workspace

SIZE = (600, 400)
GHOST = 0.3 * 255
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def opened(warm: BrowserContext, site: str, photos: Path) -> Iterator[Workspace]:
    """A page with a cup of coffee on it."""
    with open_workspace(warm, site) as workspace:
        workspace.add(photos / "coffee.png")
        yield workspace


@pytest.fixture
def touch(opened: Workspace) -> Iterator[Workspace]:
    """The same, with the brush in hand."""
    opened.page.get_by_role("tab", name="Erase & restore").click()
    opened.tick("Erase")
    yield opened
    opened.tick("Chequer")
    opened.page.get_by_role("tab", name="Background & size").click()


def _corner(opened: Workspace, alpha: float, size: tuple[int, int] = SIZE) -> None:
    """Wait until as much of the original is seen in the picture's corner, where it was cut away."""

    def check() -> None:
        drawn = opened.canvas()
        left, top, *_ = fitted(size, (drawn.shape[1], drawn.shape[0]))
        assert drawn[top + 6, left + 6, 3] == pytest.approx(alpha, abs=3)

    eventually(check)


def test_restore_and_keep_show_the_original_faintly(touch: Workspace) -> None:
    _corner(touch, 0)
    for kind, alpha in (
        ("Restore", GHOST),
        ("Remove area (smart)", 0),
        ("Bring back area (smart)", GHOST),
        ("Erase", 0),
    ):
        touch.tick(kind)
        _corner(touch, alpha)
    touch.tick("Restore")
    touch.page.get_by_role("tab", name="Background & size").click()
    _corner(touch, 0)


@pytest.mark.full
def test_what_lies_behind_hides_nothing_while_it_is_touched_up(touch: Workspace) -> None:
    touch.page.get_by_role("tab", name="Background & size").click()
    touch.tick("Colour")
    _corner(touch, 255)
    touch.page.get_by_role("tab", name="Erase & restore").click()
    touch.tick("Restore")
    _corner(touch, GHOST)
    touch.page.get_by_role("tab", name="Background & size").click()
    touch.tick("Transparent")
    _corner(touch, 0)


def test_the_original_lies_behind_by_choice_and_a_held_key_shows_it_alone(
    touch: Workspace,
) -> None:
    touch.page.get_by_role("tab", name="Background & size").click()
    touch.tick("Original")
    _corner(touch, GHOST)
    touch.tick("Chequer")
    _corner(touch, 0)
    touch.page.keyboard.down("o")
    _corner(touch, 255)
    touch.page.keyboard.up("o")
    _corner(touch, 0)


def test_compare_splits_the_picture_while_it_is_touched_up(touch: Workspace) -> None:
    touch.button("Compare").click()
    divider = touch.page.get_by_role("slider", name="Divider between original and result")
    expect(divider).to_be_visible()
    _corner(touch, 255)
    touch.button("Compare").click()
    _corner(touch, 0)


@pytest.mark.full
def test_restore_is_in_hand_where_nothing_was_found(touch: Workspace, tmp_path: Path) -> None:
    sky = tmp_path / "sky.png"
    Image.new("RGB", (300, 200), (90, 140, 220)).save(sky)
    touch.page.get_by_role("tab", name="Background & size").click()
    touch.add(sky)
    touch.page.get_by_role("tab", name="Erase & restore").click()
    expect(touch.page.get_by_role("radio", name="Restore")).to_be_checked()
    _corner(touch, GHOST, (300, 200))
    touch.button("Remove").click()
    expect(touch.items).to_have_count(1)


def test_the_brush_is_as_large_on_the_screen_as_it_says_however_near_the_picture_is(
    touch: Workspace,
) -> None:
    touch.slide("Size", 40)
    size = touch.page.get_by_role("slider", name="Size")
    expect(size).to_have_attribute("aria-valuetext", "40 px")
    ring = touch.page.locator(".stage-brush")
    for zoom in ("Fit", "100%", "Zoom in"):
        touch.button(zoom).click()
        box = touch.stage.bounding_box()
        assert box
        touch.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        seen = ring.bounding_box()
        assert seen
        assert seen["width"] == pytest.approx(40, abs=0.5)
    touch.button("Fit").click()


@pytest.mark.full
def test_reach_is_offered_where_a_stroke_grows(touch: Workspace) -> None:
    reach = touch.page.get_by_role("slider", name="Reach")
    expect(reach).to_be_hidden()
    for kind in ("Remove area (smart)", "Bring back area (smart)"):
        touch.tick(kind)
        expect(reach).to_be_visible()
    expect(reach).to_have_accessible_description("How far from the stroke the area may extend.")
    touch.slide("Reach", 0.1)
    expect(reach).to_have_attribute("aria-valuetext", "10%")


@pytest.mark.parametrize(
    "size",
    [pytest.param(WIDE, id="wide"), pytest.param(PHONE, id="phone", marks=pytest.mark.full)],
)
def test_undo_and_redo_lie_over_the_picture(touch: Workspace, size: dict[str, int]) -> None:
    touch.page.set_viewport_size({"width": size["width"], "height": size["height"]})
    for name in ("Undo", "Redo"):
        over, stage = touch.button(name).bounding_box(), touch.stage.bounding_box()
        assert over
        assert stage
        assert stage["x"] <= over["x"] <= stage["x"] + stage["width"] - over["width"]
        assert stage["y"] <= over["y"] <= stage["y"] + stage["height"] - over["height"]
        assert min(over["width"], over["height"]) >= 44
    touch.page.keyboard.press("t")
    expect(touch.button("Undo")).to_be_hidden()
    touch.page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})


@pytest.mark.full
def test_reach_goes_with_the_stroke(touch: Workspace) -> None:
    touch.tick("Remove area (smart)")
    touch.slide("Size", 40)
    box = touch.stage.bounding_box()
    assert box
    zoom = box["width"] / SIZE[0]
    before = array(touch.result())
    widths = []
    for reach in (0.02, 0.2):
        touch.slide("Reach", reach)
        touch.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        changed = np.abs(array(touch.result())[..., 3] - before[..., 3]) > 127
        columns = np.flatnonzero(changed.any(0))
        widths.append(columns.max() - columns.min())
        touch.button("Start over").click()
    assert widths[0] <= 40 / zoom + 2 * 0.02 * SIZE[0] + 12
    assert widths[0] < widths[1]
