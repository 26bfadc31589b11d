"""Threads where the page is cross-origin isolated, one thread where it is not."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Browser, Page

from offcut_testing.driver import remove_background

_STATUS = """
async () => {
  const { watch } = await import(new URL('offcut.js', location.href));
  return new Promise((done) => watch((status) => {
    if (status.inference === 'ready' || status.error) done(status);
  }));
}
"""


def test_isolated_page_uses_all_cores(shared_page: Page) -> None:
    status = shared_page.evaluate(_STATUS)
    assert status["isolated"]
    assert status["threads"] == min(8, os.cpu_count() or 1)


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
