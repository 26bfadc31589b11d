"""A model that is asked for while Python is still being loaded is on its way at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from offcut_testing import host as hosts
from offcut_testing.driver import begin_preload, is_ready, part_names, preload, visit
from offcut_testing.host import Answer, Fault, Host, once
from tests.browser.faults.faults import FAULTS, LASTING, MODEL

_CORE = "pyodide.asm.wasm"
_PATIENCE = 60  # seconds
_JUNK = """
async (model) => {
  const { removeBackground } = await import(new URL('offcut.js', location.href));
  const call = removeBackground(new Blob(['Dear diary']), { model });
  globalThis.refused = call.then(() => 'done', (error) => error.name);
}
"""


class Held:
    """Python's core, which the host holds back until the test lets it go."""

    def __init__(self, host: Host) -> None:
        self._asked = threading.Event()
        self._let_go = threading.Event()
        host.faults[_CORE] = self._hold

    def _hold(self, *_: object) -> bool:
        self._asked.set()
        self._let_go.wait(_PATIENCE)
        return False

    def is_asked_for(self) -> None:
        """Wait for that."""
        assert self._asked.wait(_PATIENCE)

    def let_go(self) -> None:
        """Send it."""
        self._let_go.set()


@pytest.fixture
def core(host: Host) -> Iterator[Held]:
    held = Held(host)
    yield held
    held.let_go()


@pytest.fixture
def page(context: BrowserContext, host: Host, core: Held) -> Page:
    """A page whose Python can't start yet."""
    page = context.new_page()
    page.goto(host.url)
    core.is_asked_for()
    return page


@pytest.fixture
def parts(page: Page) -> list[str]:
    return part_names(page, MODEL)


def _noticed(host: Host, part: str, fault: Fault = lambda *_: False) -> threading.Event:
    """An event that comes when the part is asked for, before the fault does its worst."""
    asked = threading.Event()

    def answer(answer: Answer, file: Path) -> bool:
        asked.set()
        return fault(answer, file)

    host.faults[part] = answer
    return asked


def test_download_begins_before_python_and_no_part_comes_twice(
    page: Page, host: Host, core: Held, parts: list[str]
) -> None:
    asked = [_noticed(host, part) for part in parts[:4]]
    begin_preload(page, MODEL)
    assert all(event.wait(_PATIENCE) for event in asked)
    core.let_go()
    assert page.evaluate("loading") is None
    assert {part: host.count(part) for part in parts} == dict.fromkeys(parts, 1)


@pytest.mark.full
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_that_passes_is_not_noticed(
    page: Page, host: Host, core: Held, parts: list[str], fault: str
) -> None:
    asked = _noticed(host, parts[2], once(FAULTS[fault]))
    begin_preload(page, MODEL)
    assert asked.wait(_PATIENCE)
    core.let_go()
    assert page.evaluate("loading") is None
    assert {part: host.count(part) for part in parts} == {**dict.fromkeys(parts, 1), parts[2]: 2}


@pytest.mark.full
@pytest.mark.parametrize("fault", LASTING)
def test_fault_that_lasts_is_told_and_what_arrived_is_kept(
    page: Page, host: Host, core: Held, parts: list[str], fault: str
) -> None:
    asked = _noticed(host, parts[2], FAULTS[fault])
    begin_preload(page, MODEL)
    assert asked.wait(_PATIENCE)
    core.let_go()
    assert (page.evaluate("loading") or "").partition(": ")[0] == LASTING[fault]
    host.faults.clear()
    assert preload(page, MODEL) is None
    others = [part for part in parts if part != parts[2]]
    assert {part: host.count(part) for part in others} == dict.fromkeys(others, 1)


@pytest.mark.parametrize(
    "ready",
    [
        pytest.param(False, id="before Python"),
        pytest.param(True, marks=pytest.mark.full, id="in Python's hands"),
    ],
)
def test_cancelled_call_ends_what_was_begun(
    page: Page, host: Host, core: Held, parts: list[str], *, ready: bool
) -> None:
    ended = threading.Event()

    def flow(answer: Answer, file: Path) -> bool:
        answer.send(HTTPStatus.OK, b"", Content_Length=str(file.stat().st_size))
        try:
            for _ in range(20 * _PATIENCE):
                answer.wfile.write(bytes(100))
                ended.wait(0.05)
        except OSError:
            ended.set()
        return True

    asked = _noticed(host, parts[1], flow)
    begin_preload(page, MODEL)
    assert asked.wait(_PATIENCE)
    if ready:
        core.let_go()
        is_ready(page)
    page.evaluate("controller.abort()")
    assert "AbortError" in page.evaluate("loading")
    assert ended.wait(_PATIENCE)
    host.faults.pop(parts[1])
    core.let_go()
    assert preload(page, MODEL) is None


@pytest.mark.full
def test_tabs_that_start_at_once_fetch_each_part_once(
    context: BrowserContext, page: Page, host: Host, core: Held, parts: list[str]
) -> None:
    asked = [_noticed(host, part) for part in parts[:4]]
    other = context.new_page()
    other.goto(host.url)
    for tab in (page, other):
        begin_preload(tab, MODEL)
    assert all(event.wait(_PATIENCE) for event in asked)
    core.let_go()
    assert [tab.evaluate("loading") for tab in (page, other)] == [None, None]
    assert {part: host.count(part) for part in parts} == dict.fromkeys(parts, 1)


@pytest.mark.full
def test_what_was_begun_for_no_picture_is_kept_for_the_next(
    page: Page, host: Host, core: Held, parts: list[str]
) -> None:
    asked = [_noticed(host, part) for part in parts[:4]]
    page.evaluate(_JUNK, MODEL)
    assert all(event.wait(_PATIENCE) for event in asked)
    core.let_go()
    assert page.evaluate("refused") == "UnreadableImageError"
    assert preload(page, MODEL) is None
    assert {part: host.count(part) for part in parts} == dict.fromkeys(parts, 1)


@pytest.mark.full
def test_part_that_drips_is_waited_for(
    page: Page, host: Host, core: Held, parts: list[str]
) -> None:
    asked = _noticed(host, parts[0], hosts.drips)
    begin_preload(page, MODEL)
    assert asked.wait(_PATIENCE)
    core.let_go()
    assert page.evaluate("loading") is None
    assert host.count(parts[0]) == 1


@pytest.mark.full
def test_what_is_kept_is_not_fetched_again(context: BrowserContext, host: Host) -> None:
    page = visit(context, host.url)
    assert host.count(".gz") == 0, "nobody has asked for a model"
    assert preload(page, MODEL) is None
    host.log.clear()
    page.reload()
    begin_preload(page, MODEL)
    assert page.evaluate("loading") is None
    assert host.count(".gz") == 0
