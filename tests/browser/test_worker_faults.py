"""A worker that can't be loaded is told in a sentence, and the next picture tries anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.driver import remove_background


@pytest.mark.parametrize(
    ("script", "error"),
    [("inference-worker.js", "InferenceError"), ("python-worker.js", "EngineError")],
)
def test_worker_that_cannot_be_loaded(
    browser: Browser, site: str, photos: Path, script: str, error: str
) -> None:
    data = (photos / "chelsea.png").read_bytes()
    with browser.new_context() as context:
        context.route(f"**/{script}", lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{site}404.html")
        failed = remove_background(page, data, model="isnet_compact")
        assert failed.error == error
        assert "eload" in failed.message, failed.message
        context.unroute_all()
        assert remove_background(page, data, model="isnet_compact").error is None
