"""Working through pictures, with a network that keeps everything."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from offcut import InferenceError, OutputOptions, Prepared
from offcut.native.remover import Remover
from offcut.native.workers.picture import InProcess
from offcut.native.workers.task import Outcome, Settings, Task, Tasks
from offcut.notes import Note
from tests import pictures

PICTURE = pictures.file(pictures.noise((6, 4)))


class Network:
    """Stands in for a remover."""

    def __init__(
        self,
        failures: dict[str, Exception] | None = None,
        alpha: float = 1,
        notes: tuple[Note, ...] = (),
    ) -> None:
        self.failures = failures or {}
        self.alpha = alpha
        self.notes = notes
        self.seen: list[str] = []

    def mask(self, prepared: Prepared, *, points: object = ()) -> NDArray[np.float32]:
        """Keep the whole picture, or fail as told."""
        assert points == ()
        name = Path(prepared.name).name
        self.seen.append(name)
        if name in self.failures:
            raise self.failures[name]
        picture = prepared.picture()
        prepared.hand(replace(picture, notes=self.notes))
        return pictures.mask(self.alpha)


SETTINGS = Settings(OutputOptions())


def _outcomes(
    tasks: Tasks, network: Network, stop: threading.Event | None = None
) -> Iterator[Outcome]:
    remover = cast("Remover", network)
    return InProcess(remover, SETTINGS, stop or threading.Event()).run(tasks)


def _run(tasks: Tasks, network: Network, notes: list[str] | None = None) -> list[str | None]:
    told = []
    for outcome in _outcomes(tasks, network):
        told.append(outcome.error)
        if notes is not None:
            notes += outcome.notes
    return told


def _jobs(folder: Path, *names: str) -> list[Task]:
    for name in names:
        (folder / name).write_bytes(PICTURE)
    return [Task(str(folder / name), str(folder / "out" / name)) for name in names]


def test_pictures_are_done_in_order_and_each_is_told(tmp_path: Path) -> None:
    network = Network()
    assert _run(_jobs(tmp_path, "a.png", "b.png", "c.png"), network) == [None] * 3
    assert network.seen == ["a.png", "b.png", "c.png"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == network.seen


def test_a_picture_without_a_subject_is_done_and_noted(tmp_path: Path) -> None:
    notes: list[str] = []
    assert _run(_jobs(tmp_path, "sky.png"), Network(alpha=0), notes) == [None]
    assert (tmp_path / "out/sky.png").is_file()
    [note] = notes
    assert "sky.png: no subject was found" in note


def test_a_subject_is_not_worth_a_note(tmp_path: Path) -> None:
    notes: list[str] = []
    _run(_jobs(tmp_path, "cat.png"), Network(), notes)
    assert notes == []


def test_each_note_of_a_picture_is_a_line_with_its_name(tmp_path: Path) -> None:
    notes: list[str] = []
    network = Network(notes=tuple(Note(code, f"It has {code}.") for code in ("pages", "frames")))
    assert _run(_jobs(tmp_path, "cat.png"), network, notes) == [None]
    (first, second) = notes
    assert first == f"{tmp_path / 'cat.png'}: It has pages."
    assert second.endswith("cat.png: It has frames.")


def test_no_pictures_are_no_failure() -> None:
    assert _run([], Network()) == []


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (MemoryError(), r"{b} needs more memory than there is\."),
        (InferenceError("The network gave up.", code="none"), r"{b}: The network gave up\."),
        (OSError(28, "No space left on device"), r"{out}: No space left on device\."),
    ],
)
def test_a_failure_names_the_picture_and_the_next_is_done(
    error: Exception, line: str, tmp_path: Path
) -> None:
    network = Network({"b.png": error})
    told = _run(_jobs(tmp_path, "a.png", "b.png", "c.png"), network)
    names = {"b": re.escape(str(tmp_path / "b.png"))}
    names["out"] = f"{names['b']}: {re.escape(str(tmp_path / 'out' / 'b.png'))}"
    assert told[0] is told[2] is None
    assert told[1]
    assert re.fullmatch(line.format(**names), told[1])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.png", "c.png"]


@pytest.mark.parametrize("error", [None, MemoryError(), InferenceError("No.", code="none")])
def test_a_long_name_is_told_once_and_short(tmp_path: Path, error: Exception | None) -> None:
    name = f"b{'x' * 220}.png"
    network = Network({name: error} if error else {})
    jobs = _jobs(tmp_path, name)
    if error is None:
        (tmp_path / name).write_bytes(PICTURE[:40])
    (line,) = _run(jobs, network)
    assert line is not None
    assert line.count("x.png") == line.count("\u2026") == 1
    assert len(line) < 250


@pytest.mark.parametrize("stay_in_folder", [False, True])
def test_a_result_goes_through_a_link_unless_it_must_stay_in_its_folder(
    tmp_path: Path, *, stay_in_folder: bool
) -> None:
    [job] = _jobs(tmp_path, "a.png")
    target = Path(job.target)
    target.parent.mkdir()
    target.symlink_to(tmp_path / "a diary")
    (tmp_path / "a diary").write_bytes(b"Dear diary")
    assert _run([replace(job, stay_in_folder=stay_in_folder)], Network()) == [None]
    assert ((tmp_path / "a diary").read_bytes() == b"Dear diary") is stay_in_folder
    assert target.is_symlink() is not stay_in_folder
    assert pictures.read(target.read_bytes()).format == "PNG"


def test_a_picture_that_can_not_be_read_is_named_and_the_next_is_done(tmp_path: Path) -> None:
    jobs = _jobs(tmp_path, "a.png", "b.png", "c.png", "d.png")
    (tmp_path / "b.png").write_bytes(PICTURE[:40])
    (tmp_path / "c.png").unlink()
    network = Network()
    told = _run(jobs, network)
    assert told[0] is told[3] is None
    assert str(told[1]).startswith(f"{tmp_path / 'b.png'} breaks off before its picture begins: ")
    assert told[2] == f"{tmp_path / 'c.png'}: No such file or directory."
    assert network.seen == ["a.png", "d.png"]


def test_the_next_picture_is_read_while_one_is_in_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = threading.Event()
    first, second = _jobs(tmp_path, "a.png", "b.png")
    read_bytes = Path.read_bytes

    def noticed(path: Path) -> bytes:
        if path == Path(second.source):
            read.set()
        return read_bytes(path)

    class Waiting(Network):
        def mask(self, prepared: Prepared, *, points: object = ()) -> NDArray[np.float32]:
            assert read.wait(60)
            return super().mask(prepared, points=points)

    monkeypatch.setattr(Path, "read_bytes", noticed)
    assert _run([first, second], Waiting()) == [None, None]


def test_at_most_one_picture_is_read_ahead(tmp_path: Path) -> None:
    network = Network()

    def one_by_one() -> Iterator[Task]:
        for number, job in enumerate(_jobs(tmp_path, *(f"{n}.png" for n in range(6)))):
            assert number <= len(network.seen) + 1
            yield job

    assert _run(one_by_one(), network) == [None] * 6


def test_what_was_read_and_written_is_told(tmp_path: Path) -> None:
    (job,) = _jobs(tmp_path, "a.png")
    (outcome,) = _outcomes([job], Network())
    result = Path(job.target).read_bytes()
    assert outcome.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert outcome.result_sha256 == hashlib.sha256(result).hexdigest()
    assert (outcome.size, outcome.result_size) == (len(PICTURE), len(result))
    assert (outcome.width, outcome.height) == (6, 4)
    assert 0 < outcome.seconds < 60


def test_an_error_that_nobody_has_thought_of_fails_one_picture(tmp_path: Path) -> None:
    network = Network({"b.png": ZeroDivisionError("by zero")})
    told = _run(_jobs(tmp_path, "a.png", "b.png", "c.png"), network)
    assert told == [None, f"{tmp_path / 'b.png'}: ZeroDivisionError: by zero.", None]


def test_a_picture_whose_result_can_not_be_written_is_not_worked_on(tmp_path: Path) -> None:
    jobs = _jobs(tmp_path, "a.png", "b.png")
    (tmp_path / "file").touch()
    network = Network()
    told = _run([replace(jobs[0], target=str(tmp_path / "file" / "a.png")), jobs[1]], network)
    assert told == [f"{tmp_path / 'a.png'}: {tmp_path / 'file'}: Not a directory.", None]
    assert network.seen == ["b.png"]


def test_once_it_is_to_stop_the_picture_at_work_is_finished_and_no_other_begun(
    tmp_path: Path,
) -> None:
    stop = threading.Event()

    class Stopping(Network):
        def mask(self, prepared: Prepared, *, points: object = ()) -> NDArray[np.float32]:
            stop.set()
            return super().mask(prepared, points=points)

    network = Stopping()
    outcomes = list(_outcomes(_jobs(tmp_path, "a.png", "b.png", "c.png"), network, stop))
    assert [outcome.error for outcome in outcomes] == [None]
    assert network.seen == ["a.png"]


def test_where_there_is_none_right_now_the_next_is_waited_for(tmp_path: Path) -> None:
    first, second = _jobs(tmp_path, "a.png", "b.png")
    assert _run([None, first, None, None, second, None], Network()) == [None, None]


def test_an_error_of_the_list_is_raised(tmp_path: Path) -> None:
    def broken() -> Iterator[Task]:
        yield from _jobs(tmp_path, "a.png")
        raise InferenceError("The list is broken.", code="none")

    with pytest.raises(InferenceError, match="The list is broken"):
        _run(broken(), Network())
