"""WebP is decoded by the browser, to the pixels that are in it."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page

from offcut.imageio.decode import decode
from offcut_testing.driver import original, remove_background
from offcut_testing.pyodide_page import START
from tests import pictures
from tests.browser.formats.files import WEBP_KINDS, webp
from tests.browser.profiles import fresh_page

_WITHOUT_PILLOW = """
async (data) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  pyodide.globals.set('blob', new Blob([bytes]));
  return (await pyodide.runPythonAsync(`
from PIL import WebPImagePlugin
from offcut.browser.reading import take
from offcut.imageio.decode import open_image
opened = []
class Decoder:
    def __init__(self, *_):
        opened.append(True)
        raise RuntimeError('Pillow reads WebP')
WebPImagePlugin._webp.WebPAnimDecoder = Decoder
prepared = await (await take(blob, 'a.webp', 'fast', twice=False)).prepare()
refused = None
try:
    open_image((await blob.arrayBuffer()).to_bytes(), 'a.webp')
except Exception as error:
    refused = error.name
[len(opened), refused, *prepared.picture().image.size]
`)).toJs();
}
"""


@pytest.mark.parametrize("kind", WEBP_KINDS)
def test_pixels_orientation_and_profile_are_those_of_the_file(shared_page: Page, kind: str) -> None:
    expected = decode(webp(kind), kind)
    outcome = original(shared_page, webp(kind))
    assert outcome.error is None, outcome
    image = pictures.read(outcome.file)
    assert image.size == expected.image.size
    assert image.info.get("icc_profile") == expected.icc_profile
    assert (image.mode == "RGBA") == (expected.alpha is not None)
    if expected.alpha is not None:
        assert image.getchannel("A").tobytes() == expected.alpha.tobytes()
    assert np.array_equal(np.asarray(image.convert("RGB")), np.asarray(expected.image))


@pytest.mark.full
def test_picture_of_several_tiles_is_put_together_again(shared_page: Page) -> None:
    wide = pictures.gradient((4103, 1031))
    wide.putalpha(wide.getchannel("G"))
    file = pictures.file(wide, "WEBP", lossless=True, exact=True, method=0)
    image = pictures.read(original(shared_page, file).file)
    assert np.array_equal(np.asarray(image), np.asarray(wide))


@pytest.mark.parametrize("small", [False, True])
def test_result_has_the_pictures_size(shared_page: Page, small: bool) -> None:
    outcome = remove_background(shared_page, webp("turned"), small=small)
    assert pictures.read(outcome.file).size == (202, 301)


def test_background_may_be_webp(shared_page: Page) -> None:
    blue = pictures.file(pictures.flat("blue", (40, 30)), "WEBP", lossless=True)
    said = shared_page.evaluate(
        """async ([picture, background]) => {
          const { cutOut } = await import(new URL('offcut.js', location.href));
          const blob = (data) =>
            new Blob([Uint8Array.from(atob(data), (character) => character.charCodeAt(0))]);
          const output = { background: blob(background) };
          const { file } = await cutOut(blob(picture), { output });
          const { data } = await (async () => {
            const bitmap = await createImageBitmap(file);
            const context = new OffscreenCanvas(1, 1).getContext('2d');
            context.drawImage(bitmap, 0, 0);
            return context.getImageData(0, 0, 1, 1);
          })();
          return [...data];
        }""",
        [base64.b64encode(each).decode() for each in (webp("lossy"), blue)],
    )
    assert said == [0, 0, 255, 255]


@pytest.mark.parametrize(
    "data",
    [webp("lossy")[:200], webp("lossy")[:12], webp("lossless")[:40] + bytes(2000)],
    ids=["cut off", "empty", "spoilt"],
)
def test_damaged_file_is_refused_and_the_next_one_read(shared_page: Page, data: bytes) -> None:
    outcome = original(shared_page, data, "cat.webp")
    assert outcome.error == "UnreadableImageError"
    assert outcome.message == "cat.webp is a damaged WebP file and can't be read."
    assert original(shared_page, webp("lossy")).error is None


@pytest.fixture(scope="module")
def pyodide_page(warm: BrowserContext, site: str) -> Iterator[Page]:
    """A page with the site's own Pyodide and wheel, in which a test can run Python."""
    with fresh_page(warm, f"{site}404.html") as page:
        page.evaluate(START)
        yield page


def test_no_webp_reaches_pillow(pyodide_page: Page) -> None:
    data = base64.b64encode(webp("lossy")).decode()
    assert pyodide_page.evaluate(_WITHOUT_PILLOW, data) == [0, "UnreadableImageError", 301, 202]


_NOTES = """
async (data) => {
  const { cutOut } = await import(new URL('offcut.js', location.href));
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  return (await cutOut(new Blob([bytes]))).notes.map(({ message }) => message);
}
"""


@pytest.mark.parametrize(
    ("kind", "notes"),
    [("animated", ["It is an animation of 2 frames: frame 1 is used."]), ("lossy", [])],
)
def test_of_an_animation_the_frame_that_is_used_is_said(
    shared_page: Page, kind: str, notes: list[str]
) -> None:
    assert shared_page.evaluate(_NOTES, base64.b64encode(webp(kind)).decode()) == notes
