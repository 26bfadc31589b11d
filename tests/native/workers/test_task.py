"""What is told to workers and by them fits into JSON, whatever it holds."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from offcut import OutputOptions
from offcut.native.cli.selection import Selection
from offcut.native.workers.task import File, Outcome, Settings, Task
from offcut.options import Edge
from offcut.selection.point import Point

SETTINGS = Settings(
    OutputOptions(edge=Edge(shift=2)),
    "isnet",
    "models",
    None,
    2,
    whole=True,
    selection=Selection((Point(0.5, 0, "drop"),), (1, 3)),
)


@pytest.mark.parametrize("background", [None, "#fff", "blur", bytes(range(256))])
def test_settings_come_back_as_they_were(background: str | bytes | None) -> None:
    settings = replace(SETTINGS, output=OutputOptions(background=background, size=64))
    assert Settings.from_json(json.loads(json.dumps(settings.to_json()))) == settings


def test_an_outcome_comes_back_as_it_was() -> None:
    task = Task("c\udce9t.jpg", "out.png")
    more = (File(5, "cd", 7, 8),)
    outcome = Outcome(task, notes=("It has pages.",), size=3, sha256="ab", width=2, more=more)
    assert Outcome.from_json(task, json.loads(json.dumps(outcome.to_json()))) == outcome


@pytest.mark.parametrize(
    "other",
    [
        replace(SETTINGS, output=OutputOptions(size=64)),
        replace(SETTINGS, output=OutputOptions(background=b"a picture")),
        replace(SETTINGS, page=1),
        replace(SETTINGS, whole=False),
        replace(SETTINGS, selection=Selection(each=True)),
    ],
)
def test_other_results_have_another_fingerprint(other: Settings) -> None:
    assert SETTINGS.fingerprint("ab") != other.fingerprint("ab")


def test_another_model_has_another_fingerprint_wherever_it_comes_from() -> None:
    assert SETTINGS.fingerprint("ab") != SETTINGS.fingerprint("cd")
    elsewhere = replace(SETTINGS, models="https://a.example/models", model=None)
    assert SETTINGS.fingerprint("ab") == elsewhere.fingerprint("ab")
