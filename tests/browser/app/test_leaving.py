"""Leaving the page asks first while work would be lost, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, expect

from tests.browser.app.workspace import Workspace, eventually, open_workspace

_ASKS = """
() => {
  const leaving = new Event('beforeunload', { cancelable: true });
  dispatchEvent(leaving);
  return leaving.defaultPrevented;
}
"""


@pytest.fixture
def workspace(warm: BrowserContext, site: str) -> Iterator[Workspace]:
    """A page without pictures."""
    warm.grant_permissions(["clipboard-read", "clipboard-write"])
    with open_workspace(warm, site) as opened:
        yield opened


def _asks(workspace: Workspace) -> bool:
    asks: bool = workspace.page.evaluate(_ASKS)
    return asks


def _settles(workspace: Workspace, *, asks: bool) -> None:
    """A file is written anew in a while, or saved: then this is so."""

    def look() -> None:
        assert _asks(workspace) == asks

    eventually(look)


def test_leaving_asks_for_each_result_until_it_is_saved_or_copied(
    workspace: Workspace, photos: Path
) -> None:
    assert not _asks(workspace)
    workspace.add(photos / "coffee.png", photos / "chelsea.png")
    assert _asks(workspace)
    workspace.save()
    assert _asks(workspace), "the other one"
    workspace.select("coffee.png")
    workspace.button("Copy").click()
    _settles(workspace, asks=False)


@pytest.mark.full
def test_leaving_asks_after_a_touch_up_until_that_is_saved(
    workspace: Workspace, photos: Path
) -> None:
    workspace.add(photos / "coffee.png")
    workspace.save()
    _settles(workspace, asks=False)
    workspace.page.get_by_role("tab", name="Erase & restore").click()
    assert not _asks(workspace)
    workspace.stage.click()
    expect(workspace.button("Undo")).to_be_enabled()
    assert _asks(workspace)
    workspace.save()
    _settles(workspace, asks=False)


@pytest.mark.full
def test_reloading_is_put_to_the_user_while_a_result_is_not_saved(
    workspace: Workspace, photos: Path
) -> None:
    kinds: list[str] = []

    def note(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.accept()

    workspace.page.on("dialog", note)
    workspace.add(photos / "coffee.png")
    workspace.save()
    _settles(workspace, asks=False)
    workspace.page.reload()
    assert kinds == []
    workspace.add(photos / "coffee.png")
    workspace.page.reload()
    assert kinds == ["beforeunload"]


def test_a_picture_that_is_removed_is_not_asked_for(workspace: Workspace, photos: Path) -> None:
    workspace.add(photos / "coffee.png")
    assert _asks(workspace)
    workspace.empty()
    assert not _asks(workspace)
