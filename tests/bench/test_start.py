"""How long it takes until work begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut_bench import start


def test_each_step_comes_after_the_one_before(
    small_models: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFCUT_MODELS", str(small_models))
    seconds = start.run("isnet_quint8", photos / "chelsea.png")
    assert len(seconds) == len(start.STEPS)
    assert seconds == sorted(seconds)
    assert seconds[0] > 0
