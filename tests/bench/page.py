"""What the benchmark runs inside a page, ours or the peer's."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

_TIMED: Final = """
async ([data, type, model]) => {
  const remove = globalThis.removeBackground
    ?? (await import(new URL('offcut.js', location.href))).removeBackground;
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const tasks = [0];
  await new Promise((settled) => setTimeout(settled, 300));
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const start = performance.now();
  await remove(new Blob([bytes], { type }), { model });
  const seconds = (performance.now() - start) / 1000;
  await new Promise((settled) => setTimeout(settled, 100));
  observer.disconnect();
  return [seconds, Math.max(...tasks)];
}
"""

_PYTHON_READY: Final = """
async () => {
  const { watch } = await import(new URL('offcut.js', location.href));
  await new Promise((done) => watch((status) => status.python === 'ready' && done()));
  return performance.now() / 1000;
}
"""


@dataclass(frozen=True)
class Run:
    """One picture, from Blob to Blob.

    Attributes:
        seconds: what a caller waits.
        longest_task: of the page's thread, milliseconds; 0 where none was over 50.
    """

    seconds: float
    longest_task: float


def timed_run(page: Page, photo: Path, model: str) -> Run:
    """Remove one picture's background in a page."""
    data = base64.b64encode(photo.read_bytes()).decode()
    kind = "image/png" if photo.suffix == ".png" else "image/jpeg"
    return Run(*page.evaluate(_TIMED, [data, kind, model]))


def python_ready(page: Page) -> float:
    """Seconds from the start of a visit until Python is ready."""
    page.reload()
    return float(page.evaluate(_PYTHON_READY))
