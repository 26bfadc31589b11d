"""A picture goes in, a transparent PNG of the same size comes out."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from offcut_testing.driver import remove_background
from tests import pictures

STEPS = ["preprocess", "infer", "postprocess", "output"]


def test_steps_are_reported_in_order(shared_page: Page, photos: Path) -> None:
    data = (photos / "coffee.png").read_bytes()
    remove_background(shared_page, data)
    assert remove_background(shared_page, data).phases == STEPS


@pytest.mark.full
def test_twelve_megapixels_with_a_wide_gamut_profile(shared_page: Page, photos: Path) -> None:
    small = Image.open(photos / "rocket.jpg")
    file = io.BytesIO()
    small.resize((4032, 3024)).save(file, "JPEG", quality=90, icc_profile=pictures.RGB_PROFILE)
    outcome = remove_background(shared_page, file.getvalue())
    image = Image.open(io.BytesIO(outcome.file))
    assert image.size == (4032, 3024)
    assert image.info["icc_profile"] == pictures.RGB_PROFILE


@pytest.mark.parametrize(
    ("output", "kind", "mode"),
    [
        ({"type": "mask"}, "PNG", "L"),
        ({"type": "background"}, "PNG", "RGBA"),
        ({"background": "#fff"}, "PNG", "RGB"),
        ({"format": "image/webp", "quality": 0.8}, "WEBP", "RGBA"),
        ({"format": "image/jpeg", "background": "#102030"}, "JPEG", "RGB"),
    ],
)
def test_output_options(
    shared_page: Page, photos: Path, output: dict[str, object], kind: str, mode: str
) -> None:
    data = (photos / "chelsea.png").read_bytes()
    outcome = remove_background(shared_page, data, output=output)
    image = Image.open(io.BytesIO(outcome.file))
    assert (image.format, image.mode, image.size) == (kind, mode, (451, 300))


@pytest.mark.parametrize(
    ("data", "options", "error", "said"),
    [
        (b"not a picture", {}, "UnreadableImageError", "photo.jpg"),
        (b"", {}, "UnreadableImageError", "photo.jpg is empty"),
        (b"x", {"model": "u2net"}, "UnknownModelError", "isnet_quint8"),
        (b"x", {"output": {"format": "image/gif"}}, "InvalidOptionError", "image/webp"),
        (b"x", {"output": {"colour": "red"}}, "InvalidOptionError", "output.colour"),
        (b"x", {"format": "image/webp"}, "InvalidOptionError", "There is no option format."),
        (b"x", {"quality": "best"}, "InvalidOptionError", "quality any more: give output.effort."),
    ],
)
def test_errors_have_a_name_and_say_what_to_do(
    shared_page: Page, data: bytes, options: dict[str, Any], error: str, said: str
) -> None:
    outcome = remove_background(shared_page, data, **options)
    assert outcome.error == error
    assert said in outcome.message


_OTHER_SOURCES = """
async (kind) => {
  const { removeBackground } = await import(new URL('offcut.js', location.href));
  const url = new URL('samples/chelsea.png', location.href);
  const blob = await (await fetch(url)).blob();
  const context = new OffscreenCanvas(451, 300).getContext('2d');
  context.drawImage(await createImageBitmap(blob), 0, 0);
  const make = {
    Blob: () => blob,
    ArrayBuffer: () => blob.arrayBuffer(),
    Uint8Array: async () => new Uint8Array(await blob.arrayBuffer()),
    ImageData: () => context.getImageData(0, 0, 451, 300),
    URL: () => url,
    string: () => 'samples/chelsea.png',
  };
  const result = await createImageBitmap(await removeBackground(await make[kind]()));
  return [result.width, result.height];
}
"""


@pytest.mark.parametrize(
    "kind", ["Blob", "ArrayBuffer", "Uint8Array", "ImageData", "URL", "string"]
)
def test_every_kind_of_source(shared_page: Page, kind: str) -> None:
    assert shared_page.evaluate(_OTHER_SOURCES, kind) == [451, 300]


_QUEUE = """
async (photos) => {
  const { removeBackground } = await import(new URL('offcut.js', location.href));
  const calls = photos.map((data) => removeBackground(
    Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), { model: 'isnet_quint8' }));
  return (await Promise.allSettled(calls)).map((call) => call.reason?.name ?? call.value.type);
}
"""


def test_a_bad_picture_does_not_stop_the_others(shared_page: Page, photos: Path) -> None:
    good = base64.b64encode((photos / "chelsea.png").read_bytes()).decode()
    bad = base64.b64encode(b"junk").decode()
    assert shared_page.evaluate(_QUEUE, [good, bad, good]) == [
        "image/png",
        "UnreadableImageError",
        "image/png",
    ]
