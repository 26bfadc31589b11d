"""The page in WebKit, as its user sees it: pictures go in, buttons are pressed, files come out."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.browser.webkit.webdriver import Session

Pixels = NDArray[np.int64]
"""int64 [height, width, 4], RGBA, 0 to 255."""

Place = tuple[float, float]
"""In a picture: x and y as shares of its width and height."""

WIDE: Final = 1440, 1000

_READY: Final = "() => document.querySelector('#status')?.dataset.state === 'ready'"
_STATUS: Final = "() => document.querySelector('#status .text').textContent"
_COUNT: Final = (
    "(state) => document.querySelectorAll(`#pictures li.picture[data-state=${state}]`).length"
)
_TOLD: Final = """(id, words) => {
  const panel = document.querySelector(`#${id}`);
  panel.open = true;
  return panel.innerText.includes(words) && panel.innerText;
}"""
_NAMED: Final = (
    "//*[self::button or self::label][normalize-space()='{0}' or @aria-label='{0}']"
    "[not(ancestor-or-self::*[@hidden])]"
)
_CANVAS: Final = """() => {
  const { x, y, width, height } = document.querySelector('#stage canvas').getBoundingClientRect();
  return [x, y, width, height];
}"""
_SAVED: Final = 60.0
_PATIENCE: Final = 240.0
"""For what takes a minute on a machine that has other things to do."""

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class OffcutPage:
    """A window with the page in it."""

    session: Session

    def open(self, url: str) -> None:
        """Go there, and wait until Python and ONNX Runtime are ready."""
        self.session.resize(*WIDE)
        self.session.goto(url)
        self.is_ready()

    def is_ready(self) -> None:
        """Wait until Python and ONNX Runtime are ready; a first visit reloads itself before."""
        self.session.wait_for(_READY, timeout=_PATIENCE)

    def is_kept(self) -> None:
        """Wait until all of the page's files are on the device."""
        self.tells("proof", "Yes: all")

    def tells(self, panel: str, words: str) -> str:
        """Wait until a panel, by its id, says these words; gives all that it says."""
        text: str = self.session.wait_for(_TOLD, panel, words)
        return text

    @property
    def status(self) -> str:
        """What the page says of itself, in its upper right."""
        text: str = self.session.evaluate(_STATUS)
        return text

    @property
    def threads(self) -> int:
        """How many threads the page says that it has."""
        told = self.tells("proof", "Threads").split()
        return int(told[told.index("Threads") + 1].rstrip(","))

    def choose(self, *files: Path) -> None:
        """Choose pictures."""
        self.session.set_files("#file", files)

    def has(self, state: str, count: int = 1) -> None:
        """Wait until so many pictures are in a state."""
        self.session.wait_for(
            f"(...given) => ({_COUNT})(...given) === {count}", state, timeout=_PATIENCE
        )

    def press(self, name: str) -> None:
        """Press a button, or choose one of some, by all of its name."""
        self.session.click(_NAMED.format(name))

    def paint(self, line: Iterable[Place], size: tuple[int, int]) -> None:
        """Draw a line on the picture, which is shown as large as the stage takes.

        Args:
            line: where to.
            size: the picture's width and height.
        """
        left, top, width, height = self.session.evaluate(_CANVAS)
        zoom = min(width / size[0], height / size[1])
        across, down = size[0] * zoom, size[1] * zoom
        left, top = left + (width - across) / 2, top + (height - down) / 2
        self.session.drag([(round(left + x * across), round(top + y * down)) for x, y in line])

    def result(self, name: str) -> Pixels:
        """Download the selected picture's result, a PNG, by the name of its file."""
        self.press("Download")
        return self._saved(name, rgba)

    def archive(self, count: int) -> dict[str, Pixels]:
        """Download the results of all pictures, so many, as a ZIP: PNGs by name."""
        self.press(f"Download all {count} as a ZIP")
        return self._saved("offcut.zip", _unpacked)

    def _saved(self, name: str, read: Callable[[bytes], _Read]) -> _Read:
        """Read a file that the browser is saving; it appears before it is whole."""
        file = self.session.downloads / name
        end = time.monotonic() + _SAVED
        while True:
            try:
                content = read(file.read_bytes())
            except (OSError, zipfile.BadZipFile):
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                file.unlink()  # or the next of this name would get another
                return content


def rgba(png: bytes) -> Pixels:
    """A PNG's pixels.

    Raises:
        OSError: if it is not whole.
    """
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        assert image.mode == "RGBA"
        return np.asarray(image).astype(np.int64)


def _unpacked(file: bytes) -> dict[str, Pixels]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: rgba(archive.read(name)) for name in archive.namelist()}
