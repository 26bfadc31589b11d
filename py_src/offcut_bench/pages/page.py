"""What the benchmark runs inside a page, ours or the peer's."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Error, Page

from offcut_bench.contenders import Contender

_ARRIVED: Final = {
    # on a host without headers the page reloads itself once before it does anything
    "Offcut": "crossOriginIsolated && document.readyState !== 'loading'",
    "imgly": "'removeBackground' in globalThis",
}
_PATIENCE: Final = 600.0
"""Seconds for a page to arrive, or for what it is asked for."""

_INPUT: Final = "benchmark-photo"

_GIVE: Final = """
(id) => {
  document.getElementById(id)?.remove();
  document.body.append(Object.assign(document.createElement('input'), { id, type: 'file' }));
}
"""

_PREPARED: Final = """
const remove = globalThis.removeBackground
  ?? (await import(new URL('offcut.js', location.href))).removeBackground;
const [source] = document.getElementById('INPUT').files;
const late = new Promise((_, refuse) =>
  setTimeout(refuse, PATIENCE, new Error('it took too long')));
""".replace("PATIENCE", str(round(_PATIENCE * 1000))).replace("INPUT", _INPUT)

_TIMED: Final = """
  const tasks = [0];
  await new Promise((settled) => setTimeout(settled, 300));
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const start = performance.now();
  await Promise.race([late, remove(source, { model, ...extra })]);
  const seconds = (performance.now() - start) / 1000;
  await new Promise((settled) => setTimeout(settled, 100));
  observer.disconnect();
  return [seconds, Math.max(...tasks)];
"""

_RESULT: Final = """
  const blob = await Promise.race([late, remove(source, { model })]);
  return await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1]);
    reader.readAsDataURL(blob);
  });
"""

_QUEUE: Final = """
  const start = performance.now();
  const all = Array.from({ length: extra }, () => remove(source, { model }));
  await Promise.race([late, Promise.all(all)]);
  return (performance.now() - start) / 1000;
"""

# Offcut only: its phases tell when the network has the picture, and when it is done with it.
_INFERENCE: Final = """
  const at = {};
  const progress = ({ phase }) => { at[phase] ??= performance.now(); };
  await Promise.race([late, remove(source, { model, progress })]);
  return (at.postprocess - at.infer) / 1000;
"""
_LOADING: Final = """
async (model) => {
  const { preload } = await import(new URL('offcut.js', location.href));
  const start = performance.now();
  await preload({ model });
  return (performance.now() - start) / 1000;
}
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One picture, from Blob to Blob.

    Attributes:
        seconds: what a caller waits.
        longest_task: of the page's thread, milliseconds; 0 where none was over 50.
    """

    seconds: float
    longest_task: float


def open_page(context: BrowserContext, url: str, who: Contender) -> Page:
    """Go to a contender's page and wait until a picture can be given to it.

    Raises:
        Error: if the page can't be had.
    """
    page = context.new_page()
    page.goto(url, wait_until="commit")
    end = time.monotonic() + _PATIENCE
    while not _is_there(page, who):  # our page's policy forbids what wait_for_function does
        if time.monotonic() > end:
            raise Error(f"{url} did not become ready")
        time.sleep(0.02)
    return page


def _is_there(page: Page, who: Contender) -> bool:
    try:
        return bool(page.evaluate(_ARRIVED[who.who]))
    except Error:  # it is just reloading itself
        return False


def timed_run(page: Page, photo: Path, model: str, **options: Any) -> Run:
    """Remove one picture's background in a page; with options of its own, only for Offcut."""
    return Run(*_call(_TIMED, page, photo, model, options))


def result(page: Page, photo: Path, model: str) -> bytes:
    """Remove one picture's background in a page; returns the PNG file."""
    return base64.b64decode(_call(_RESULT, page, photo, model))


def queue_seconds(page: Page, photo: Path, model: str, count: int) -> float:
    """Give one picture so often at once; returns the seconds until the last is done."""
    return float(_call(_QUEUE, page, photo, model, count))


def inference_seconds(page: Page, photo: Path, model: str) -> float:
    """How long the network alone works on one picture; only for Offcut."""
    return float(_call(_INFERENCE, page, photo, model))


def loading_seconds(page: Page, model: str) -> float:
    """How long it takes to ready a model that is on the device; only for Offcut."""
    return float(page.evaluate(_LOADING, model))


def reason(message: str) -> str:
    """The browser's own code in an error's text, else its first line."""
    code = re.search(r"net::(\w+)", message)
    return code[1] if code else message.splitlines()[0]


def _call(script: str, page: Page, photo: Path, model: str, extra: Any = None) -> Any:
    # a file that lies on the disk, as one that is chosen: it takes none of the page's memory
    page.evaluate(_GIVE, _INPUT)
    page.locator(f"#{_INPUT}").set_input_files(photo)
    function = f"async ([model, extra]) => {{ {_PREPARED} {script} }}"
    return page.evaluate(function, [model, extra])
