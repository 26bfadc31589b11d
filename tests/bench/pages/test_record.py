"""What is read from the messages of a page and its workers."""

from __future__ import annotations

from typing import Any

from offcut_bench.pages.record import answered, ready

EVENTS: list[dict[str, Any]] = [
    {"at": 0.1, "kind": "cut-out", "to": "offcut python", "id": 1, "side": None},
    {"at": 1.2, "kind": "ready", "from": "offcut python"},
    {"at": 3.0, "kind": "pointerup"},
    {"at": 3.1, "kind": "cut-out", "to": "offcut python", "id": 2, "side": 1600},
    {"at": 3.2, "kind": "result", "from": "offcut python", "id": 1},
    {"at": 3.4, "kind": "result", "from": "offcut python", "id": 2},
    {"at": 3.5, "kind": "cut-out", "to": "offcut python", "id": 3},
    {"at": 5.5, "kind": "result", "from": "offcut python", "id": 3},
]


def test_python_is_ready_when_it_says_so() -> None:
    assert ready(EVENTS) == 1.2
    assert ready(EVENTS[:1]) is None


def test_what_was_cancelled_answers_nothing() -> None:
    another = {"at": 3.45, "kind": "cut-out", "to": "offcut python", "id": 4, "side": 1600}
    answer = {"at": 3.9, "kind": "result", "from": "offcut python", "id": 4}
    cancelled = {"at": 3.35, "kind": "cancel", "to": "offcut python", "id": 2}
    events = [*EVENTS, cancelled, another, answer]
    assert answered(events, preview=True, since=3.0) == 3.9


def test_only_what_was_asked_for_after_a_stroke_answers_it() -> None:
    assert answered(EVENTS, preview=True, since=3.0) == 3.4
    assert answered(EVENTS, preview=False, since=3.0) == 5.5
    assert answered(EVENTS[:-1], preview=False, since=3.0) is None
