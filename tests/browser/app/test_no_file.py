"""A paste or a drop that holds no file is told, and never leaves the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from offcut_testing.driver import developer_tools
from offcut_testing.parts import models
from tests.browser.profiles import fresh_page

SENTENCE = "No file was dropped or pasted: save the picture first, then choose it here."
ADDRESS = "https://example.org/cat.png"

_CONTENTS = [
    pytest.param({"text/plain": "a cat"}, id="text"),
    pytest.param({"text/uri-list": ADDRESS, "text/plain": ADDRESS}, id="address"),
    pytest.param({"text/html": f'<img src="{ADDRESS}">', "text/plain": ""}, id="html"),
]

_PASTE = """(contents) => {
  const clipboardData = new DataTransfer();
  for (const [kind, data] of Object.entries(contents)) clipboardData.setData(kind, data);
  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
}"""


@pytest.fixture(scope="module")
def visit(warm: BrowserContext, site: str) -> Iterator[Page]:
    with fresh_page(warm, site) as page:
        expect(models(page)).not_to_have_count(0)  # the page's scripts have run
        yield page


@pytest.fixture
def quiet(visit: Page) -> Page:
    """The page with nothing to complain of."""
    visit.evaluate("document.querySelector('#intake-failed').hidden = true")
    return visit


def _is_told(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=SENTENCE)).to_be_visible()


@pytest.mark.parametrize("contents", _CONTENTS)
def test_pasted_without_a_file(quiet: Page, contents: dict[str, str]) -> None:
    quiet.evaluate(_PASTE, contents)
    _is_told(quiet)


@pytest.mark.parametrize("contents", _CONTENTS)
def test_dropped_without_a_file(quiet: Page, site: str, contents: dict[str, str]) -> None:
    """As the system drops it; whoever lets the browser have it leaves the page or opens another."""
    left = quiet.context.pages
    tools = developer_tools(quiet)
    items = [{"mimeType": kind, "data": data} for kind, data in contents.items()]
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": items, "files": [], "dragOperationsMask": 1}
        tools.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": data})
    tools.detach()
    _is_told(quiet)
    expect(quiet.locator("body.dragging")).to_have_count(0)
    assert quiet.url == site
    assert quiet.context.pages == left
