"""What the Python worker hands over to Python, and gets back."""

from __future__ import annotations

import asyncio
import importlib
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

import offcut
from tests.unit.browser import fake_host as hosts
from tests.unit.browser.instant import instantly
from tests.unit.browser.tab import Tab


def _start(
    tab: Tab, says: tuple[str, dict[str, Any]] = ("started", {"threads": 1}), **models: Any
) -> tuple[Any, asyncio.Queue[Any]]:
    """Start the engine, whose inference worker says something.

    Returns what takes the page's messages, and what the page is told; of the status, only failures.
    """
    told: asyncio.Queue[Any] = asyncio.Queue()

    def note(message: Any) -> None:
        if message.kind != "status" or message.failure is not None:
            told.put_nowait(message)

    vars(tab.browser.js)["postMessage"] = note
    worker = SimpleNamespace(terminate=lambda: None, watch=lambda: None, broken=False)

    def say(kind: str, **values: Any) -> None:
        data = SimpleNamespace(kind=kind, **values)
        worker.onmessage(SimpleNamespace(type="message", data=data))

    def receive_from_python(message: Any, _: Any) -> None:
        if message.kind == "take":  # it has kept nothing
            asyncio.get_running_loop().call_soon(partial(say, "taken", whole=False))

    worker.postMessage = receive_from_python
    start = importlib.import_module("offcut.browser.main").start
    models = {"pauses": [], "stalled": 2, **tab.models, **models}
    network = SimpleNamespace(first=600, times=20, least=120)
    limits = SimpleNamespace(pictures=2, gigabytes=8, heap=lambda: 123, network=network)
    receive = start(SimpleNamespace(**models), limits, lambda _: worker, worker, tab.prefetching)
    kind, values = says
    say(kind, **values)
    return receive, told


@instantly
async def test_site_says_how_long_a_host_is_waited_for(tab: Tab) -> None:
    tab.host.faults.update(dict.fromkeys(tab.parts, hosts.is_silent))
    receive, told = _start(tab, pauses=[1, 0.25], stalled=2)
    receive(SimpleNamespace(kind="preload", id=7, model=None))
    while (answer := await told.get()).kind == "progress":
        pass
    assert (answer.kind, answer.id, answer.error.name) == ("failure", 7, "ModelUnavailableError")
    assert tab.host.times(tab.parts[0]) == [0, 3, 5.25]


@instantly
async def test_an_answer_tells_the_size_of_the_heap(tab: Tab) -> None:
    receive, told = _start(tab)
    receive(SimpleNamespace(kind="rest", id=7))
    answer = await told.get()
    assert (answer.kind, answer.id, answer.heap) == ("result", 7, 123)


class _Asked(SimpleNamespace):
    """A message from the page that can't be read."""

    error: BaseException

    @property
    def model(self) -> str:
        raise self.error


@pytest.mark.parametrize(
    ("error", "name", "code", "sentence"),
    [
        (
            offcut.DamagedModelError("{part} is broken.", code="broken", part="7.gz"),
            "DamagedModelError",
            "broken",
            "7.gz is broken.",
        ),
        (
            MemoryError(),
            "PictureTooLargeError",
            "memory",
            "The picture needs more memory than there is: scale it down first.",
        ),
        (asyncio.CancelledError(), "AbortError", "cancelled", "The work was cancelled."),
        (
            KeyError("x"),
            "EngineError",
            "fault",
            "Something went wrong inside Offcut (KeyError: 'x'): reload the page.",
        ),
    ],
)
@instantly
async def test_a_failure_has_name_code_and_sentence(
    error: BaseException, name: str, code: str, sentence: str, tab: Tab
) -> None:
    receive, told = _start(tab)
    receive(_Asked(kind="preload", id=7, error=error))
    answer = await told.get()
    assert (answer.kind, answer.id) == ("failure", 7)
    told_of = answer.error
    assert (told_of.name, told_of.code, told_of.message) == (name, code, sentence)


@instantly
async def test_a_failure_has_the_parameters_of_its_sentence(tab: Tab) -> None:
    receive, told = _start(tab)
    receive(SimpleNamespace(kind="preload", id=7, model="huge"))
    error = (await told.get()).error
    assert error.code == "model-unknown"
    assert error.params == {"model": "'huge'", "models": ["small"]}


@pytest.mark.parametrize(
    ("reason", "name", "code", "params"),
    [
        ("no such kernel. ", "InferenceError", "runtime-failed", {"reason": "no such kernel"}),
        ("std::bad_alloc", "OutOfMemoryError", "model-memory", {}),
        (12_345_678, "OutOfMemoryError", "model-memory", {}),
    ],
)
@instantly
async def test_a_status_says_why_onnx_runtime_can_not_run(
    reason: str | int, name: str, code: str, params: dict[str, str], tab: Tab
) -> None:
    _, told = _start(tab, says=("failure", {"reason": reason}))
    failure = (await told.get()).failure
    assert (failure.name, failure.code, failure.params) == (name, code, params)
    assert failure.message.endswith(".")


@instantly
async def test_a_ping_is_answered(tab: Tab) -> None:
    receive, told = _start(tab)
    receive(SimpleNamespace(kind="ping"))
    assert (await told.get()).kind == "alive"


@pytest.mark.parametrize("begun", [True, False])
@instantly
async def test_a_cancellation_is_confirmed_whether_or_not_the_call_had_begun(
    begun: bool, tab: Tab
) -> None:
    receive, told = _start(tab)
    receive(SimpleNamespace(kind="preload", id=7, model=None))
    if begun:
        await asyncio.sleep(0)
    receive(SimpleNamespace(kind="cancel", id=7))
    answer = await told.get()
    assert (answer.kind, answer.id, answer.error.code) == ("failure", 7, "cancelled")
