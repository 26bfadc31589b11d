"""Messages, read from JavaScript's objects and made into them."""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from offcut.browser.messages.inference import Piece
from offcut.browser.messages.page import (
    FROM_PAGE,
    CutOutAnswer,
    CutOutRequest,
    File,
    Note,
    Result,
    Subject,
)
from tests.unit.browser.fake_browser import NULL
from tests.unit.browser.tab import Tab


@pytest.fixture
def wire(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module, with files and arrays that can be compared."""
    module = importlib.import_module("offcut.browser.messages.wire")
    monkeypatch.setattr(module, "js_blob", lambda data, media: (data, media))
    monkeypatch.setattr(module, "js_array", lambda array: SimpleNamespace(buffer=array.tobytes()))
    return module


def _object(value: Any) -> Any:
    """A plain object or an array of JavaScript."""
    return SimpleNamespace(to_py=lambda: value)


def test_what_is_missing_undefined_or_null_has_its_default(wire: Any) -> None:
    given = {"kind": "cut-out", "id": 3, "source": "blob", "name": "cat", "output": _object({})}
    rest = {"model": None, "strokes": NULL}
    read = wire.read(SimpleNamespace(**given, **rest), FROM_PAGE)
    assert read == CutOutRequest(3, "blob", "cat", {})


def test_objects_are_read_but_those_that_stay_javascripts(wire: Any) -> None:
    source, output, strokes = _object(0), {"crop": True}, [{"kind": "erase"}]
    message = SimpleNamespace(
        kind="cut-out",
        id=3,
        source=source,
        name="cat",
        output=_object(output),
        strokes=_object(strokes),
        side=0,
    )
    read = wire.read(message, FROM_PAGE)
    assert read == CutOutRequest(3, source, "cat", output, strokes=strokes, side=0)


def test_an_answer_becomes_an_object_with_files_as_blobs(wire: Any) -> None:
    notes = [Note("cut-short", {"percent": 40}, "40 % is missing.")]
    answer = CutOutAnswer(
        File(b"f", "image/webp"),
        File(b"m", "image/png"),
        True,
        4,
        3,
        (0,) * 4,
        notes,
        [Subject((1, 0, 3, 2), 0.25)],
        5,
        2,
        np.array([[0, 1]], np.uint8),
        File(b"t", "image/png"),
    )
    message, buffers = wire.write(Result(7, 5, answer))
    labels = vars(message.value).pop("labels")
    assert (message.kind, message.id) == ("result", 7)
    assert buffers == [labels.buffer] == [b"\0\1"]
    (note,) = vars(message.value).pop("notes")
    assert vars(note) == {
        "code": "cut-short",
        "params": {"percent": 40},
        "message": "40 % is missing.",
    }
    (subject,) = vars(message.value).pop("subjects")
    assert vars(subject) == {"box": (1, 0, 3, 2), "share": 0.25}
    assert vars(message.value) == {
        "file": (b"f", "image/webp"),
        "mask": (b"m", "image/png"),
        "found": True,
        "width": 4,
        "height": 3,
        "box": (0, 0, 0, 0),
        "frames": 5,
        "masks": 2,
        "thumbnail": (b"t", "image/png"),
    }


def test_the_buffers_of_arrays_are_told_apart_to_be_transferred(wire: Any) -> None:
    message, buffers = wire.write(Piece("weights", 8, np.arange(3, dtype=np.uint8)))
    assert (message.kind, message.file, message.offset) == ("piece", "weights", 8)
    assert buffers == [message.data.buffer] == [b"\0\1\2"]
