"""Of a file with several pages another one can be chosen, by code and in the page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from offcut_testing.driver import original, remove_background
from offcut_testing.parts import choose, has
from tests import pictures
from tests.browser.profiles import fresh_page

SIZES = ((90, 60), (120, 80), (60, 90))


@pytest.fixture(scope="module")
def pages() -> bytes:
    first, *others = [pictures.gradient(size) for size in SIZES]
    file = io.BytesIO()
    first.save(file, "TIFF", save_all=True, append_images=others)
    return file.getvalue()


def _size(file: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(file)).size


def test_the_page_that_is_asked_for_is_used(shared_page: Page, pages: bytes) -> None:
    assert _size(remove_background(shared_page, pages, "a.tif").file) == SIZES[1]
    for number, size in enumerate(SIZES, 1):
        assert _size(remove_background(shared_page, pages, "a.tif", page=number).file) == size
    assert _size(original(shared_page, pages, page=3).file) == SIZES[2]
    refused = remove_background(shared_page, pages, "a.tif", page=4)
    assert refused.error == "InvalidOptionError"
    assert refused.message == "a.tif has no page 4: choose 1 to 3."


@pytest.mark.full
def test_another_page_is_chosen_beside_the_result(
    warm: BrowserContext, site: str, pages: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "scan.tif"
    file.write_bytes(pages)
    with fresh_page(warm, site) as page:
        choose(page, file)
        has(page, "done")
        field = page.get_by_label("Page", exact=True)
        expect(field).to_have_value("2")
        field.select_option("3")
        expect(page.locator("#outcome")).to_contain_text("It has 3 pages: page 3 is used.")
        has(page, "done")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download", exact=True).click()
        assert _size(download.value.path().read_bytes()) == SIZES[2]
        expect(field).to_have_value("3")
