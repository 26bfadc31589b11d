"""A worker that dies, throws or falls silent is replaced, and what it had in hand is done."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from offcut_testing.driver import developer_tools, is_ready
from tests.browser.faults.saboteur import (
    INFERENCE,
    PYTHON,
    THREAD,
    Saboteur,
    hooked_site,
)

MODEL = "isnet_quint8"
FOR_EVER = 3600
PATIENCE_S = 30
POLL_MS = 200


@pytest.fixture(scope="module")
def sabotage(browser: Browser) -> Iterator[Saboteur]:
    """A page whose workers can be harmed."""
    with hooked_site() as site, browser.new_context() as context:
        context.set_default_timeout(120_000)
        yield Saboteur(context, site)


@pytest.fixture(scope="module")
def photo(photos: Path) -> bytes:
    """A picture."""
    return (photos / "chelsea.png").read_bytes()


@pytest.fixture(scope="module")
def right(sabotage: Saboteur, photo: bytes) -> str:
    """What becomes of it."""
    end = sabotage.end(sabotage.begin(photo, model=MODEL))
    assert re.fullmatch("[0-9a-f]{64}", end)
    return end


def _is_well(sabotage: Saboteur) -> None:
    is_ready(sabotage.page)
    expect(sabotage.page.get_by_role("button", name="Reload")).to_be_hidden()


def _has_begun(sabotage: Saboteur, worker: str, before: int) -> None:
    sabotage.page.wait_for_function(
        "([worker, before]) => sabotage.began[worker] > before", arg=[worker, before]
    )


@pytest.mark.parametrize(
    ("worker", "deed"),
    [
        (PYTHON, "throws"),
        (INFERENCE, "end"),
        pytest.param(PYTHON, "end", marks=pytest.mark.full),
        pytest.param(INFERENCE, "throws", marks=pytest.mark.full),
    ],
)
def test_idle_worker_that_dies_is_replaced_and_costs_no_picture(
    sabotage: Saboteur, photo: bytes, right: str, worker: str, deed: str
) -> None:
    began = sabotage.began(worker)
    sabotage.do(deed, worker)
    _has_begun(sabotage, worker, began)
    _is_well(sabotage)
    assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right
    _is_well(sabotage)


@pytest.mark.parametrize(
    ("worker", "phase"),
    [
        (worker, phase)
        if (worker, phase) == (INFERENCE, "infer")
        else pytest.param(worker, phase, marks=pytest.mark.full)
        for worker in (PYTHON, INFERENCE)
        for phase in ("preprocess", "load", "infer", "postprocess", "output")
    ],
)
def test_worker_that_is_ended_in_a_call_is_replaced_and_the_picture_done(
    sabotage: Saboteur, photo: bytes, right: str, worker: str, phase: str
) -> None:
    sabotage.do("end", INFERENCE)  # so that there is something to load
    harm = {"deed": "end", "worker": worker, "when": phase}
    assert sabotage.end(sabotage.begin(photo, harm, model=MODEL)) == right
    _is_well(sabotage)


@pytest.mark.full
@pytest.mark.parametrize(
    ("worker", "at"),
    [(PYTHON, "preprocess"), (PYTHON, "output"), (INFERENCE, "load"), (INFERENCE, "run")],
)
def test_worker_that_falls_silent_is_replaced_and_the_picture_done(
    sabotage: Saboteur, photo: bytes, right: str, worker: str, at: str
) -> None:
    began = sabotage.began(INFERENCE)
    sabotage.do("end", INFERENCE)
    _has_begun(sabotage, INFERENCE, began)
    _is_well(sabotage)
    sabotage.do("stall", worker, at=at, seconds=FOR_EVER)
    assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right
    _is_well(sabotage)


@pytest.mark.full
def test_inference_worker_that_throws_in_a_run_is_replaced_and_the_picture_done(
    sabotage: Saboteur, photo: bytes, right: str
) -> None:
    sabotage.do("throws", INFERENCE, at="run")
    assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right
    _is_well(sabotage)


@pytest.mark.full
def test_thread_of_onnx_runtime_that_dies_costs_no_picture(
    sabotage: Saboteur, photo: bytes, right: str
) -> None:
    began = sabotage.began(PYTHON)
    sabotage.do("end", PYTHON)  # the next one has threads again, whatever was before
    _has_begun(sabotage, PYTHON, began)
    _is_well(sabotage)
    sabotage.do("end", THREAD)
    assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right
    _is_well(sabotage)


@pytest.mark.full
@pytest.mark.parametrize(("deed", "worker"), [("end", PYTHON), ("stall", INFERENCE)])
def test_no_worker_and_no_thread_outlives_what_started_it(
    sabotage: Saboteur, photo: bytes, right: str, browser: Browser, deed: str, worker: str
) -> None:
    sabotage.do("end", PYTHON)  # the next one has threads again, whatever was before
    _is_well(sabotage)
    assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right
    threads = _workers(browser, sabotage.page).count(THREAD)
    assert threads
    sabotage.do(deed, worker, at="run", seconds=FOR_EVER)
    assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right
    _is_well(sabotage)
    end = time.monotonic() + PATIENCE_S
    allowed = [PYTHON, INFERENCE, *[THREAD] * threads]
    while (Counter(found := _workers(browser, sabotage.page)) - Counter(allowed)).total():
        assert time.monotonic() < end, found
        sabotage.page.wait_for_timeout(POLL_MS)


def _workers(browser: Browser, page: Page) -> list[str]:
    """Names of all that live in a page's context, of those that Python and ONNX Runtime have."""
    session = browser.new_browser_cdp_session()
    targets = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
    session.detach()
    own = developer_tools(page).send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    return [
        each["title"]
        for each in targets
        if each["title"] in {PYTHON, INFERENCE, THREAD} and each.get("browserContextId") == own
    ]


@pytest.mark.full
def test_python_that_webassembly_has_stopped_is_replaced_and_the_picture_done(
    sabotage: Saboteur, photo: bytes, right: str
) -> None:
    sabotage.do("trap", PYTHON, at="preprocess")
    assert sabotage.end(sabotage.begin(photo, model=MODEL)) == right
    _is_well(sabotage)


@pytest.mark.full
def test_python_that_does_not_confirm_a_cancel_is_replaced_and_other_calls_are_done(
    sabotage: Saboteur, photo: bytes, right: str
) -> None:
    began = sabotage.began(PYTHON)
    sabotage.do("stall", PYTHON, at="preprocess", seconds=FOR_EVER)
    harm = {"deed": "cancel", "when": "preprocess"}
    cancelled = sabotage.begin(photo, harm, model=MODEL)
    other = sabotage.begin(photo, model=MODEL)
    assert sabotage.end(cancelled).startswith("AbortError")
    assert sabotage.end(other) == right
    assert sabotage.began(PYTHON) == began + 1
