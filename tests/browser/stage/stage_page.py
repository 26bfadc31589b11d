"""A stage on a page of its own, for tests: to see its pixels, and to put hands on it."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page

from offcut_testing.host import hosting

WEB = Path(__file__).resolve().parents[3] / "web"
"""The page's own files, as they are: the stage needs no build."""

LEFT, TOP = 20, 30
"""Where the stage lies in the window."""

WIDTH, HEIGHT = 120, 80
"""The picture: red is twice the column and green three times the row, so each pixel says where it
is. Before is without blue; after has 200 of it, and its left quarter is transparent."""

_HARNESS = """
async ([width, height, left, top]) => {
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = 'app/styles/stage.css';
  const styled = new Promise((done) => (style.onload = done));
  document.head.append(style);
  await styled;
  const host = document.createElement('div');
  const place = { position: 'absolute', left: `${left}px`, top: `${top}px`, width, height };
  Object.assign(host.style, place);
  document.body.replaceChildren(host);
  document.body.style.height = '3000px';
  const { Stage } = await import(new URL('app/stage/stage.js', location.href));
  const stage = new Stage(host);
  const canvas = host.querySelector('canvas');
  const events = [];
  for (const type of ['view', 'compare', 'brush', 'stroke'])
    stage.addEventListener(type, ({ detail }) => events.push([type, detail ?? null]));
  const drawn = () => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
  const coded = (width, height, colour) => {
    const image = new ImageData(width, height);
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at += 4) image.data.set(colour(x, y), at);
    return createImageBitmap(image);
  };
  const before = await coded(120, 80, (x, y) => [2 * x, 3 * y, 0, 255]);
  const after = await coded(120, 80, (x, y) => [2 * x, 3 * y, 200, x < 30 ? 0 : 255]);
  const shown = { width: 120, height: 80, box: [0, 0, 120, 80], before, after, key: 1 };
  Object.assign(globalThis, { host, stage, canvas, events, drawn, coded, shown });
  globalThis.show = (change = {}) => stage.show(Object.assign(shown, change));
  globalThis.renew = async () => ({ after: await createImageBitmap(shown.after) });
  show();
  await drawn();
}
"""


@dataclass(frozen=True)
class Seen:
    """A page with a stage on it; places are CSS pixels from the stage's corner."""

    page: Page

    def run(self, script: str, argument: Any = None) -> Any:
        """Run the body of an async function, with `it`, and wait until what came of it is drawn."""
        run = f"const answer = await (async () => {{ {script} }})();"
        return self.page.evaluate(
            f"async (it) => {{ {run} await drawn(); return answer; }}", argument
        )

    def pixel(self, x: float, y: float) -> tuple[int, int, int, int]:
        """RGBA on the canvas."""
        r, g, b, a = self.run(
            """const scale = canvas.width / canvas.clientWidth;
            const at = it.map((place) => Math.floor(place * scale));
            return [...canvas.getContext('2d').getImageData(...at, 1, 1).data];""",
            [x, y],
        )
        return r, g, b, a

    def row(self, y: float) -> list[list[int]]:
        """RGBA of all pixels of a row."""
        pixels: list[list[int]] = self.run(
            """const at = Math.floor(it * canvas.width / canvas.clientWidth);
            const { data } = canvas.getContext('2d').getImageData(0, at, canvas.width, 1);
            const pixel = (_, x) => [...data.slice(4 * x, 4 * x + 4)];
            return Array.from({ length: canvas.width }, pixel);""",
            y,
        )
        return pixels

    def under(self, x: float, y: float) -> tuple[int, int]:
        """The picture's pixel that is seen there."""
        red, green, _, alpha = self.pixel(x, y)
        assert alpha == 255
        return red // 2, green // 3

    def colours(self, x: float, y: float, width: int, height: int) -> set[Any]:
        """RGB of all pixels of a box of the window, with what lies under and over the canvas."""
        clip: Any = {"x": LEFT + x, "y": TOP + y, "width": width, "height": height}
        with Image.open(io.BytesIO(self.page.screenshot(clip=clip))) as image:
            return {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}

    def drag(self, *places: tuple[float, float], button: Any = "left") -> None:
        """Press at the first place, and go through the others."""
        mouse = self.page.mouse
        mouse.move(LEFT + places[0][0], TOP + places[0][1])
        mouse.down(button=button)
        for x, y in places[1:]:
            mouse.move(LEFT + x, TOP + y, steps=4)
        mouse.up(button=button)
        self.run("")

    def brush(self, kind: str = "erase", radius: float = 0.1, **rest: float) -> None:
        """Take a brush."""
        given = {"kind": kind, "radius": radius, "hardness": 1, "opacity": 1, **rest}
        self.run("stage.compare = null; stage.brush = it", given)

    def strokes(self) -> list[dict[str, Any]]:
        """What the stage has handed on."""
        found: list[dict[str, Any]] = self.run(
            "return events.filter(([type]) => type === 'stroke').map(([, detail]) => detail)"
        )
        return found

    def focus(self) -> None:
        """Come to the canvas by keyboard."""
        self.page.keyboard.press("Tab")
        assert self.page.evaluate("document.activeElement === canvas")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.run("")


@contextmanager
def open_stage(
    browser: Browser, width: str = "600px", height: str = "400px", **options: Any
) -> Iterator[Seen]:
    """Open a stage on a page with the site's Content-Security-Policy; no error may come of it.

    Args:
        browser: where.
        width: of the stage, as CSS has it. The picture fits five times enlarged if left as it is.
        height: the same.
        options: of the browser's context.
    """
    options.setdefault("viewport", {"width": 700, "height": 500})
    with (
        hosting(WEB) as host,
        browser.new_context(service_workers="block", **options) as context,
    ):
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{host.url}404.html")
        page.evaluate(_HARNESS, [width, height, LEFT, TOP])
        yield Seen(page)
        assert not errors


def touch(tools: CDPSession, *moments: list[tuple[float, float]]) -> None:
    """Put fingers down, move them, and lift them: their places, moment by moment."""
    for index, fingers in enumerate([*moments, []]):
        if not fingers:
            time.sleep(0.1)  # fingers that rest at the end leave no momentum
        kind = "touchEnd" if not fingers else "touchMove" if index else "touchStart"
        if index > 0 and len(fingers) > len(moments[index - 1]):
            kind = "touchStart"
        points = [
            {"x": LEFT + x, "y": TOP + y, "id": number} for number, (x, y) in enumerate(fingers)
        ]
        tools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
