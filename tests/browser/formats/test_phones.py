"""AVIF and JPEG XL are decoded by the browser, HEIC by libheif where the browser can't."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from offcut.imageio.decode import decode
from offcut_build.site.assemble import Choices
from offcut_testing import small_site
from offcut_testing.driver import original, remove_background
from offcut_testing.host import hosting
from tests import pictures
from tests.browser.app.workspace import eventually, fitted, open_workspace
from tests.browser.formats.files import HEIC, JPEG_XL, PICTURE, TURNED_HEIC, UPRIGHT, avif, webp
from tests.browser.profiles import fresh_page
from tests.unit.imageio.colour.seen import error, seen


def _image(page: Page, data: bytes, name: str = "a") -> Image.Image:
    outcome = original(page, data, name)
    assert outcome.error is None, outcome
    return pictures.read(outcome.file)


def _is_near(image: Image.Image, expected: Image.Image, levels: int = 14) -> bool:
    if image.size != expected.size:
        return False
    difference = np.asarray(image.convert("RGB")).astype(int) - np.asarray(expected)
    return bool(np.abs(difference).max() <= levels)


@pytest.mark.parametrize(
    ("data", "profile"),
    [(HEIC, pictures.RGB_PROFILE), (JPEG_XL, None)],
    ids=["HEIC", "JPEG XL"],
)
def test_file_shows_what_is_in_it(shared_page: Page, data: bytes, profile: bytes | None) -> None:
    image = _image(shared_page, data)
    assert _is_near(image, PICTURE)
    assert image.info.get("icc_profile") == profile


def test_avif_shows_what_is_in_it_and_keeps_its_profile(shared_page: Page) -> None:
    image = _image(shared_page, avif(icc_profile=pictures.RGB_PROFILE))
    assert _is_near(image, PICTURE)
    assert image.info["icc_profile"] == pictures.RGB_PROFILE


@pytest.mark.full
@pytest.mark.parametrize(("primaries", "transfer"), [(12, 13), (9, 14), (1, 1), (9, 16), (9, 18)])
def test_avif_of_another_space_looks_as_the_command_line_has_it(
    shared_page: Page, primaries: int, transfer: int
) -> None:
    data = bytearray(avif(pictures.noise((96, 64))))
    place = data.index(b"colrnclx") + 8
    data[place : place + 4] = struct.pack(">2H", primaries, transfer)
    native = decode(bytes(data), "a")
    image = _image(shared_page, bytes(data))
    found = seen(image.convert("RGB"), image.info.get("icc_profile"))
    assert error(found, seen(native.image, native.icc_profile)) <= 2


def test_picture_is_turned_once(shared_page: Page) -> None:
    for file in (avif(exif=pictures.turned(6)), TURNED_HEIC):
        assert _is_near(_image(shared_page, file), UPRIGHT)


def test_transparency_of_avif_is_kept(shared_page: Page) -> None:
    clear = PICTURE.copy()
    clear.putalpha(PICTURE.getchannel("G"))
    seen = np.asarray(_image(shared_page, avif(clear))).astype(int)
    apart = np.abs(seen - np.asarray(clear))
    assert apart[..., 3].max() <= 24
    assert apart[seen[..., 3] > 32].max() <= 24


@pytest.mark.parametrize("small", [False, True])
def test_heic_is_cut_out(shared_page: Page, small: bool) -> None:
    data = TURNED_HEIC
    outcome = remove_background(shared_page, data, small=small)
    assert outcome.error is None, outcome
    assert pictures.read(outcome.file).size == (64, 96)


@pytest.mark.parametrize(
    ("whole", "kind"), [(HEIC, "HEIC"), (JPEG_XL, "JPEG XL"), (avif(), "AVIF")]
)
def test_damaged_file_is_refused_and_the_next_one_read(
    shared_page: Page, whole: bytes, kind: str
) -> None:
    outcome = original(shared_page, whole[: len(whole) * 2 // 3], "cat")
    assert outcome.error == "UnreadableImageError", outcome
    assert outcome.message == f"cat is a damaged {kind} file and can't be read."
    assert original(shared_page, whole).error is None


def test_picture_of_too_many_pixels_is_refused_by_its_header(shared_page: Page) -> None:
    data = HEIC
    at = data.index(b"ispe") + 8
    huge = data[:at] + (20_000).to_bytes(4, "big") + (30_000).to_bytes(4, "big") + data[at + 8 :]
    outcome = original(shared_page, huge, "cat.heic")
    assert outcome.error == "PictureTooLargeError"
    assert "20000 x 30000" in outcome.message


@pytest.mark.parametrize(
    ("data", "upright"),
    [
        (TURNED_HEIC, UPRIGHT),
        pytest.param(
            webp("turned"), decode(webp("turned"), "a").image, marks=pytest.mark.full, id="WebP"
        ),
    ],
)
def test_page_shows_the_original_upright_and_goes_on_after_a_damaged_file(
    warm: BrowserContext, site: str, tmp_path: Path, data: bytes, upright: Image.Image
) -> None:
    damaged, whole = tmp_path / "damaged.webp", tmp_path / "whole"
    damaged.write_bytes(webp("lossy")[:200])
    whole.write_bytes(data)
    with open_workspace(warm, site) as workspace:
        workspace.choose(damaged, whole)
        expect(workspace.item("damaged.webp")).to_contain_text("is a damaged WebP file")
        workspace.is_done("whole")
        workspace.select("whole")
        workspace.button("Compare").click()

        def left_is_the_original() -> None:
            seen = workspace.canvas()
            height, width = seen.shape[:2]
            left, upper, right, lower = fitted(upright.size, (width, height))
            column = Image.fromarray(seen[upper:lower, left + 4 : left + 5].astype(np.uint8))
            expected = upright.resize((right - left, lower - upper)).crop((4, 0, 5, lower - upper))
            assert _is_near(column, expected, 30)

        eventually(left_is_the_original)


@pytest.mark.full
def test_site_without_libheif_says_that_it_can_not_read_heic(warm: BrowserContext) -> None:
    with (
        hosting(small_site.build(Choices(heic=False))) as host,
        fresh_page(warm, host.url) as page,
    ):
        outcome = original(page, HEIC, "cat.heic")
        assert outcome.message.startswith("cat.heic is HEIC, which can't be read here: save it")
        assert "libheif" not in page.request.get(f"{host.url}licences.txt").text()
