"""What was done, line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from offcut.native.batch.journal import FOLDER, Journal, Record
from offcut.native.batch.shards import Shard
from offcut.native.workers.task import Outcome, Task


def _outcome(name: str, error: str | None = None) -> Outcome:
    task = Task(f"in/{name}.jpg", f"out/{name}.png", f"{name}.jpg", f"{name}.png", 11, "v1")
    return Outcome(task, error, "odd" if error else "", (), 0.5, 11, "aa", 22, "bb", 6, 4)


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def test_a_line_says_what_was_done(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), "options")
    journal.add(_outcome("cat"))
    journal.add(_outcome("dog", "dog.jpg is odd."))
    done, failed = map(json.loads, _lines(tmp_path / FOLDER / "journal.jsonl"))
    assert done.pop("time") <= failed.pop("time")
    about = {"size": 11, "version": "v1", "options": "options"}
    result = {"result": "cat.png", "result_size": 22, "result_sha256": "bb"}
    assert done == about | result | {
        "state": "done",
        "picture": "cat.jpg",
        "sha256": "aa",
        "seconds": 0.5,
        "width": 6,
        "height": 4,
    }
    assert failed == about | {
        "state": "failed",
        "picture": "dog.jpg",
        "result": "dog.png",
        "error": "dog.jpg is odd.",
        "code": "odd",
    }


def test_what_is_written_is_read(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), "options")
    written = [journal.add(_outcome("cat")), journal.add(_outcome("dog", "It is odd."))]
    read = Journal(str(tmp_path), "others").read()
    assert read["cat.png"] == written[0]
    assert not read["dog.png"].is_done


def test_the_last_line_counts(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), "options")
    journal.add(_outcome("cat"))
    journal.add(_outcome("cat", "It is odd."))
    assert not journal.read()["cat.png"].is_done


def test_only_what_is_wanted_is_kept(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), "options")
    journal.add(_outcome("cat"))
    journal.add(_outcome("dog"))
    assert set(journal.read({"dog.png"})) == {"dog.png"}


def test_parts_have_journals_of_their_own_and_read_all(tmp_path: Path) -> None:
    parts = [Journal(str(tmp_path), "options", Shard(number, 2)) for number in (1, 2)]
    parts[0].add(_outcome("cat"))
    parts[1].add(_outcome("dog"))
    names = {path.name for path in (tmp_path / FOLDER).iterdir()}
    assert names == {"journal-1-of-2.jsonl", "journal-2-of-2.jsonl"}
    assert set(Journal(str(tmp_path), "options").read()) == {"cat.png", "dog.png"}


@pytest.mark.parametrize(
    "rest", [b'{"state": "do', b"\x00\xff\n", b"[]\n", b'{"state": "done"}\n', b"7\n", b"\n"]
)
def test_a_line_that_was_cut_off_is_not_read_and_spoils_no_other(
    tmp_path: Path, rest: bytes
) -> None:
    Journal(str(tmp_path), "options").add(_outcome("cat"))
    path = tmp_path / FOLDER / "journal.jsonl"
    path.write_bytes(path.read_bytes() + rest)
    again = Journal(str(tmp_path), "options")
    again.add(_outcome("dog"))
    again.close()
    assert set(Journal(str(tmp_path), "options").read()) == {"cat.png", "dog.png"}


def test_names_that_are_no_text_survive(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), "options")
    journal.add(_outcome("c\udce9t"))
    assert set(journal.read()) == {"c\udce9t.png"}


def test_the_manifest_lists_all_results_by_name(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), "options", Shard(1, 2))
    records: list[Record] = [
        journal.add(_outcome(name, error))
        for name, error in [("dog", None), ("cat", None), ("cow", "It is odd.")]
    ]
    place = journal.write_manifest(records)
    assert Path(place) == tmp_path / FOLDER / "manifest-1-of-2.jsonl"
    entries = [json.loads(line) for line in _lines(Path(place))]
    assert [entry["result"] for entry in entries] == ["cat.png", "dog.png"]
    assert entries[0] == {
        "result": "cat.png",
        "result_size": 22,
        "result_sha256": "bb",
        "width": 6,
        "height": 4,
        "picture": "cat.jpg",
        "size": 11,
        "sha256": "aa",
        "options": "options",
    }


def test_without_a_line_there_is_no_file(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), "options")
    assert journal.read() == {}
    journal.close()
    assert not list(tmp_path.iterdir())
