"""A worker that can't be loaded is told in a sentence, and the next picture tries anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Route

from offcut_testing.driver import remove_background
from offcut_testing.parts import choose, has, model


def _abort(route: Route) -> None:
    # a fetch only checks the hash
    if route.request.resource_type == "fetch":
        route.continue_()
    else:
        route.abort()


@pytest.mark.full
@pytest.mark.parametrize(
    ("script", "error"),
    [("inference-worker.js", "InferenceError"), ("python-worker.js", "EngineError")],
)
def test_worker_that_cannot_be_loaded(
    browser: Browser, site: str, photos: Path, script: str, error: str
) -> None:
    data = (photos / "chelsea.png").read_bytes()
    with browser.new_context(service_workers="block") as context:
        context.route(f"**/{script}", _abort)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{site}404.html")
        failed = remove_background(page, data, model="isnet_compact")
        assert failed.error == error
        assert "eload" in failed.message, failed.message
        context.unroute_all()
        assert remove_background(page, data, model="isnet_compact").error is None


_SILENT_ONCE = """
const First = globalThis.Worker;
globalThis.workers = 0;
globalThis.Worker = class extends First {
  constructor(url, options) {
    workers += 1;
    super(url, options);
    if (workers === 1) this.terminate();
  }
};
"""


@pytest.mark.full
def test_python_worker_that_keeps_silent_is_replaced(
    context: BrowserContext, site: str, photos: Path
) -> None:
    context.add_init_script(_SILENT_ONCE)
    page = context.new_page()
    page.clock.install()
    page.goto(site)
    model(page, "isnet_compact").check()
    choose(page, photos / "chelsea.png")
    page.clock.run_for(21_000)
    page.clock.resume()
    has(page, "done")
    assert page.evaluate("workers") >= 2


@pytest.mark.full
def test_inference_worker_that_keeps_silent_is_replaced(
    browser: Browser, site: str, photos: Path
) -> None:
    asked = []

    def answer(route: Route) -> None:
        if route.request.resource_type == "fetch":  # is only checked against its hash
            route.continue_()
            return
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(content_type="text/javascript", body="void 0;")
        else:
            route.continue_()

    with browser.new_context(service_workers="block") as context:
        context.route("**/inference-worker.js", answer)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{site}404.html")
        data = (photos / "chelsea.png").read_bytes()
        assert remove_background(page, data, model="isnet_compact").error is None
    assert len(asked) == 2
