"""Threads where the page is cross-origin isolated, one thread where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from offcut_testing.driver import remove_background

_STATUS = """
async () => {
  const { watch } = await import(new URL('offcut.js', location.href));
  return new Promise((done) => watch((status) => {
    // a page that was left alone for a while rests
    if (/ready|resting/.test(status.inference) || status.error) done(status);
  }));
}
"""

_WITHOUT_SHARED_MEMORY = "delete globalThis.SharedArrayBuffer;"
"""As in WebKitGTK, whose pages have none even if they are isolated."""

_WITH_LITTLE_ROOM = """
const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor) {
    if (descriptor.maximum > 20_000) throw new RangeError('Out of memory');
    super(descriptor);
  }
};
"""
"""As on older iPhones, where 4 GB are too much to reserve; these are 1.3 GB."""


def test_isolated_page_uses_all_cores(shared_page: Page) -> None:
    status = shared_page.evaluate(_STATUS)
    assert status["isolated"]
    assert status["threads"] == min(8, os.cpu_count() or 1)


@pytest.mark.full
def test_plain_host_without_service_workers_gives_one_thread_and_the_same_picture(
    browser: Browser, plain_site: str, shared_page: Page, photos: Path
) -> None:
    photo = (photos / "rocket.jpg").read_bytes()
    with browser.new_context(service_workers="block") as context:
        plain = context.new_page()
        plain.set_default_timeout(120_000)
        plain.goto(plain_site)
        status = plain.evaluate(_STATUS)
        assert not status["isolated"]
        assert status["threads"] == 1
        outcome = remove_background(plain, photo, model="isnet_compact")
    assert outcome.error is None, outcome
    assert outcome.file == remove_background(shared_page, photo, model="isnet_compact").file


@pytest.mark.full
@pytest.mark.parametrize(
    ("lacking", "threads"),
    [
        pytest.param(_WITHOUT_SHARED_MEMORY, 1, id="shared memory"),
        pytest.param(_WITH_LITTLE_ROOM, min(8, os.cpu_count() or 1), id="room for 4 GB"),
    ],
)
def test_where_something_is_lacking_the_picture_is_the_same(
    browser: Browser, site: str, shared_page: Page, photos: Path, lacking: str, threads: int
) -> None:
    def take_away(route: Route) -> None:
        if route.request.resource_type == "fetch":  # is only checked against its hash
            route.continue_()
            return
        answer = route.fetch()
        route.fulfill(response=answer, body=lacking + answer.text())

    photo = (photos / "rocket.jpg").read_bytes()
    with browser.new_context(service_workers="block") as context:
        context.route("**/inference-worker.js", take_away)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(site)
        status = page.evaluate(_STATUS)
        assert status["isolated"]
        assert status["threads"] == threads
        outcome = remove_background(page, photo, model="isnet_compact")
    assert outcome.error is None, outcome
    assert outcome.file == remove_background(shared_page, photo, model="isnet_compact").file
