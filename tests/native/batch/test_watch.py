"""Pictures that arrive: each is taken once it is whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from offcut.native.batch.journal import Record
from offcut.native.batch.listing import Found
from offcut.native.batch.naming import PATTERN, Namer
from offcut.native.batch.watch import Watch
from offcut.native.storage import Entry
from offcut.native.workers.task import Outcome, Task

Look = dict[str, tuple[int, str]]


class Folder:
    """A folder whose content is another at each look."""

    def __init__(self, looks: list[Look], known: dict[str, Record] | None = None) -> None:
        self.stop = threading.Event()
        self._looks = iter(looks)
        self._watch = Watch(
            self._look, lambda: Namer("out", PATTERN, "png"), known or {}, self.stop, period=0
        )

    def tasks(self) -> list[Task]:
        """All that it gives until the looks end."""
        return [each for each in self._watch if isinstance(each, Task)]

    def all(self) -> Iterator[Task | Outcome | None]:
        """All of it."""
        return iter(self._watch)

    def _look(self) -> list[Found]:
        there = next(self._looks, None)
        if there is None:
            self.stop.set()
            return []
        return [
            Found(Entry(f"in/{name}", *about), name, is_listed=True)
            for name, about in there.items()
        ]


def test_a_file_is_taken_once_it_has_not_changed_between_two_looks() -> None:
    looks: list[Look] = [
        {},
        {"cat.jpg": (10, "1")},
        {"cat.jpg": (20, "2")},
        {"cat.jpg": (20, "3")},
        {"cat.jpg": (20, "3")},
        {"cat.jpg": (20, "3")},
    ]
    (task,) = Folder(looks).tasks()
    assert (task.source, task.target) == ("in/cat.jpg", "out/cat-offcut.png")
    assert (task.size, task.version) == (20, "3")


def test_a_file_that_still_grows_is_not_taken() -> None:
    assert Folder([{"cat.jpg": (size, "1")} for size in range(1, 9)]).tasks() == []


def test_an_empty_file_is_not_taken_however_long_it_stays_so() -> None:
    assert Folder([{"cat.jpg": (0, "1")}] * 5).tasks() == []


def test_a_file_that_is_replaced_is_taken_again_under_the_same_name() -> None:
    old, new = {"cat.jpg": (10, "1")}, {"cat.jpg": (11, "2")}
    first, second = Folder([old, old, new, new, new]).tasks()
    assert first.target == second.target
    assert (first.version, second.version) == ("1", "2")


def test_a_file_that_was_moved_away_may_come_again() -> None:
    there = {"cat.jpg": (10, "1")}
    assert len(Folder([there, there, {}, there, there]).tasks()) == 2


def test_two_pictures_never_share_a_result() -> None:
    one, other = {"cat.jpg": (10, "1")}, {"cat.png": (10, "1")}
    targets = [task.target for task in Folder([one, one, {}, other, other]).tasks()]
    assert targets == ["out/cat-offcut.png", "out/cat-offcut-2.png"]


@pytest.mark.parametrize(
    ("picture", "result"), [("cat.jpg", "cat-offcut.png"), ("cat.png", "cat-offcut-2.png")]
)
def test_a_result_of_an_earlier_watch_keeps_its_name(picture: str, result: str) -> None:
    record = Record(
        is_done=True,
        time=1.0,
        picture="cat.jpg",
        size=10,
        version="1",
        sha256="",
        result="cat-offcut.png",
        result_size=1,
        result_sha256="",
        width=1,
        height=1,
        options="",
    )
    there = {picture: (10, "2")}
    (task,) = Folder([there, there], {record.result: record}).tasks()
    assert task.result == result


def test_between_two_looks_there_is_nothing_to_do() -> None:
    folder = Folder([{}, {}])
    watch = Watch(list, lambda: Namer("out", PATTERN, "png"), {}, folder.stop, period=60)
    given = iter(watch)
    assert [next(given) for _ in range(3)] == [None, None, None]
