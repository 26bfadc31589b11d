"""Browser and CPython convert colours to the same samples."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from offcut import prepare
from offcut_testing.pyodide_page import START
from tests import pictures
from tests.browser.profiles import fresh_page
from tests.unit.imageio import transparent
from tests.unit.imageio.colour import presses, profiles
from tests.unit.imageio.colour.test_grey import grey_profile
from tests.unit.imageio.colour.test_png_space import coded, gamma
from tests.unit.imageio.colour.test_shown import png_with

_DIGESTS = """
(data) => {
  pyodide.globals.set('data', Uint8Array.from(atob(data), (c) => c.charCodeAt(0)));
  return pyodide.runPython(`
import hashlib, offcut
prepared = offcut.prepare(data.to_bytes(), 'picture')
picture = prepared.picture()
parts = prepared.tensor, picture.image.tobytes(), picture.icc_profile or b''
[hashlib.sha256(part).hexdigest() for part in parts]
`).toJs();
}
"""

NOISE = pictures.noise((320, 270))
FILES = {
    "CMYK": pictures.file(NOISE.convert("CMYK"), "TIFF", icc_profile=presses.profile()),
    "CMYK in steps": pictures.file(
        NOISE.convert("CMYK"), "TIFF", icc_profile=presses.profile(b"mAB ")
    ),
    "grey": pictures.file(NOISE.convert("L"), icc_profile=grey_profile(profiles.gamma(1.8))),
    "gamma": png_with(gamma(60_000), image=NOISE),
    "P3": png_with(coded(12, 13, 0, 1), image=NOISE),
    "PQ": png_with(coded(9, 16, 0, 1), image=NOISE),
    "HLG": png_with(coded(9, 18, 0, 1), image=NOISE),
    "white on nothing": pictures.file(transparent.word("white")),
}


@pytest.fixture(scope="module")
def pyodide_page(warm: BrowserContext, site: str) -> Iterator[Page]:
    """A page with the site's own Pyodide and wheel, in which a test can run Python."""
    with fresh_page(warm, f"{site}404.html") as page:
        page.evaluate(START)
        yield page


@pytest.mark.parametrize("name", FILES)
def test_colours_are_the_same_to_the_bit(pyodide_page: Page, name: str) -> None:
    data = FILES[name]
    prepared = prepare(data, name)
    picture = prepared.picture()
    parts = prepared.tensor.tobytes(), picture.image.tobytes(), picture.icc_profile or b""
    here = [hashlib.sha256(part).hexdigest() for part in parts]
    assert pyodide_page.evaluate(_DIGESTS, base64.b64encode(data).decode()) == here
