"""A small model that is kept unpacked too: it is used, verified, and mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from offcut_testing.driver import model_requests, remove_background
from tests.browser.faults.faults import MODEL

_KEPT = """
async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const urls = (await cache.keys()).map(({ url }) => url);
    if (urls.some((url) => url.includes('/unpacked/'))) {
      return urls.filter((url) => url.includes('/unpacked/')).length;
    }
  }
  return 0;
}
"""
_CHANGE = """
async ([word, junk]) => {
  for (const name of (await caches.keys()).filter((name) => name.startsWith('offcut-models'))) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      if (url.includes(word)) await cache.put(url, new Response(junk));
    }
  }
}
"""


@pytest.fixture
def photo(photos: Path) -> bytes:
    return (photos / "chelsea.png").read_bytes()


@pytest.fixture
def result(page: Page, photo: bytes) -> bytes:
    """What the first visit gave; it has kept the model's two files."""
    first = remove_background(page, photo, model=MODEL)
    assert first.error is None, first
    page.wait_for_function(f"async () => await ({_KEPT})() === 2")
    return first.file


def test_next_visit_looks_at_no_part(page: Page, photo: bytes, result: bytes) -> None:
    page.evaluate(_CHANGE, [".gz", "junk"])
    page.reload()
    fetched = model_requests(page)
    again = remove_background(page, photo, model=MODEL)
    assert (again.error, again.file) == (None, result)
    assert fetched == []


@pytest.mark.full
def test_damaged_file_is_made_anew_of_the_parts(page: Page, photo: bytes, result: bytes) -> None:
    page.evaluate(_CHANGE, ["unpacked/", "junk"])
    page.reload()
    fetched = model_requests(page)
    again = remove_background(page, photo, model=MODEL)
    assert (again.error, again.file) == (None, result)
    assert fetched == []
    page.evaluate(_CHANGE, [".gz", "junk"])
    page.reload()
    assert remove_background(page, photo, model=MODEL).file == result, "it was mended"
    assert fetched == []
