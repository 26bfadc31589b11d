"""What only the real network shows: its masks in the page, and stopping it at work."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from offcut import OutputOptions
from offcut.native import Remover
from offcut_testing.driver import remove_background
from offcut_testing.parts import choose, has
from tests.browser.profiles import fresh_page

DEFAULT = "isnet_quint8"
VARIANTS = ("isnet", "isnet_fp16", DEFAULT, "isnet_compact")


def _rgba(file: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    image = Image.open(io.BytesIO(file))
    assert image.format == "PNG"
    assert image.mode == "RGBA"
    return np.asarray(image)


def test_photo_becomes_a_cut_out_of_its_own_size(real_page: Page, photos: Path) -> None:
    outcome = remove_background(real_page, (photos / "astronaut.png").read_bytes())
    assert outcome.error is None, outcome
    assert outcome.type == "image/png"
    pixels = _rgba(outcome.file)
    assert pixels.shape == (512, 512, 4)
    assert pixels[100:200, 200:250, 3].min() > 250, "her face is foreground"
    assert pixels[40:120, 20:60, 3].max() < 30, "the wall behind the flag is background"
    assert not pixels[pixels[..., 3] == 0].any(), "what was cut away is gone"


def test_chosen_picture_is_cut_out_by_the_page_and_downloaded(
    warm: BrowserContext, real_site: str, photos: Path
) -> None:
    with fresh_page(warm, real_site) as page:
        choose(page, photos / "astronaut.png")
        has(page, "done")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download", exact=True).click()
        pixels = _rgba(download.value.path().read_bytes())
    assert pixels[100:200, 200:250, 3].min() > 250
    assert not pixels[40:120, 20:60].any()


@pytest.mark.full
def test_network_at_work_is_cancelled_and_the_next_picture_is_done(
    real_page: Page, photos: Path
) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    cancelled = remove_background(real_page, data, cancel_in="infer", model=DEFAULT)
    assert (cancelled.error, cancelled.phases[-1]) == ("AbortError", "infer")
    assert remove_background(real_page, data, model=DEFAULT).error is None


@pytest.mark.full
@pytest.mark.parametrize("model", VARIANTS)
@pytest.mark.parametrize("name", ["astronaut.png", "rocket.jpg"])
def test_masks_agree(
    real_page: Page, photos: Path, models_dir: Path, model: str, name: str
) -> None:
    data = (photos / name).read_bytes()
    outcome = remove_background(real_page, data, name, model=model, output={"type": "mask"})
    assert outcome.error is None, outcome
    remover = Remover(model, models_dir)
    here = remover.remove_background(data, name=name, output=OutputOptions(type="mask"))
    ours = np.asarray(Image.open(io.BytesIO(here)), np.float64)
    theirs = np.asarray(Image.open(io.BytesIO(outcome.file)), np.float64)
    assert ours.std() > 20, "a mask as flat as this proves nothing"
    assert np.abs(ours - theirs).mean() <= 2
