"""Look: the result beside the original, as near as its pixels, on any backdrop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.app.workspace import (
    BLACK,
    WHITE,
    Pixels,
    Workspace,
    array,
    eventually,
    fitted,
    laid_on,
    open_workspace,
    placed,
)


@pytest.fixture(scope="module")
def opened(warm: BrowserContext, site: str, photos: Path) -> Iterator[Workspace]:
    """A page with a cup of coffee on it."""
    with open_workspace(warm, site) as workspace:
        workspace.add(photos / "coffee.png")
        yield workspace


@pytest.fixture
def look(opened: Workspace) -> Iterator[Workspace]:
    """The same, for each test as it was at first."""
    yield opened
    if opened.button("Compare").get_attribute("aria-pressed") == "true":
        opened.button("Compare").click()
    opened.button("Fit").click()
    opened.tick("Chequer")


@pytest.fixture(scope="module")
def original(photos: Path) -> Image.Image:
    with Image.open(photos / "coffee.png") as image:
        return image.convert("RGB")


@pytest.fixture(scope="module")
def result(opened: Workspace) -> Image.Image:
    return opened.result()


def _divider(look: Workspace) -> Locator:
    return look.page.get_by_role("slider", name="Divider between original and result")


def _is_split(look: Workspace, original: Image.Image, result: Image.Image, share: float) -> None:
    """Left of a share of the width the original is drawn, and right of it the result."""

    def check() -> None:
        drawn = look.canvas()
        left, top, right, bottom = fitted(original.size, (drawn.shape[1], drawn.shape[0]))
        line = left + round(share * (right - left))
        size = right - left, bottom - top
        before = original.convert("RGBA").resize(size, Image.Resampling.BILINEAR)
        after = result.resize(size, Image.Resampling.BILINEAR)
        margin = 6
        for image, start, stop in (
            (before, left, line - margin),
            (after, line + margin, right),
        ):
            if stop - start > margin:
                part = drawn[top:bottom, start:stop]
                expected = array(image)[:, start - left : stop - left]
                assert _apart(part, expected) < 3

    eventually(check)


def _apart(one: Pixels, other: Pixels) -> float:
    """Mean difference of RGBA, colours weighed by how much there is to be seen of them."""
    premultiplied = [
        np.concatenate([each[..., :3] * each[..., 3:] / 255, each[..., 3:]], axis=-1)
        for each in (one, other)
    ]
    return float(np.abs(premultiplied[0] - premultiplied[1]).mean())


def test_compare_shows_the_original_left_and_the_result_right(
    look: Workspace, original: Image.Image, result: Image.Image
) -> None:
    _is_split(look, original, result, 0)
    look.button("Compare").click()
    expect(look.button("Compare")).to_have_attribute("aria-pressed", "true")
    _is_split(look, original, result, 0.5)
    look.button("Compare").click()
    expect(_divider(look)).to_be_hidden()
    _is_split(look, original, result, 0)


def test_divider_is_dragged_by_mouse(
    look: Workspace, original: Image.Image, result: Image.Image
) -> None:
    look.button("Compare").click()
    box = look.stage.bounding_box()
    assert box
    size = round(box["width"]), round(box["height"])
    left, _, right, _ = fitted(original.size, size)
    places = [box["x"] + left + share * (right - left) for share in (0.5, 0.25)]
    middle = box["y"] + box["height"] / 2
    look.page.mouse.move(places[0], middle)
    look.page.mouse.down()
    look.page.mouse.move(places[1], middle, steps=5)
    look.page.mouse.up()
    share = float(_divider(look).input_value()) / 100
    assert share == pytest.approx(0.25, abs=0.02)
    _is_split(look, original, result, share)


def test_divider_is_moved_by_keys(
    look: Workspace, original: Image.Image, result: Image.Image
) -> None:
    look.page.keyboard.press("c")
    divider = _divider(look)
    divider.focus()
    for keys, share, words in (
        (["ArrowLeft"] * 10, 0.4, "40%"),
        (["PageUp", "ArrowRight"], 0.51, "51%"),
        (["End"], 1, "100%"),
        (["Home"], 0, "0%"),
    ):
        for key in keys:
            divider.press(key)
        expect(divider).to_have_attribute("aria-valuetext", words)
        _is_split(look, original, result, share)
    look.page.keyboard.press("c")
    expect(divider).to_be_hidden()


def test_keys_and_buttons_zoom(look: Workspace) -> None:
    zoom = look.shown.get_by_role("status")
    at_first = zoom.inner_text()
    look.stage.focus()
    look.stage.press("1")
    expect(zoom).to_have_text("100%")
    for key, percent in (("+", 125), ("+", 156), ("-", 125), ("-", 100)):
        look.stage.press(key)
        expect(zoom).to_have_text(f"{percent}%")
    look.button("Zoom in").click()
    expect(zoom).to_have_text("150%")
    look.button("Zoom out").click()
    expect(zoom).to_have_text("100%")
    look.stage.press("0")
    expect(zoom).to_have_text(at_first)
    look.button("100%").click()
    expect(zoom).to_have_text("100%")
    look.button("Fit").click()
    expect(zoom).to_have_text(at_first)


def test_wheel_zooms_at_the_pointer_and_the_mouse_pans(look: Workspace) -> None:
    zoom = look.shown.get_by_role("status")
    box = look.stage.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    look.button("100%").click()
    look.button("Zoom in").click()
    look.stage.focus()
    look.page.mouse.move(x + 40, y + 20)
    column, row = round(box["width"] / 2) + 40, round(box["height"] / 2) + 20
    eventually(lambda: np.testing.assert_array_less(0, look.canvas()[row, column, 3]))
    look.page.mouse.wheel(0, -300)
    expect(zoom).not_to_have_text("150%")
    before = look.canvas()
    look.page.mouse.down()
    look.page.mouse.move(x + 10, y + 30, steps=4)
    look.page.mouse.up()

    def has_moved() -> None:
        after = look.canvas()
        patch = np.s_[row - 20 : row + 20, column - 20 : column + 20]
        moved = np.s_[row - 10 : row + 30, column - 50 : column - 10]
        assert np.abs(after[moved] - before[patch]).mean() < 1
        assert np.abs(after[patch] - before[patch]).mean() > 1

    eventually(has_moved)


@pytest.mark.parametrize(("name", "colour"), [("White", WHITE), ("Black", BLACK)])
def test_at_100_percent_pixels_are_those_of_the_file(
    look: Workspace, result: Image.Image, name: str, colour: tuple[int, int, int]
) -> None:
    look.tick(name)
    look.button("100%").click()
    sight = look.sight()
    left, top, right, bottom = placed(result.size, sight.size, 1)
    box = max(left, 0), max(top, 0), min(right, sight.width), min(bottom, sight.height)
    expected = laid_on(colour, result).crop(
        (box[0] - left, box[1] - top, box[2] - left, box[3] - top)
    )
    assert expected.width > 300
    assert expected.height > 200

    def check() -> None:
        apart = np.abs(array(look.sight().crop(box)) - array(expected))
        # at the edge the backdrop may end between two pixels
        assert apart[1:-1, 1:-1].max() <= 3  # colours under transparency are rounded twice

    eventually(check)


def test_backdrop_is_seen_where_nothing_is_left(look: Workspace, result: Image.Image) -> None:
    corners = []
    for name in ("Chequer", "Black", "White"):
        look.tick(name)
        sight = look.sight()
        left, top, *_ = fitted(result.size, sight.size)
        corners.append(array(sight.crop((left + 12, top + 12, left + 60, top + 60))).reshape(-1, 3))
    chequer, black, white = corners
    shares = np.unique(chequer, axis=0, return_counts=True)[1] / len(chequer)
    assert sorted(shares)[-2:] == pytest.approx([0.5, 0.5], abs=0.06)
    assert (black == 0).all()
    assert (white == 255).all()
    for name in ("Original", "Chequer", "Black", "White"):
        look.page.keyboard.press("b")
        expect(look.page.get_by_role("radio", name=name, exact=True)).to_be_checked()
