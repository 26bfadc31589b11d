"""The page looks as it did: small pictures of its main states are held against kept ones.

What is kept, in ``snapshots/``, is a quarter as large in each direction, its letters are boxes, and
timings are not seen: so another machine does no harm, while a panel that has moved or a style that
was lost does. After a wanted change, write them anew and look at each:

    OFFCUT_SNAPSHOTS=write python3 -m tests -k snapshots
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, expect

from offcut_testing.driver import is_ready, part_names
from offcut_testing.host import Host, hosting
from offcut_testing.parts import PATIENCE_MS, choose, has, model, pictures, samples
from tests.browser.faults.gate import Gate
from tests.browser.look.box_font import wear

FOLDER: Final = Path(__file__).parent / "snapshots"
SIZES: Final = {1440: (900, 960), 768: (1024, 1360), 360: (740, 1440)}
"""By width: height of the window, and of the part of the page that is looked at."""
SHOTS: Final = (
    *(("empty", 1440, "light"), ("empty", 768, "dark"), ("empty", 360, "light")),
    *(("working", 1440, "light"), ("working", 1440, "dark"), ("working", 768, "light")),
    ("working", 360, "dark"),
    *(("touch-up", 1440, "dark"), ("touch-up", 768, "light"), ("touch-up", 360, "light")),
)
SCALE: Final = 4
WASH: Final = 1
"""Radius of what is washed out, in pixels of the small pictures."""
APART: Final = 16
"""Of 255: two pixels that differ more are not alike."""
SHARE: Final = 0.003
"""So much of a picture may be not alike; the lost colour of one button is more."""
_DONE, _LOADING = "isnet_compact", "isnet_quint8"


@pytest.fixture(scope="module")
def shots(browser: Browser, dist: Path, photos: Path) -> Mapping[str, Image.Image]:
    """What the page looks like now, by the names of the kept pictures."""
    taken = {}
    with hosting(dist) as host, browser.new_context(reduced_motion="reduce") as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        for state in _states(page, host, photos):
            for name, width, scheme in SHOTS:
                if name == state:
                    taken[f"{name}-{width}-{scheme}"] = _shot(page, width, scheme)
    return taken


def _states(page: Page, host: Host, photos: Path) -> Iterator[str]:
    page.goto(host.url)
    model(page, _DONE).check()
    is_ready(page)
    expect(samples(page)).to_have_count(4)
    wear(page, hidden=".words .state, .facts, .cost")
    yield "empty"
    choose(page, photos / "chelsea.png")
    has(page, "done", 1)
    # the next two wait for a model that does not come
    gate = Gate()
    host.faults[part_names(page, _LOADING)[0]] = gate.holds
    model(page, _LOADING).check()
    choose(page, photos / "rocket.jpg", photos / "coffee.png")
    has(page, "working", 2)
    bar = page.get_by_role("progressbar", name="Progress of rocket.jpg")
    expect(bar).to_have_attribute("value", re.compile(r"0\.9"), timeout=PATIENCE_MS)
    expect(pictures(page).nth(1)).to_contain_text("left", timeout=PATIENCE_MS)
    model(page, _DONE).check()
    yield "working"
    page.set_viewport_size({"width": 1440, "height": 900})  # on a phone it is called by the bar
    page.get_by_role("tab", name="Erase & restore").click()
    yield "touch-up"
    gate.open()


def _shot(page: Page, width: int, scheme: Any) -> Image.Image:
    height, seen = SIZES[width]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    page.mouse.move(0, 0)
    page.wait_for_timeout(1000)  # the stage is drawn anew, and so is a file that was changed
    clip: Any = {"x": 0, "y": 0, "width": width, "height": seen}
    return Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip))).convert("RGB")


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How much of two small pictures of one size is not alike, from 0 to 1."""
    washed = [_washed(image) for image in (one, other)]
    return float((np.abs(washed[0] - washed[1]).max(axis=-1) > APART).mean())


def _washed(image: Image.Image) -> NDArray[np.int64]:
    return np.asarray(image.convert("RGB").filter(ImageFilter.BoxBlur(WASH))).astype(np.int64)


def _kept(name: str) -> Path:
    return FOLDER / f"{name}.png"


@pytest.mark.full
@pytest.mark.parametrize("name", ["-".join(map(str, shot)) for shot in SHOTS])
def test_page_looks_as_it_did(shots: Mapping[str, Image.Image], name: str, tmp_path: Path) -> None:
    seen = tmp_path / f"{name}.png"
    shots[name].save(seen)
    now = shots[name].reduce(SCALE)
    if os.environ.get("OFFCUT_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        palette = now.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        palette.save(_kept(name), optimize=True)
    with Image.open(_kept(name)) as kept:
        assert kept.size == now.size
        share = unlike(kept, now)
    assert share < SHARE, f"{share:.1%} of {name} is not as it was: see {seen}"
