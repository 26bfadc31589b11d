"""The page itself, as people use it: pointer, keyboard, small screens, dark mode."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from offcut_testing.parts import (
    PATIENCE_MS,
    PROOF,
    choose,
    has,
    model,
    models,
    opened,
    pictures,
    says,
    shown,
)
from tests.browser.app.workspace import Workspace
from tests.browser.profiles import fresh_page

MODEL = "isnet_compact"


@pytest.fixture(scope="module")
def page(warm: BrowserContext, site: str) -> Iterator[Page]:
    """The page as a first visitor sees it."""
    with fresh_page(warm, site) as visit:
        visit.set_default_timeout(PATIENCE_MS)
        yield visit


@pytest.fixture
def ready(page: Page) -> Page:
    """The page without pictures, with a model chosen."""
    Workspace(page).empty()
    model(page, MODEL).check()
    return page


def _button(page: Page, name: str) -> Locator:
    """A button of the selected picture; those in the list name the picture too."""
    return page.get_by_role("button", name=name, exact=True)


def _download(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        _button(page, "Download").click()
    saved = folder / download.value.suggested_filename
    download.value.save_as(saved)
    return saved


def test_chosen_picture_is_cut_out_and_downloaded(
    ready: Page, photos: Path, tmp_path: Path
) -> None:
    choose(ready, photos / "chelsea.png")
    has(ready, "done")
    saved = _download(ready, tmp_path)
    assert saved.name == "chelsea-offcut.png"
    with Image.open(saved) as image:
        assert (image.mode, image.size) == ("RGBA", (451, 300))
        low, high = image.getchannel("A").getextrema()
        assert (low, high) == (0, 255)
    expect(shown(ready)).to_contain_text("451 \u00d7 300 \u00b7 ")


def test_a_picture_without_a_subject_says_so(ready: Page, tmp_path: Path) -> None:
    sky = tmp_path / "sky.png"
    Image.new("RGB", (300, 200), (90, 140, 220)).save(sky)
    choose(ready, sky)
    has(ready, "done")
    expect(shown(ready)).to_contain_text("No subject was found")
    expect(ready.get_by_role("listitem").filter(has_text="sky.png")).to_contain_text(
        "No subject was found"
    )


_TRANSFER = """
([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: 'image/png' }));
  return transfer;
}
"""


def test_dropped_picture_is_taken_anywhere_on_the_page(
    ready: Page, photos: Path, tmp_path: Path
) -> None:
    data = base64.b64encode((photos / "chelsea.png").read_bytes()).decode()
    transfer = ready.evaluate_handle(_TRANSFER, [data, "cat.png"])
    ready.dispatch_event("body", "dragover", {"dataTransfer": transfer})
    ready.dispatch_event("body", "drop", {"dataTransfer": transfer})
    has(ready, "done")
    assert _download(ready, tmp_path).name == "cat-offcut.png"


def test_pasted_picture_is_taken(ready: Page, photos: Path) -> None:
    data = base64.b64encode((photos / "chelsea.png").read_bytes()).decode()
    ready.evaluate(
        f"""(given) => {{
          const clipboardData = ({_TRANSFER})(given);
          document.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData, bubbles: true }}));
        }}""",
        [data, "image.png"],
    )
    has(ready, "done")


def test_everything_works_by_keyboard(ready: Page, photos: Path) -> None:
    model(ready, MODEL).focus()
    ready.keyboard.press("ArrowDown")
    ready.keyboard.press("ArrowUp")
    expect(model(ready, MODEL)).to_be_checked()
    with ready.expect_file_chooser() as chooser:
        for _ in range(30):
            focused = ready.evaluate("document.activeElement?.id === 'file'")
            if focused:
                break
            ready.keyboard.press("Shift+Tab")
        ready.keyboard.press("Enter")
    chooser.value.set_files(photos / "chelsea.png")
    has(ready, "done")
    _button(ready, "Download").focus()
    with ready.expect_download():
        ready.keyboard.press("Enter")


def test_unreadable_file_gets_a_sentence_and_the_rest_goes_on(
    ready: Page, photos: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "holiday.jpg"
    broken.write_bytes((photos / "rocket.jpg").read_bytes()[:20])
    choose(ready, broken, photos / "chelsea.png")
    has(ready, "done")
    failed = pictures(ready, "failed")
    expect(failed).to_have_count(1)
    sentence = "holiday.jpg is a damaged JPEG file and can't be read."
    expect(failed).to_contain_text(sentence)
    failed.get_by_role("button", name="holiday.jpg").first.click()
    expect(shown(ready)).to_contain_text(sentence)


def test_what_should_be_known_of_a_picture_stands_beside_its_result(
    ready: Page, photos: Path, tmp_path: Path
) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(data[: len(data) // 2])
    choose(ready, cut)
    has(ready, "done")
    expect(shown(ready)).to_contain_text(
        re.compile(r"The file breaks off or is damaged: \d+ % of the picture is missing\.")
    )


def test_cancel_and_try_again(ready: Page, photos: Path) -> None:
    choose(ready, photos / "chelsea.png")
    _button(ready, "Cancel").press("Enter")
    has(ready, "cancelled")
    expect(_button(ready, "Try again")).to_be_focused()
    ready.keyboard.press("Enter")
    expect(_button(ready, "Cancel")).to_be_focused()
    has(ready, "done")


def test_steps_bytes_and_time_are_shown(ready: Page, photos: Path) -> None:
    ready.evaluate(
        """() => {
          globalThis.seen = new Set();
          new MutationObserver(() => {
            for (const part of document.querySelectorAll('#pictures .state')) {
              seen.add(part.textContent.trim());
            }
          }).observe(document.querySelector('#pictures'), {
            subtree: true, childList: true, characterData: true,
          });
        }"""
    )
    choose(ready, photos / "rocket.jpg")
    has(ready, "done")
    seen: list[str] = ready.evaluate("[...seen]")
    steps = (
        "Preparing the picture …",
        "Finding the subject …",
        "Cutting out …",
        "Writing the file …",
    )
    for step in steps:
        assert any(re.match(rf"{step} · .*\d s$", text) for text in seen), (step, seen)
    assert re.search(r"\d\sMB", seen[-1]), seen


def test_variants_say_what_they_cost(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(site)
    expect(models(page)).to_have_count(4)
    for choice in models(page).all():
        expect(choice).to_have_accessible_name(re.compile(r"\d MB"))
    chosen = [choice for choice in models(page).all() if choice.is_checked()]
    assert len(chosen) == 1


def test_status_is_short_and_the_panel_says_how_many_threads(page: Page) -> None:
    says(page, re.compile("^Ready$"), 60_000)
    proof = opened(page, PROOF)
    expect(proof.get_by_role("definition").nth(2)).to_have_text(re.compile(r"^\d+$"))


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_small_screen_never_scrolls_sideways(
    warm: BrowserContext, site: str, photos: Path, scheme: Literal["light", "dark"]
) -> None:
    with fresh_page(warm, site, ViewportSize(width=360, height=740)) as page:
        page.emulate_media(color_scheme=scheme)
        model(page, MODEL).check()
        choose(page, photos / "rocket.jpg")
        has(page, "done")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        lightness = sum(int(part) for part in background[4:-1].split(",")[:3]) / 3
        assert (lightness > 128) == (scheme == "light")
