"""Driving offcut.js from a test."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, CDPSession, Page, expect

from offcut_testing.parts import PROOF, opened

_REMOVE = """
async ([data, name, options, cancelIn]) => {
  const { removeBackground } = await import(new URL('offcut.js', location.href));
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const phases = [];
  const loads = [];
  const controller = new AbortController();
  const progress = ({ phase, loaded, total }) => {
    if (phases.at(-1) !== phase) phases.push(phase);
    if (phase === 'load') loads.push([loaded, total]);
    if (phase === cancelIn) controller.abort();
  };
  const read = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1]);
    reader.readAsDataURL(blob);
  });
  const signal = controller.signal;
  try {
    const source = new File([bytes], name);
    const blob = await removeBackground(source, { ...options, signal, progress });
    return { phases, loads, type: blob.type, data: await read(blob) };
  } catch (error) {
    return { phases, loads, error: error.name, message: error.message };
  }
}
"""

ORIGINAL: Final = """
async ([data, name, options]) => {
  const { original } = await import(new URL('offcut.js', location.href));
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const read = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1]);
    reader.readAsDataURL(blob);
  });
  try {
    const { file } = await original(new File([bytes], name), options);
    return { data: await read(file) };
  } catch (error) {
    return { error: error.name, message: error.message };
  }
}
"""
"""A function of a file, its name and options: calls ``original`` of offcut.js."""


@dataclass(frozen=True)
class Outcome:
    """What a call of removeBackground came to."""

    phases: list[str]
    loads: list[list[int]]
    type: str = ""
    file: bytes = field(default=b"", repr=False)
    error: str | None = None
    message: str = ""


def remove_background(
    page: Page,
    /,
    data: bytes,
    name: str = "photo.jpg",
    cancel_in: str | None = None,
    **options: Any,
) -> Outcome:
    """Call removeBackground in a page; `cancel_in` names the phase in which to abort."""
    packed = base64.b64encode(data).decode()
    answer = page.evaluate(_REMOVE, [packed, name, options, cancel_in])
    file = base64.b64decode(answer.pop("data", ""))
    return Outcome(**answer, file=file)


def original(page: Page, /, data: bytes, name: str = "photo.jpg", **options: Any) -> Outcome:
    """Ask a page for a picture as it came, upright, as a PNG."""
    answer = page.evaluate(ORIGINAL, [base64.b64encode(data).decode(), name, options])
    file = base64.b64decode(answer.pop("data", ""))
    return Outcome([], [], **answer, file=file)


def model_requests(page: Page) -> list[str]:
    """A list that grows with each request for a part of a model, from page or workers."""
    seen: list[str] = []

    def note(request: Any) -> None:
        if "/models/" in request.url and request.url.endswith(".gz"):
            seen.append(Path(request.url).name)

    page.context.on("request", note)
    return seen


def visit(context: BrowserContext, url: str) -> Page:
    """Open the site and wait until Python and ONNX Runtime are ready."""
    page = context.new_page()
    page.goto(url)
    is_ready(page)
    return page


def is_ready(page: Page) -> None:
    """Wait until Python and ONNX Runtime are ready."""
    expect(page.get_by_text("Ready", exact=True)).to_be_attached(timeout=60_000)


def is_kept(page: Page) -> None:
    """Wait until all of the page's files are on the device."""
    proof = opened(page, PROOF)
    expect(proof.get_by_text(re.compile("^Yes: all"))).to_be_visible(timeout=60_000)


def preload(page: Page, model: str) -> str | None:
    """Load a model; returns the error's name and sentence, None if all went well."""
    answer: str | None = page.evaluate(
        """async (model) => {
          const { preload } = await import(new URL('offcut.js', location.href));
          const said = ({ name, message }) => `${name}: ${message}`;
          return preload({ model }).then(() => null, said);
        }""",
        model,
    )
    return answer


def begin_preload(page: Page, model: str) -> None:
    """Begin to load a model.

    ``loading`` in the page is a promise of what ``preload`` returns; ``controller`` aborts it.
    """
    page.evaluate(
        """async (model) => {
          const { preload } = await import(new URL('offcut.js', location.href));
          const said = ({ name, message }) => `${name}: ${message}`;
          globalThis.controller = new AbortController();
          const { signal } = controller;
          globalThis.loading = preload({ model, signal }).then(() => null, said);
        }""",
        model,
    )


def part_names(page: Page, model: str) -> list[str]:
    """The file names of a model's parts."""
    names: list[str] = page.evaluate(
        """async (model) => {
          const response = await fetch('models/manifest.json', { cache: 'no-store' });
          const { variants } = await response.json();
          return variants.find(({ id }) => id === model).parts.map(({ path }) => path);
        }""",
        model,
    )
    return names


def developer_tools(page: Page) -> CDPSession:
    """Chromium's own protocol, for what Playwright has no words for."""
    return page.context.new_cdp_session(page)
