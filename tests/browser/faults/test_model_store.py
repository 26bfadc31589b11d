"""The model is fetched once, whole, and right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from offcut_testing.driver import is_ready, model_requests, remove_background, visit
from offcut_testing.host import Host
from tests.browser.faults.faults import FAULTS, LASTING, MODEL


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


@pytest.mark.full
def test_progress_counts_the_manifests_bytes(page: Page, photo: bytes) -> None:
    is_ready(page)  # else much would be there before anybody counts
    loads = remove_background(page, photo, model=MODEL).loads
    total = sum(part["bytes"] for part in _parts(page, MODEL))
    assert loads[-1] == [total, total]
    assert all(of == total for _, of in loads)
    assert [loaded for loaded, _ in loads] == sorted(loaded for loaded, _ in loads)
    assert len(loads) > 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("isnet_compact", "isnet_quint8"),
        pytest.param("isnet", "isnet_fp16", marks=pytest.mark.full),
    ],
)
def test_variants_share_their_weights(page: Page, photo: bytes, first: str, second: str) -> None:
    remove_background(page, photo, model=first)
    fetched = model_requests(page)
    assert remove_background(page, photo, model=second).error is None
    files = {part["path"]: part["file"] for part in _parts(page, second)}
    assert [files[name] for name in fetched] == [f"{second}.onnx"], "only the graph"


@pytest.mark.full
@pytest.mark.parametrize("fault", FAULTS)
def test_download_that_keeps_failing_is_told_and_goes_on_later(
    browser: Browser, host: Host, photo: bytes, fault: str
) -> None:
    with browser.new_context(service_workers="block") as context:
        page = visit(context, host.url)
        spoiled = _names(page, MODEL)[2]
        host.faults[spoiled] = FAULTS[fault]
        assert remove_background(page, photo, model=MODEL).error == LASTING[fault]
        host.faults.clear()
        fetched = model_requests(page)
        assert remove_background(page, photo, model=MODEL).error is None
        assert fetched == [spoiled], "parts that had arrived are kept"


def test_cache_names_carry_the_apps_prefix(page: Page, photo: bytes) -> None:
    remove_background(page, photo, model=MODEL)
    assert all(name.startswith("offcut") for name in page.evaluate("caches.keys()"))
