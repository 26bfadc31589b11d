"""What a page and its workers say to each other, and when: noted in the page as it ships."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from playwright.sync_api import Page

RECORD: Final = """
if (globalThis.Worker) {
  const record = (globalThis.benchmarkRecord = []);
  const note = (kind, more) => record.push({ at: performance.now() / 1000, kind, ...more });
  const { Worker: Plain } = globalThis;
  globalThis.Worker = class extends Plain {
    #name;
    constructor(url, options) {
      super(url, options);
      this.#name = options?.name ?? '';
      this.addEventListener('message', ({ data }) =>
        note(data?.kind ?? '', { from: this.#name, id: data?.id }));
    }
    postMessage(message, ...transfer) {
      const { kind = '', id, side } = message;
      note(kind, { to: this.#name, id, side });
      super.postMessage(message, ...transfer);
    }
  };
  addEventListener('pointerup', () => note('pointerup'), { capture: true });
}
"""
"""To be run in each page before its own scripts; see ``BrowserContext.add_init_script``."""

PICTURES: Final = "offcut pictures"
"""The worker that decodes what is to be shown."""

Event = dict[str, Any]
"""``at``, seconds from the navigation; ``kind``; ``from`` or ``to``, a worker's name; ``id`` of the
call, ``side`` of a preview."""


def recorded(page: Page) -> list[Event]:
    """All that was noted since the navigation."""
    events: list[Event] = page.evaluate("benchmarkRecord")
    return events


def ready(events: Sequence[Event]) -> float | None:
    """When Python was ready, seconds from the navigation."""
    return next((event["at"] for event in events if event["kind"] == "ready"), None)


def answered(events: Sequence[Event], *, preview: bool, since: float) -> float | None:
    """When the first cut-out that was asked for after a moment was there, seconds.

    One that was cancelled, since another was asked for at once, does not count.

    Args:
        events: see ``recorded``.
        preview: whether a preview is meant, or the file.
        since: seconds from the navigation.
    """
    asked = {
        event["id"]
        for event in events
        if event["kind"] == "cut-out"
        and event["at"] > since
        and (event.get("side") is not None) == preview
    }
    asked -= {event["id"] for event in events if event["kind"] == "cancel"}
    answers = (e["at"] for e in events if e["kind"] == "result" and e.get("id") in asked)
    return next(answers, None)
