"""No byte of a picture leaves the tab: every request is recorded, and planted leaks are stopped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Worker

from tests.browser import chromium
from tests.browser.driver import remove_background
from tests.browser.net_log import Sent, requests

_FETCH = "fetch(URL, { method: 'POST', body: 'picture', mode: 'no-cors' })"
_SOCKET = """new Promise((done, failed) => {
  const socket = new WebSocket(URL.replace('http', 'ws'));
  socket.onopen = done;
  socket.onerror = failed;
})"""
_ELEMENT = """new Promise((done, failed) => {
  const element = document.createElement(NAME);
  element.onload = done;
  element.onerror = failed;
  element[NAME === 'link' ? 'href' : 'src'] = URL;
  element.rel = 'stylesheet';
  document.body.append(element);
})"""
_FORM = """new Promise((done, failed) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = URL;
  document.addEventListener('securitypolicyviolation', failed, { once: true });
  document.body.append(form);
  form.submit();
})"""
_BEACON = """new Promise((done, failed) => {
  document.addEventListener('securitypolicyviolation', failed, { once: true });
  navigator.sendBeacon(URL, 'picture');
})"""
_EVENTS = "new Promise((done, failed) => { const s = new EventSource(URL); s.onerror = failed; })"
_IMPORT = "import(URL)"

PAGE_LEAKS = {
    "fetch": _FETCH,
    "socket": _SOCKET,
    "image": _ELEMENT.replace("NAME", "'img'"),
    "script": _ELEMENT.replace("NAME", "'script'"),
    "style": _ELEMENT.replace("NAME", "'link'"),
    "form": _FORM,
    "beacon": _BEACON,
    "events": _EVENTS,
    "import": _IMPORT,
}
WORKER_LEAKS = {"fetch": _FETCH, "socket": _SOCKET, "events": _EVENTS, "import": _IMPORT}


class _Elsewhere(ThreadingHTTPServer):
    """Another origin, which welcomes everything and writes it down."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listener)
        self.heard: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/leak"


class _Listener(BaseHTTPRequestHandler):
    server: _Elsewhere

    def do_GET(self) -> None:
        self.server.heard.append(f"{self.command} {self.path}")
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.end_headers()

    do_POST = do_OPTIONS = do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def elsewhere() -> Iterator[_Elsewhere]:
    with _Elsewhere() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _attempt(place: Page | Worker, leak: str, url: str) -> str:
    script = leak.replace("URL", repr(url))
    return str(
        place.evaluate(
            f"""() => Promise.race([
              {script}.then(() => 'sent', () => 'stopped'),
              new Promise((done) => setTimeout(done, 3000, 'nothing happened')),
            ])"""
        )
    )


def _recorded(browser: Browser, log: Path, use: Any) -> list[Sent]:
    """Run something in a browser of its own; returns all requests it made."""
    recorder = browser.browser_type.launch(
        executable_path=chromium.executable(),
        args=[*chromium.ARGUMENTS, f"--log-net-log={log}"],
    )
    try:
        page = recorder.new_page()
        page.set_default_timeout(120_000)
        use(page)
    finally:
        recorder.close()
    return requests(log)


def test_a_whole_run_only_gets_files_of_the_site(
    browser: Browser, site: str, photos: Path, tmp_path: Path
) -> None:
    def use(page: Page) -> None:
        page.goto(site)
        for model in ("isnet_compact", "isnet_quint8"):
            outcome = remove_background(page, (photos / "rocket.jpg").read_bytes(), model=model)
            assert outcome.error is None, outcome
        page.reload()
        assert remove_background(page, b"junk").error == "UnreadableImageError"

    everything = _recorded(browser, tmp_path / "net.json", use)
    # what the browser asks of its maker has no page behind it
    sent = [one for one in everything if one.initiator or one.url.startswith(site)]
    assert len(sent) > 20
    assert any(request.url.endswith(".gz") for request in sent), "workers' requests are recorded"
    for request in sent:
        assert request.url.startswith(site), request
        assert request.method in ("GET", "HEAD"), request
        assert not request.has_body, request


def test_the_record_shows_what_is_sent(
    browser: Browser, elsewhere: _Elsewhere, tmp_path: Path
) -> None:
    def use(page: Page) -> None:
        page.goto(elsewhere.url)
        page.evaluate("(url) => fetch(url, { method: 'POST', body: 'picture' })", elsewhere.url)

    sent = _recorded(browser, tmp_path / "net.json", use)
    assert any(request.method == "POST" and request.has_body for request in sent)


@pytest.mark.parametrize("leak", PAGE_LEAKS)
@pytest.mark.parametrize("host", ["headers", "plain"])
def test_policy_stops_the_page(
    browser: Browser, site: str, plain_site: str, elsewhere: _Elsewhere, host: str, leak: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site if host == "headers" else plain_site)
        assert _attempt(page, PAGE_LEAKS[leak], elsewhere.url) == "stopped"
    assert elsewhere.heard == []


@pytest.mark.parametrize("host", ["headers", "plain"])
def test_policy_stops_the_workers(
    browser: Browser, site: str, plain_site: str, elsewhere: _Elsewhere, host: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(site if host == "headers" else plain_site)
        page.evaluate("import(new URL('offcut.js', location.href)).then((m) => m.models())")
        assert remove_background(page, b"junk").error == "UnreadableImageError"
        workers = [worker for worker in page.workers if worker.url.startswith("blob:")]
        assert workers
        for worker in workers:
            for leak in WORKER_LEAKS.values():
                assert _attempt(worker, leak, elsewhere.url) == "stopped"
    assert elsewhere.heard == []
