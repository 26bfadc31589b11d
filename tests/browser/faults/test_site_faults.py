"""No file of the page, of Python or of ONNX Runtime is used unless it is the one that was built."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from offcut_testing import host as hosts
from offcut_testing.driver import is_ready, visit
from offcut_testing.host import Host, once
from offcut_testing.parts import says

SCRIPTS = (
    "pyodide.mjs",
    "ort.wasm.min.mjs",
    "python-worker.js",
    "engine/integrity/spawn-worker.js",
    "app/main.js",
)


def _is_told(page: Page, url: str) -> None:
    page.goto(url)
    says(page, re.compile("[Rr]eload the page|and reload"), 60_000)
    expect(page.get_by_role("button", name="Reload").first).to_be_visible()


@pytest.mark.parametrize("workers", ["block", pytest.param("allow", marks=pytest.mark.full)])
@pytest.mark.parametrize(
    "script",
    [SCRIPTS[0], *(pytest.param(script, marks=pytest.mark.full) for script in SCRIPTS[1:])],
)
def test_script_that_was_changed_never_counts(
    browser: Browser, host: Host, workers: str, script: str
) -> None:
    host.faults[script] = hosts.adds_a_comment
    with browser.new_context(service_workers="allow" if workers == "allow" else "block") as context:
        page = context.new_page()
        _is_told(page, host.url)
        host.faults.clear()
        page.goto(f"{host.url}?again")  # the browser may have kept what the host sent
        page.reload()
        if workers == "allow":
            is_ready(page)


@pytest.mark.full
@pytest.mark.parametrize(
    "file", ["pyodide.asm.wasm", "ort-wasm-simd-threaded.wasm", "offcut-0.1.0-py3-none-any.whl"]
)
def test_damage_that_passes_is_not_noticed(context: BrowserContext, host: Host, file: str) -> None:
    host.faults[file] = once(hosts.flips)
    visit(context, host.url)
    assert host.count(file) == 2


@pytest.mark.full
@pytest.mark.parametrize(
    "fault",
    [hosts.truncates, hosts.answers_html, hosts.says(HTTPStatus.INTERNAL_SERVER_ERROR)],
    ids=["truncates", "answers HTML", "500"],
)
def test_damage_that_lasts_is_told_and_mended_by_a_reload(
    context: BrowserContext, host: Host, fault: hosts.Fault
) -> None:
    host.faults["pyodide.asm.wasm"] = fault
    page = context.new_page()
    _is_told(page, host.url)
    host.faults.clear()
    page.get_by_role("button", name="Reload").first.click()
    is_ready(page)


def test_style_that_was_changed_is_not_used(context: BrowserContext, host: Host) -> None:
    host.faults["base.css"] = hosts.adds_a_comment
    page = context.new_page()
    _is_told(page, host.url)
