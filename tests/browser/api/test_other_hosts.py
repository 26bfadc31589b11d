"""offcut.js on another site: in its workers and frames, under its policy, and on its server."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from offcut_testing.host import Answer, Host

_WORKER: Final = """
import { removeBackground } from './offcut.js';
onmessage = async ({ data }) => {
  try {
    postMessage(await removeBackground(data, { model: 'isnet_compact' }));
  } catch ({ name, message }) {
    postMessage(`${name}: ${message}`);
  }
};
postMessage('begun');
"""

_IN_A_WORKER: Final = """async () => {
  const worker = new Worker('own-worker.js', { type: 'module' });
  const said = () => new Promise((done) => (worker.onmessage = ({ data }) => done(data)));
  await said();
  worker.postMessage(await (await fetch('samples/chelsea.png')).blob());
  const file = await said();
  if (typeof file === 'string') return file;
  const { width, height } = await createImageBitmap(file);
  return [file.type, width, height];
}"""

_FROM_A_FRAME: Final = """async () => {
  const { cutOut } = await import(new URL('offcut.js', location.href));
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const other = frame.contentWindow;
  const bytes = await (await fetch('samples/chelsea.png')).arrayBuffer();
  const own = new Uint8Array(bytes);
  const file = new other.File([own], 'cat.png');
  const { mask } = await cutOut(file, { model: 'isnet_compact' });
  const sources = {
    file,
    blob: new other.Blob([own]),
    buffer: other.Uint8Array.from(own).buffer,
    array: other.Uint8Array.from(own),
    pixels: new other.ImageData(451, 300),
    url: new other.URL('samples/chelsea.png', location.href),
  };
  const output = { background: sources.blob };
  const otherMask = new other.Blob([mask]);
  const sizes = {};
  for (const [kind, source] of Object.entries(sources)) {
    const isOther = !(source instanceof self[source.constructor.name]);
    sizes[kind] = await cutOut(source, { mask: otherMask, output })
      .then(({ width, height }) => isOther && [width, height], String);
  }
  frame.remove();
  return sizes;
}"""

_PRELOAD: Final = """async () => {
  const { preload } = await import(new URL('offcut.js', location.href));
  const said = ({ name, code, params }) => [name, code, params.directive, params.sources];
  return preload({ model: 'isnet_compact' }).then(() => 'ok', said);
}"""

_UNDER_NODE: Final = """
import { cutOut, models, preload, removeBackground } from '%s';
process.on('unhandledRejection', (error) => console.log(`unhandled: ${error}`));
const picture = new Uint8Array(3);
const calls = [models, preload, () => removeBackground(picture), () => cutOut(picture)];
for (const call of calls) {
  await call().catch(({ name, code }) => console.log(name, code));
}
await new Promise((done) => setTimeout(done, 100));
console.log('alive');
"""


def _sends(kind: str, text: str, **headers: str) -> Callable[[Answer, Path], bool]:
    """Answer with a file of the other site's."""

    def answer(connection: Answer, _: Path) -> bool:
        connection.send(HTTPStatus.OK, text.encode(), Content_Type=kind, **headers)
        return True

    return answer


def _page_of(browser: Browser, host: Host, **headers: str) -> Page:
    """Another site's page, which has no service worker."""
    host.faults["host.html"] = _sends("text/html", "<!doctype html><title>Other</title>", **headers)
    page = browser.new_context(service_workers="block").new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{host.url}host.html")
    return page


def test_a_picture_is_cut_out_in_a_worker_of_the_hosts_own(browser: Browser, host: Host) -> None:
    host.faults["own-worker.js"] = _sends("text/javascript", _WORKER)
    page = _page_of(browser, host)
    assert page.evaluate(_IN_A_WORKER) == ["image/png", 451, 300]
    page.context.close()


@pytest.mark.full
def test_what_a_frame_has_made_is_taken(browser: Browser, host: Host) -> None:
    page = _page_of(browser, host)
    sizes: dict[str, Any] = page.evaluate(_FROM_A_FRAME)
    assert len(sizes) == 6
    assert sizes == {kind: [451, 300] for kind in sizes}
    page.context.close()


@pytest.mark.parametrize(
    ("policy", "directive", "sources"),
    [
        ("script-src 'self' 'wasm-unsafe-eval'", "worker-src", "'self' blob:"),
        ("script-src 'self' 'wasm-unsafe-eval'; worker-src blob:", "worker-src", "'self' blob:"),
        ("script-src 'self'; worker-src 'self' blob:", "script-src", "'wasm-unsafe-eval'"),
        ("connect-src 'none'", "connect-src", "'self'"),
        (
            "require-trusted-types-for 'script'; trusted-types own",
            "trusted-types",
            "offcut default 'allow-duplicates'",
        ),
    ],
)
def test_a_policy_that_forbids_what_is_needed_is_named(
    browser: Browser, host: Host, policy: str, directive: str, sources: str
) -> None:
    page = _page_of(browser, host, Content_Security_Policy=policy)
    said = page.evaluate(_PRELOAD)
    assert said == ["EngineError", "policy-forbids", directive, sources]
    page.context.close()


@pytest.mark.full
def test_the_policy_that_is_asked_for_is_enough(browser: Browser, host: Host) -> None:
    policy = (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
        "connect-src 'self'; require-trusted-types-for 'script'; "
        "trusted-types offcut default 'allow-duplicates'"
    )
    page = _page_of(browser, host, Content_Security_Policy=policy)
    assert page.evaluate(_PRELOAD) == "ok"
    page.context.close()


def test_without_a_browser_each_call_is_refused_and_nothing_else_happens(dist: Path) -> None:
    node = shutil.which("node")
    assert node, "the build needs it too"
    script = _UNDER_NODE % (dist / "offcut.js").as_uri()
    ran = subprocess.run(
        [node, "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.stdout.splitlines() == [*["EngineError no-browser"] * 4, "alive"], ran.stderr
    assert ran.returncode == 0
