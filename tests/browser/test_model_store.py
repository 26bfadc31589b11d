"""The model is fetched once, whole, and right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from offcut_testing.driver import is_ready, model_requests, remove_background

MODEL = "isnet_compact"
_ATTEMPTS = 4
"""For each part, before its failure is told."""


@pytest.fixture
def photo(photos: Path) -> bytes:
    return (photos / "chelsea.png").read_bytes()


def _parts(page: Page, model: str) -> list[dict[str, Any]]:
    manifest = json.loads(page.request.get(f"{page.url}models/manifest.json").text())
    return next(v["parts"] for v in manifest["variants"] if v["id"] == model)


def _names(page: Page, model: str) -> list[str]:
    return sorted(part["path"] for part in _parts(page, model))


def test_second_visit_fetches_no_part(page: Page, photo: bytes) -> None:
    fetched = model_requests(page)
    first = remove_background(page, photo, model=MODEL)
    assert first.error is None, first
    assert sorted(fetched) == _names(page, MODEL)
    fetched.clear()
    page.reload()
    again = remove_background(page, photo, model=MODEL)
    assert again.file == first.file
    assert fetched == []


def test_progress_counts_the_manifests_bytes(page: Page, photo: bytes) -> None:
    is_ready(page)  # else much would be there before anybody counts
    loads = remove_background(page, photo, model=MODEL).loads
    total = sum(part["bytes"] for part in _parts(page, MODEL))
    assert loads[-1] == [total, total]
    assert all(of == total for _, of in loads)
    assert [loaded for loaded, _ in loads] == sorted(loaded for loaded, _ in loads)
    assert len(loads) > 5


@pytest.mark.parametrize(
    ("first", "second"), [("isnet_compact", "isnet_quint8"), ("isnet", "isnet_fp16")]
)
def test_variants_share_their_weights(page: Page, photo: bytes, first: str, second: str) -> None:
    remove_background(page, photo, model=first)
    fetched = model_requests(page)
    assert remove_background(page, photo, model=second).error is None
    sizes = {part["path"]: part["bytes"] for part in _parts(page, second)}
    assert len(fetched) == 1
    assert sizes[fetched[0]] < 300_000, "only the graph"


def test_damaged_part_is_fetched_again(page: Page, photo: bytes) -> None:
    spoiled = _names(page, MODEL)[2]
    attempts = _spoil(page, spoiled, times=1, how=_flip)
    assert remove_background(page, photo, model=MODEL).error is None
    assert attempts == [spoiled] * 2


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("flip", "DamagedModelError"),
        ("html", "DamagedModelError"),
        ("missing", "ModelUnavailableError"),
        ("abort", "ModelUnavailableError"),
    ],
)
def test_download_that_keeps_failing_is_told_and_goes_on_later(
    page: Page, photo: bytes, how: str, error: str
) -> None:
    spoiled = _names(page, MODEL)[2]
    _spoil(page, spoiled, times=_ATTEMPTS, how=_FAULTS[how])
    outcome = remove_background(page, photo, model=MODEL)
    assert outcome.error == error
    assert outcome.message.endswith((".", "kept."))
    fetched = model_requests(page)
    assert remove_background(page, photo, model=MODEL).error is None
    assert spoiled in fetched
    assert len(fetched) < len(_names(page, MODEL)), "parts that had arrived are kept"


def test_damaged_cache_entry_is_replaced(page: Page, photo: bytes) -> None:
    remove_background(page, photo, model=MODEL)
    damaged = page.evaluate(
        """async () => {
          const cache = await caches.open((await caches.keys())[0]);
          const [request] = (await cache.keys()).filter(({ url }) => url.endsWith('.gz'));
          const bytes = new Uint8Array(await (await cache.match(request)).arrayBuffer());
          bytes[bytes.length >> 1] ^= 1;
          await cache.put(request, new Response(bytes));
          return request.url;
        }"""
    )
    page.reload()
    fetched = model_requests(page)
    assert remove_background(page, photo, model=MODEL).error is None
    assert fetched == [Path(damaged).name]


def test_cache_names_carry_the_apps_prefix(page: Page, photo: bytes) -> None:
    remove_background(page, photo, model=MODEL)
    assert all(name.startswith("offcut") for name in page.evaluate("caches.keys()"))


def _flip(route: Route) -> None:
    body = bytearray(route.fetch().body())
    body[len(body) // 2] ^= 1
    route.fulfill(status=200, body=bytes(body))


_FAULTS: dict[str, Callable[[Route], None]] = {
    "flip": _flip,
    "html": lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Hi</h1>"),
    "missing": lambda route: route.fulfill(status=404, body="no"),
    "abort": lambda route: route.abort(),
}


def _spoil(page: Page, name: str, times: int, how: Callable[[Route], None]) -> list[str]:
    """Let a part arrive wrong so many times; returns a list that grows with each attempt."""
    attempts: list[str] = []

    def handle(route: Route) -> None:
        attempts.append(name)
        if len(attempts) <= times:
            how(route)
        else:
            route.continue_()

    page.context.route(f"**/models/{name}", handle)
    return attempts
