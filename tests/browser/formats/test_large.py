"""Pictures of 50 megapixels are cut out, whatever their format."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page

from offcut_testing.driver import remove_background
from offcut_testing.heic_grid import heic_grid
from tests import pictures
from tests.browser.formats.files import HEIC

SIZE = (8640, 5760)


def _drawn(kind: str, **options: object) -> bytes:
    return pictures.file(pictures.gradient((864, 576)).resize(SIZE), kind, **options)


FILES: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: _drawn("JPEG", quality=85),
    "PNG": lambda: _drawn("PNG", compress_level=1),
    "TIFF": lambda: _drawn("TIFF", compression="tiff_lzw"),
    "HEIC": lambda: heic_grid(HEIC, (9, 9), (10, 10)),
}


@pytest.mark.full
@pytest.mark.parametrize("kind", FILES)
def test_fifty_megapixels_are_cut_out(shared_page: Page, kind: str) -> None:
    outcome = remove_background(shared_page, FILES[kind]())
    assert outcome.error is None, outcome
    with Image.open(io.BytesIO(outcome.file)) as image:
        assert (image.size, image.mode) == (SIZE, "RGBA")
