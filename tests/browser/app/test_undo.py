"""What was done by one click can be taken back for a while; where it can't, it is asked before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from offcut_testing import parts
from tests import pictures
from tests.browser.app.workspace import Workspace, open_workspace

TEN_SECONDS = 10_000


@pytest.fixture(scope="module")
def opened(warm: BrowserContext, site: str) -> Iterator[Workspace]:
    with open_workspace(warm, site) as workspace:
        yield workspace


@pytest.fixture
def two(opened: Workspace, photos: Path) -> Iterator[Workspace]:
    """Two pictures, both done."""
    opened.add(photos / "coffee.png", photos / "chelsea.png")
    opened.button("Reset").click()  # what was removed before is not offered any more
    yield opened
    opened.button("Reset").click()
    opened.empty()


def _notice(workspace: Workspace, words: str) -> Locator:
    # in a region that is told to who don't see it
    return workspace.page.get_by_role("status").get_by_text(words, exact=True)


def _undo(workspace: Workspace) -> Locator:
    return workspace.page.get_by_role("button", name=re.compile("^Undo: "))


def _has(workspace: Workspace, *names: str) -> None:
    expect(workspace.items).to_contain_text(names)


def test_pictures_that_were_removed_come_back_in_their_places(two: Workspace) -> None:
    result = two.save()
    two.button("Remove: coffee.png").click()
    expect(_notice(two, "Removed: coffee.png")).to_be_visible()
    two.button("Remove: chelsea.png").click()
    expect(two.list).to_be_hidden()
    expect(_notice(two, "2 pictures removed")).to_be_visible()
    _undo(two).click()
    _has(two, "coffee.png", "chelsea.png")
    expect(_undo(two)).to_be_hidden()
    two.select("chelsea.png")
    assert two.save() == result


def test_removing_is_undone_by_the_keyboard(two: Workspace) -> None:
    two.button("Remove: coffee.png").press("Enter")
    _has(two, "chelsea.png")
    two.page.keyboard.press("Control+z")
    _has(two, "coffee.png", "chelsea.png")
    expect(two.page.get_by_text("Undone.")).to_be_attached()
    two.button("Remove: coffee.png").press("Enter")
    _undo(two).press("Enter")
    _has(two, "coffee.png", "chelsea.png")
    expect(two.item("coffee.png").get_by_role("button", name="coffee.png").first).to_be_focused()


@pytest.mark.full
def test_the_offer_ends_after_ten_seconds_and_not_while_somebody_is_at_it(two: Workspace) -> None:
    two.page.clock.install()
    two.button("Remove: coffee.png").click()
    two.page.clock.run_for(TEN_SECONDS // 2)
    expect(_undo(two)).to_be_visible()
    _undo(two).focus()
    two.page.clock.run_for(2 * TEN_SECONDS)
    expect(_undo(two)).to_be_visible()
    two.page.get_by_role("heading", name="Your pictures").focus()
    two.page.clock.run_for(TEN_SECONDS + 100)
    expect(_undo(two)).to_be_hidden()
    two.page.keyboard.press("Control+z")
    _has(two, "chelsea.png")


def test_settings_that_were_applied_to_all_can_be_taken_back(two: Workspace) -> None:
    two.pick("Format", "WebP")
    two.button("Apply to all pictures").click()
    _undo(two).focus()  # so that it stays
    two.page.keyboard.press("p")
    expect(two.page.get_by_role("combobox", name="Format")).to_have_value("image/webp")
    _undo(two).click()
    name, data = two.save("Download: coffee.png")
    assert (name, pictures.read(data).format) == ("coffee-offcut.png", "PNG")
    assert two.save("Download: chelsea.png")[0] == "chelsea-offcut.webp"


@pytest.mark.full
def test_a_reset_can_be_taken_back(two: Workspace) -> None:
    two.pick("Format", "WebP")
    two.button("Reset").click()
    assert two.save()[0] == "chelsea-offcut.png"
    _undo(two).click()
    assert two.save()[0] == "chelsea-offcut.webp"


@pytest.mark.full
def test_starting_over_can_be_taken_back_with_all_strokes(two: Workspace) -> None:
    two.page.get_by_role("tab", name="Erase & restore").click()
    two.stage.click()
    two.stage.click(position={"x": 240, "y": 240})
    expect(two.button("Start over")).to_be_enabled()
    two.button("Start over").click()
    expect(two.button("Undo")).to_be_disabled()
    two.page.keyboard.press("Control+z")
    two.button("Undo").click()
    expect(two.button("Undo")).to_be_enabled()
    two.page.get_by_role("tab", name="Background & size").click()


def test_cancel_and_remove_do_not_share_a_place(opened: Workspace, photos: Path) -> None:
    opened.choose(photos / "coffee.png")
    places = []
    for name in ("Cancel: coffee.png", "Remove: coffee.png"):
        box = opened.button(name).bounding_box()
        assert box
        places.append(box)
        if name.startswith("Cancel"):
            # a double click cancels, and does no more
            opened.button(name).dblclick()
            expect(opened.item("coffee.png")).to_contain_text("Cancelled")
    cancel, remove = places
    assert cancel["x"] + cancel["width"] <= remove["x"] + 1
    opened.empty()


def test_stored_files_are_deleted_only_once_that_was_confirmed(opened: Workspace) -> None:
    page = opened.page
    parts.opened(page, parts.STORAGE)
    delete = page.get_by_role("button", name="Delete everything")
    delete.click()
    dialog = page.get_by_role("alertdialog", name="Delete everything")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(delete).to_be_focused()
    expect(page.get_by_text(re.compile("MB is stored on this device"))).to_be_visible()
