"""What is kept, as the command line has it: points, and subjects."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from offcut import InvalidOptionError
from offcut.native.cli.selection import Selection, add_selection_options, selection
from offcut.native.workers.picture import InProcess
from offcut.native.workers.task import Settings, Task
from offcut.options import OutputOptions
from offcut.selection.point import Point
from tests import pictures


def _selection(*arguments: str) -> Selection:
    parser = argparse.ArgumentParser()
    add_selection_options(parser)
    return selection(parser.parse_args(arguments))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Selection()),
        (["--subjects", "all"], Selection()),
        (["--subjects", "1, 3"], Selection(chosen=(1, 3))),
        (["--subjects", "each"], Selection(each=True)),
        (
            ["--point", "0.5,0.25,drop", "--point", "0, 1, keep"],
            Selection((Point(0.5, 0.25, "drop"), Point(0, 1, "keep"))),
        ),
    ],
)
def test_each_option_is_read(arguments: list[str], expected: Selection) -> None:
    assert _selection(*arguments) == expected


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--subjects", "0", "--subjects is 0: the range is 1 to 1000."),
        ("--subjects", "one", "--subjects is 'one': give a whole number, 1 to 1000."),
        ("--subjects", "", "--subjects is '': give a whole number, 1 to 1000."),
        ("--point", "0.5,2,keep", "--point is 2: the range is 0 to 1."),
        ("--point", "0.5,0.5,erase", "--point is 'erase': choose keep, drop."),
        ("--point", "0.5,0.5", "A point is [0.5, 0.5]: give x, y, and keep or drop."),
    ],
)
def test_a_bad_value_is_named_as_the_command_line_does(
    option: str, value: str, sentence: str
) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        _selection(option, value)
    assert str(caught.value) == sentence


class _Remover:
    """Finds two squares, the larger one on the right, or nothing."""

    def __init__(self, *, empty: bool = False) -> None:
        self.points: list[Any] = []
        self._values = np.zeros((1, 1, 1024, 1024), np.float32)
        if not empty:
            self._values[..., 100:300, 100:300] = 1
            self._values[..., 500:900, 500:900] = 1

    def mask(self, _: Any, *, points: Any) -> Any:
        self.points.append(points)
        return self._values


def _run(tmp_path: Path, remover: Any, selection: Selection) -> dict[str, tuple[bool, bool]]:
    """For each file, whether the left square is in it, and the right one."""
    source = tmp_path / "in.png"
    source.write_bytes(pictures.file(pictures.noise((64, 64))))
    settings = Settings(OutputOptions(), selection=selection)
    task = Task(str(source), str(tmp_path / "out.png"))
    (outcome,) = InProcess(remover, settings, threading.Event()).run([task])
    assert outcome.error is None
    shown = {}
    for path in sorted(tmp_path.glob("out*.png")):
        alpha = pictures.array(pictures.read(path.read_bytes()).getchannel("A"))
        shown[path.name] = bool(alpha[12, 12]), bool(alpha[44, 44])
    return shown


def test_each_subject_gets_a_file_of_its_own(tmp_path: Path) -> None:
    shown = _run(tmp_path, _Remover(), Selection(each=True))
    assert shown == {"out-1.png": (False, True), "out-2.png": (True, False)}


def test_chosen_subjects_are_in_one_file(tmp_path: Path) -> None:
    assert _run(tmp_path, _Remover(), Selection(chosen=(2,))) == {"out.png": (True, False)}
    assert _run(tmp_path, _Remover(), Selection()) == {"out.png": (True, True)}


def test_where_there_is_no_subject_one_file_is_empty(tmp_path: Path) -> None:
    assert _run(tmp_path, _Remover(empty=True), Selection(each=True)) == {"out.png": (False, False)}


def test_points_reach_the_network(tmp_path: Path) -> None:
    remover, points = _Remover(), (Point(0.5, 0.5, "drop"),)
    _run(tmp_path, remover, Selection(points))
    assert remover.points == [points]
