"""Does harm to the workers of a page, on a site that was built for that."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page

from offcut_build.serving.server import Server
from offcut_testing import small_site
from offcut_testing.driver import is_ready
from offcut_testing.host import serving

PYTHON: Final = "offcut python"
INFERENCE: Final = "offcut inference"
PICTURES: Final = "offcut pictures"
THREAD: Final = "em-pthread"
"""ONNX Runtime's."""

HASTE: Final = 4
"""15 seconds without a sign of life are too many, and not a minute: fewer happen where other
processes take both cores."""

_SCRIPT: Final = Path(__file__).with_name("sabotage.js")
_LISTEN: Final = """
globalThis.sabotage = { channel: new BroadcastChannel('sabotage'), began: {}, done: new Set() };
sabotage.channel.addEventListener('message', ({ data: { began, done } }) => {
  if (began) sabotage.began[began] = (sabotage.began[began] ?? 0) + 1;
  if (done) sabotage.done.add(done);
});
"""

_BEGIN: Final = """
async ([data, options, harm]) => {
  const { removeBackground } = await import(new URL('offcut.js', location.href));
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  sabotage.calls ??= [];
  sabotage.phases ??= new Set();
  const controller = new AbortController();
  const { signal } = controller;
  const order = { ...harm, id: -1 };
  let harmed = false;
  const progress = ({ phase }) => {
    sabotage.phases.add(phase);
    if (harmed || phase !== harm?.when) return;
    harmed = true;
    if (harm.deed === 'cancel') controller.abort();
    else sabotage.channel.postMessage(order);
  };
  const source = new File([bytes], 'photo');
  const digest = async (blob) => {
    const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
    return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const call = removeBackground(source, { ...options, signal, progress });
  const end = call.then(digest, ({ name, code, message }) => `${name} ${code}: ${message}`);
  sabotage.calls.push(end);
  return sabotage.calls.length - 1;
}
"""


@contextmanager
def hooked_site(haste: float = HASTE) -> Iterator[str]:
    """The small site, with a hook in its workers and less patience with them."""
    folder = small_site.build(hook=small_site.Hook(_SCRIPT, haste))
    with serving(Server(folder, 0)) as server:
        yield server.url


class Saboteur:
    """Has a hand on the workers of a page."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        """Open the page, and wait until it is ready."""
        context.add_init_script(_SCRIPT.read_text())
        context.add_init_script(_LISTEN)
        self.page: Page = context.new_page()
        self.page.goto(site)
        is_ready(self.page)
        self._orders = 0

    def order(self, deed: str, worker: str, **how: Any) -> int:
        """Have it done, as soon as the worker that owns the other one comes to it."""
        self._orders += 1
        order = {"deed": deed, "worker": worker, "id": self._orders, **how}
        self.page.evaluate("(order) => sabotage.channel.postMessage(order)", order)
        return self._orders

    def do(self, deed: str, worker: str, **how: Any) -> None:
        """The same, and wait until it is done."""
        order = self.order(deed, worker, **how)
        self.page.wait_for_function("(order) => sabotage.done.has(order)", arg=order)

    def began(self, worker: str) -> int:
        """How often such a worker has begun since the page was opened."""
        count: int = self.page.evaluate("(worker) => sabotage.began[worker] ?? 0", worker)
        return count

    def begin(self, data: bytes, harm: dict[str, str] | None = None, **options: Any) -> int:
        """Begin to remove a background; returns the call, for ``end``.

        Args:
            data: the picture's file.
            harm: an order that is given once, in the phase that it names as ``when``; the deed
                ``cancel`` cancels the call.
            options: of ``removeBackground``.
        """
        packed = base64.b64encode(data).decode()
        call: int = self.page.evaluate(_BEGIN, [packed, options, harm])
        return call

    def end(self, call: int) -> str:
        """What a call comes to: the result's SHA-256, or the error's name, code and sentence."""
        end: str = self.page.evaluate("(call) => sabotage.calls[call]", call)
        return end
