"""``--models URL``: a model over HTTP, one part of which first arrives damaged."""

from __future__ import annotations

import json
from pathlib import Path

from offcut.native import Remover
from tests.native.conftest import QUICKEST, Command
from tests.native.models.model_server import Answer, ModelServer


def test_a_site_is_as_good_as_a_folder(
    model_server: ModelServer,
    bare_offcut: Command,
    small_models: Path,
    photos: Path,
    remover: Remover,
    tmp_path: Path,
) -> None:
    model_server.folder = small_models
    manifest = json.loads((small_models / "manifest.json").read_text())
    (entry,) = (entry for entry in manifest["variants"] if entry["id"] == QUICKEST)
    damaged = entry["parts"][1]["path"]
    model_server.answer(damaged, Answer(b"<!doctype html>Log in"))
    command = ("--models", model_server.url, "--model", QUICKEST, photos / "chelsea.png")
    for name in ("first.png", "second.png"):
        done = bare_offcut(*command, name, cache=tmp_path / "cache")
        assert (done.returncode, done.stderr) == (0, b"")
        result = (tmp_path / name).read_bytes()
        assert result == remover.remove_background(photos / "chelsea.png")
    parts = [part["path"] for part in entry["parts"]]
    assert sorted(model_server.asked) == sorted(["manifest.json"] * 2 + [*parts, damaged])
