"""ONNX Runtime's failures as Offcut's own."""

from __future__ import annotations

from pathlib import Path

import onnxruntime
import pytest

from offcut import InferenceError, OutOfMemoryError
from offcut.native.session import Session


def test_a_file_that_is_no_model_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(InferenceError, match="could not load the model: ") as caught:
        Session(path)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("std::bad_alloc"),
        RuntimeError("[ONNXRuntimeError] : 6 : Failed to allocate memory for requested buffer"),
    ],
)
def test_too_little_memory_is_told_apart(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(onnxruntime, "InferenceSession", fail)
    with pytest.raises(OutOfMemoryError, match="not enough memory for the model"):
        Session(tmp_path / "model.onnx")
