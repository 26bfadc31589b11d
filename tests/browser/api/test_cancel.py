"""Cancelling, in every step; the next picture is done all the same."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page

from offcut_testing.driver import remove_background

MODEL = "isnet_quint8"


@pytest.mark.parametrize("phase", ["start", pytest.param("load", marks=pytest.mark.full)])
def test_call_cancelled_at_first_rejects_and_the_next_succeeds(
    page: Page, photos: Path, phase: str
) -> None:
    _cancel(page, photos, phase)


@pytest.mark.parametrize(
    "phase",
    [
        "infer",
        "postprocess",
        *(pytest.param(phase, marks=pytest.mark.full) for phase in ("preprocess", "output")),
    ],
)
def test_cancelled_call_rejects_and_the_next_succeeds(
    shared_page: Page, photos: Path, phase: str
) -> None:
    _cancel(shared_page, photos, phase)


def _cancel(page: Page, photos: Path, phase: str) -> None:
    photo = (photos / "rocket.jpg").read_bytes()
    cancelled = remove_background(page, photo, cancel_in=phase, model=MODEL)
    assert cancelled.error == "AbortError"
    assert cancelled.phases[-1] == phase
    assert remove_background(page, photo, model=MODEL).error is None


def test_signal_that_is_aborted_already_starts_nothing(shared_page: Page) -> None:
    name = shared_page.evaluate(
        """async () => {
          const { removeBackground } = await import(new URL('offcut.js', location.href));
          const call = removeBackground(new Blob(['x']), { signal: AbortSignal.abort() });
          return call.then(() => 'done', (error) => error.name);
        }"""
    )
    assert name == "AbortError"


def test_cancelling_one_of_two_leaves_the_other_alone(shared_page: Page, photos: Path) -> None:
    photo = base64.b64encode((photos / "rocket.jpg").read_bytes()).decode()
    outcomes = shared_page.evaluate(
        """async ([data, model]) => {
          const { removeBackground } = await import(new URL('offcut.js', location.href));
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
          const controller = new AbortController();
          const { signal } = controller;
          const progress = ({ phase }) => phase === 'infer' && controller.abort();
          const first = removeBackground(bytes, { model, signal, progress });
          const calls = [first, removeBackground(bytes, { model })];
          const ends = await Promise.allSettled(calls);
          return ends.map((call) => call.reason?.name ?? call.value.type);
        }""",
        [photo, MODEL],
    )
    assert outcomes == ["AbortError", "image/png"]
