"""The page as an app, for tests: pictures go in, options are set, files come out."""

from __future__ import annotations

import base64
import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from offcut_testing import parts
from offcut_testing.parts import PATIENCE_MS
from tests import pictures
from tests.browser.profiles import fresh_page

MODEL = "Fast"
"""The default."""

WHITE, BLACK = (255, 255, 255), (0, 0, 0)

Pixels = NDArray[np.int64]
"""int64 [height, width, channels], 0 to 255."""


@dataclass(frozen=True)
class Workspace:
    """A page with pictures to work on."""

    page: Page

    # Pictures

    @property
    def list(self) -> Locator:
        """The pictures."""
        return self.page.get_by_role("list", name="Your pictures")

    @property
    def items(self) -> Locator:
        """Each of them."""
        return parts.pictures(self.page)

    @property
    def shown(self) -> Locator:
        """The selected picture, and what is said of it."""
        return self.page.get_by_role("region", name="Your pictures").get_by_role(
            "group", name=self.selected
        )

    @property
    def selected(self) -> str:
        """The selected picture's name."""
        return self.page.get_by_role("heading", level=3).inner_text()

    def item(self, name: str) -> Locator:
        """One picture in the list."""
        return self.items.filter(has_text=name)

    def choose(self, *files: Path) -> None:
        """Choose pictures."""
        parts.choose(self.page, *files)

    def add(self, *files: Path) -> None:
        """Choose pictures, and wait until all are done; the last one is selected then."""
        self.choose(*files)
        for file in files:
            self.is_done(file.name)
        self.select(files[-1].name)

    def is_done(self, name: str) -> None:
        """Wait until a picture can be downloaded."""
        expect(self.button(f"Download: {name}").last).to_be_visible(timeout=PATIENCE_MS)

    def select(self, name: str) -> None:
        """Select a picture in the list."""
        self.item(name).get_by_role("button", name=name).first.click()
        expect(self.page.get_by_role("heading", name=name, level=3)).to_be_visible()

    def empty(self) -> None:
        """Remove all pictures."""
        buttons = self.list.get_by_role("button", name=re.compile(r"^(Cancel|Remove): "))
        while buttons.count():
            # at once: which of the two there is may change at any moment
            buttons.evaluate_all("(buttons) => buttons.forEach((button) => button.click())")
        expect(self.list).to_be_hidden()

    # What is set

    def button(self, name: str) -> Locator:
        """A button by all of its name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def pick(self, field: str, value: str) -> None:
        """Choose from a list."""
        self.page.get_by_role("combobox", name=field, exact=True).select_option(label=value)

    def slide(self, field: str, value: float) -> None:
        """Move a slider."""
        self.page.get_by_role("slider", name=field, exact=True).fill(str(value))

    def tick(self, name: str) -> None:
        """Choose one of some."""
        self.page.get_by_role("radio", name=name, exact=True).check()

    def open_fine(self) -> None:
        """Open the options of mask and edges."""
        summary = self.page.get_by_text("Advanced", exact=True)
        if not summary.evaluate("(summary) => summary.parentElement.open"):
            summary.click()

    # What comes out

    def save(self, name: str = "Download") -> tuple[str, bytes]:
        """Download the selected picture's result, as it is asked for by now: name and content.

        Args:
            name: of the button; those in the list name the picture, too.
        """
        with self.page.expect_download(timeout=PATIENCE_MS) as download:
            self.button(name).click(timeout=PATIENCE_MS)
        return download.value.suggested_filename, download.value.path().read_bytes()

    def copied(self) -> Image.Image:
        """The picture on the clipboard."""
        return pictures.read(base64.b64decode(self.page.evaluate(_PASTE)))

    def result(self) -> Image.Image:
        """The same as a picture."""
        return Image.open(io.BytesIO(self.save()[1]))

    # The stage

    @property
    def stage(self) -> Locator:
        """The canvas."""
        return self.page.get_by_role("application")

    def canvas(self) -> Pixels:
        """What is drawn on the stage: RGBA."""
        url = self.stage.evaluate("(canvas) => canvas.toDataURL()")
        return array(Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))))

    def sight(self) -> Image.Image:
        """What is seen there, with the backdrop: RGB."""
        self.page.mouse.move(0, 0)  # the brush would be seen, too
        self.stage.scroll_into_view_if_needed()
        place = self.stage.bounding_box()
        assert place
        # a canvas that lies between whole pixels is drawn at them
        width, height = self.stage.evaluate("({ width, height }) => [width, height]")
        clip: Any = {"x": round(place["x"]), "y": round(place["y"])}
        clip |= {"width": width, "height": height}
        return Image.open(io.BytesIO(self.page.screenshot(clip=clip))).convert("RGB")

    def is_seen(self, result: Image.Image, backdrop: tuple[int, int, int] = WHITE) -> None:
        """Wait until the stage, at fit, shows this result on this backdrop."""

        def look() -> None:
            sight = self.sight()
            box = fitted(result.size, sight.size)
            size = box[2] - box[0], box[3] - box[1]
            expected = laid_on(backdrop, result).resize(size, Image.Resampling.BILINEAR)
            apart = np.abs(array(sight.crop(box)) - array(expected))
            assert apart.mean() < 3, apart.mean()

        eventually(look)


def array(image: Image.Image) -> Pixels:
    """A picture's samples, fit to be subtracted."""
    return np.asarray(image).astype(np.int64)


def laid_on(colour: tuple[int, int, int], image: Image.Image) -> Image.Image:
    """A result on a colour: RGB."""
    under = Image.new("RGBA", image.size, (*colour, 255))
    return Image.alpha_composite(under, image.convert("RGBA")).convert("RGB")


def fitted(size: tuple[int, int], stage: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where a picture lies on a stage into which it just fits; edges are whole pixels."""
    zoom = min(stage[0] / size[0], stage[1] / size[1])
    return placed(size, stage, zoom)


def placed(size: tuple[int, int], stage: tuple[int, int], zoom: float) -> tuple[int, int, int, int]:
    """The same at any zoom, with the picture's middle in the middle of the stage."""
    left, top = (
        round((outer - zoom * inner) / 2) for inner, outer in zip(size, stage, strict=True)
    )
    return left, top, left + round(zoom * size[0]), top + round(zoom * size[1])


def eventually(check: Callable[[], Any], seconds: float = 60) -> None:
    """Check again and again until no assertion fails."""
    end = time.monotonic() + seconds
    while True:
        try:
            check()
        except AssertionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


_PASTE = """
async () => {
  const [item] = await navigator.clipboard.read();
  const reader = new FileReader();
  reader.readAsDataURL(await item.getType('image/png'));
  await new Promise((done) => (reader.onload = done));
  return reader.result.split(',')[1];
}
"""


def _choose_model(page: Page, title: str) -> None:
    (id_,) = (id_ for id_, known in parts.TITLES.items() if known == title)
    parts.model(page, id_).check()


@contextmanager
def open_workspace(warm: BrowserContext, site: str, model: str = MODEL) -> Iterator[Workspace]:
    """Open the page with a model chosen; no error may come of what is done there."""
    with fresh_page(warm, site, {"width": 1440, "height": 900}) as page:
        page.set_default_timeout(60_000)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        _choose_model(page, model)
        # what chooses a place for a file is the system's, where no test can reach it
        page.evaluate("window.showSaveFilePicker = undefined")
        yield Workspace(page)
        assert not errors
