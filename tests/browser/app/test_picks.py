"""Pick: a click keeps or drops a thing; subjects are listed, and each is a file by choice."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import BrowserContext, Locator, expect

from offcut_testing import parts
from tests import pictures
from tests.browser.app.workspace import Workspace, array, eventually, fitted, open_workspace

SIZE = (600, 400)
LEFT, RIGHT = (140.0, 200.0), (470.0, 200.0)
"""Within the two subjects, of which the right one is larger."""

MIDDLE = (300.0, 200.0)
"""Between them."""

STRIPES = ("#b02020", "#b02020", "#e0e0e0", "#2040b0", "#2040b0")


@pytest.fixture(scope="module")
def stripes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the stand-in finds in it has three colours."""
    file = tmp_path_factory.mktemp("stripes") / "stripes.png"
    pictures.bands(*STRIPES, size=SIZE).save(file)
    return file


@pytest.fixture(scope="module")
def opened(
    warm: BrowserContext, site: str, stripes: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A page with a picture of two subjects: of the one that was found, the middle was dropped."""
    pair = tmp_path_factory.mktemp("pair") / "pair.png"
    pair.write_bytes(stripes.read_bytes())
    with open_workspace(warm, site) as workspace:
        workspace.add(pair)
        workspace.page.get_by_role("tab", name="Erase & restore").click()
        workspace.tick("Pick")
        workspace.page.mouse.click(*_place(workspace, MIDDLE))
        expect(_boxes(workspace)).to_have_count(2)
        yield workspace


@pytest.fixture
def picking(opened: Workspace) -> Iterator[Workspace]:
    """The same, ready to pick, with both of them."""
    opened.select("pair.png")
    opened.page.get_by_role("tab", name="Erase & restore").click()
    opened.tick("Pick")
    yield opened
    for box in _boxes(opened).all():
        box.check()
    _are_seen(opened, True, True)


def _place(picking: Workspace, place: tuple[float, float]) -> tuple[float, float]:
    box = picking.stage.bounding_box()
    assert box
    left, top, right, _ = fitted(SIZE, (round(box["width"]), round(box["height"])))
    zoom = (right - left) / SIZE[0]
    return box["x"] + left + place[0] * zoom, box["y"] + top + place[1] * zoom


def _seen(picking: Workspace, *places: tuple[float, float]) -> list[bool]:
    """Whether something is drawn there."""
    return [_pixel(picking, place)[3] > 127 for place in places]


def _are_seen(picking: Workspace, *expected: bool) -> None:
    def check() -> None:
        assert _seen(picking, LEFT, RIGHT) == [*expected]

    eventually(check)


def _boxes(picking: Workspace) -> Locator:
    return picking.page.get_by_role("group", name="Subjects").get_by_role("checkbox")


def test_subjects_are_listed_the_largest_first_and_go_by_the_keyboard(picking: Workspace) -> None:
    first, second = _boxes(picking).all()
    for number, box in enumerate((first, second), 1):
        expect(box).to_have_accessible_name(re.compile(rf"Subject {number}, \d+% of the picture"))
    second.press("Space")
    expect(second).not_to_be_checked()
    expect(second).to_be_focused()
    _are_seen(picking, False, True)
    alpha = array(picking.result())[..., 3]
    assert [alpha[200, 140], alpha[200, 470]] == [0, 255]
    second.press("Space")
    _are_seen(picking, True, True)


def test_a_click_drops_one_of_several_things_and_brings_it_back(picking: Workspace) -> None:
    mouse = picking.page.mouse
    mouse.move(0, 0)
    plain = _pixel(picking, RIGHT)
    mouse.move(*_place(picking, RIGHT))

    def is_tinted() -> None:
        pixel = _pixel(picking, RIGHT)
        assert pixel[0] > plain[0] + 40  # it is blue

    eventually(is_tinted)
    mouse.click(*_place(picking, RIGHT))
    expect(_boxes(picking).first).not_to_be_checked()
    _are_seen(picking, True, False)
    mouse.click(*_place(picking, RIGHT))
    expect(_boxes(picking).first).to_be_checked()
    _are_seen(picking, True, True)
    steps = (("Undo", [True, False]), ("Undo", [True, True]), ("Redo", [True, False]))
    for button, expected in steps:
        picking.button(button).click()
        _are_seen(picking, *expected)


def _pixel(picking: Workspace, place: tuple[float, float]) -> list[int]:
    """RGBA of what is drawn there."""
    drawn = picking.canvas()
    left, top, right, _ = fitted(SIZE, (drawn.shape[1], drawn.shape[0]))
    zoom = (right - left) / SIZE[0]
    pixel: list[int] = drawn[int(top + place[1] * zoom), int(left + place[0] * zoom)].tolist()
    return pixel


@pytest.mark.full
def test_keys_pick_too(picking: Workspace) -> None:
    stage = picking.page.get_by_role("application", name="Picture, to pick things in")
    stage.focus()
    stage.press("Enter")  # shows the cross, in the middle
    for _ in range(28):
        stage.press("ArrowRight")
    stage.press("Space")
    _are_seen(picking, True, False)
    picking.page.keyboard.press("Control+z")
    _are_seen(picking, True, True)


@pytest.mark.full
def test_each_subject_is_a_file(picking: Workspace) -> None:
    name, data = picking.save("In a ZIP")
    assert name == "pair-offcut.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        alphas = {
            each: array(pictures.read(archive.read(each)))[..., 3] for each in archive.namelist()
        }
    assert {name: [a[200, 140], a[200, 470]] for name, a in alphas.items()} == {
        "pair-offcut-1.png": [0, 255],
        "pair-offcut-2.png": [255, 0],
    }
    with (
        picking.page.expect_download() as one,
        picking.page.expect_download(lambda each: each.suggested_filename.endswith("-2.png")),
    ):
        picking.button("One by one").click()
    assert one.value.suggested_filename == "pair-offcut-1.png"


# What the network has to look for


@pytest.fixture
def single(opened: Workspace, stripes: Path) -> Iterator[Workspace]:
    """A picture with one subject, ready to pick."""
    opened.page.get_by_role("tab", name="Background & size").click()
    opened.add(stripes)
    opened.page.get_by_role("tab", name="Erase & restore").click()
    opened.tick("Pick")
    yield opened
    opened.button("Remove").click()
    expect(opened.items).to_have_count(1)


def _is_seen(single: Workspace, expected: object) -> None:
    def check() -> None:
        assert _seen(single, LEFT, MIDDLE, RIGHT) == [True, expected, True]

    eventually(check)


@pytest.mark.full
def test_a_click_into_the_only_subject_asks_the_network_again(single: Workspace) -> None:
    expect(single.page.get_by_role("group", name="Subjects")).to_be_hidden()
    _is_seen(single, True)
    single.page.mouse.click(*_place(single, MIDDLE))
    _is_seen(single, False)
    assert array(single.result())[200, 300, 3] == 0
    single.button("Undo").click()
    _is_seen(single, True)
    single.button("Redo").click()
    _is_seen(single, False)
    single.page.mouse.click(*_place(single, MIDDLE))
    _is_seen(single, True)


@pytest.mark.full
def test_a_click_at_nothing_says_so(single: Workspace, tmp_path: Path) -> None:
    """What only the brush has brought back is no thing of the network's."""
    plain = tmp_path / "plain.png"
    pictures.flat("#5a8cdc", SIZE).save(plain)
    single.page.get_by_role("tab", name="Background & size").click()
    single.add(plain)
    single.page.get_by_role("tab", name="Erase & restore").click()
    single.tick("Restore")
    single.page.mouse.click(*_place(single, MIDDLE))
    eventually(lambda: _is_there(single, MIDDLE))
    single.tick("Pick")
    single.page.mouse.click(*_place(single, MIDDLE))
    expect(single.page.get_by_text("No separate thing was found there")).to_be_visible()
    single.button("Undo").click()
    expect(single.button("Undo")).to_be_disabled()  # the brush alone had made a step
    single.button("Remove").click()
    single.select("stripes.png")


def _is_there(single: Workspace, place: tuple[float, float]) -> None:
    single.page.mouse.move(0, 0)
    assert _seen(single, place) == [True]


@pytest.mark.full
def test_picks_outlive_another_model(single: Workspace) -> None:
    single.page.mouse.click(*_place(single, MIDDLE))
    _is_seen(single, False)
    parts.model(single.page, "isnet_compact").check()
    again = single.page.get_by_role("button", name=re.compile("^Redo with Compact "))
    again.click()
    expect(again).to_be_hidden()
    single.is_done("stripes.png")
    _is_seen(single, False)
    parts.model(single.page, "isnet_quint8").check()


# Edges


@pytest.mark.full
def test_edges_move_and_soften_live(opened: Workspace) -> None:
    opened.select("pair.png")
    opened.page.get_by_role("tab", name="Background & size").click()
    opened.open_fine()
    before = array(opened.result())[200, :, 3]
    rim = int(np.flatnonzero(before > 127)[0]) + 4, 200.0
    for name, value, words in (
        ("Shift edges", -10, "-10 px"),
        ("Feather edges", 12, "12 px"),
        ("Edge contrast", -0.5, "-50%"),
    ):
        opened.slide(name, value)
        slider = opened.page.get_by_role("slider", name=name)
        expect(slider).to_have_attribute("aria-valuetext", words)
        if name == "Shift edges":
            eventually(lambda: _is_gone(opened, rim))
    soft = array(opened.result())[200, :, 3]
    assert _half_way(soft) > _half_way(before) + 15
    opened.button("Reset").click()


def _half_way(alpha: NDArray[np.int64]) -> int:
    """How many pixels are neither in nor out."""
    return int(np.count_nonzero((alpha > 20) & (alpha < 235)))


def _is_gone(opened: Workspace, place: tuple[float, float]) -> None:
    assert _seen(opened, place) == [False]
