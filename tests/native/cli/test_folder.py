"""``offcut FOLDER``: all pictures in it, what is done already, and what has failed."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path
from typing import Any, Final, Protocol

import fsspec
import pytest

from offcut.files.digest import sha256
from offcut.native import Remover
from offcut.native.cli import main, work
from offcut.native.workers.picture import InProcess
from offcut.native.workers.task import Settings
from tests import pictures
from tests.native.conftest import QUICKEST, Command

NAMES = ["a.jpg", "sub/b.png", "sub/deep/c.webp"]
RESULTS = ["a-offcut.png", "sub/b-offcut.png", "sub/deep/c-offcut.png"]
PAIRS: Final = list(zip(NAMES, RESULTS, strict=True))


class Quick(Protocol):
    """The command within this process; gives its exit code, and lines of its two streams."""

    def __call__(self, *arguments: str) -> tuple[int, list[str], list[str]]:
        """Give it these arguments."""


@pytest.fixture
def quick(
    small_models: Path,
    remover: Remover,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Quick:
    """What several processes would do, this one does: they have tests of their own."""

    def alone(settings: Settings, _jobs: int, _threads: int, stop: threading.Event) -> InProcess:
        return InProcess(remover, settings, stop)

    def run(*arguments: str) -> tuple[int, list[str], list[str]]:
        code = main.main(["--models", str(small_models), "--model", QUICKEST, *arguments])
        said = capsys.readouterr()
        return code, _slashed(said.out), _slashed(said.err)

    monkeypatch.setattr(work, "Pool", alone)
    monkeypatch.chdir(tmp_path)
    return run


def _slashed(text: str) -> list[str]:
    """Its lines, with paths as on other systems than Windows."""
    return text.replace("\\\\", "/").replace("\\", "/").splitlines()


@pytest.fixture
def photos_in(tmp_path: Path) -> Path:
    """A folder ``in`` of three pictures, and a text."""
    for number, name in enumerate(NAMES):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[path.suffix]
        path.write_bytes(pictures.file(pictures.noise((60 + number, 40)), kind))
    (tmp_path / "in" / "notes.txt").write_text("Dear diary")
    return tmp_path / "in"


def _results(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".offcut" not in path.parts
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_folder_is_mirrored_and_nothing_is_done_twice(
    offcut: Command, photos_in: Path, tmp_path: Path
) -> None:
    done = offcut("in")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    out = tmp_path / "in-offcut"
    assert _results(out) == RESULTS
    assert pictures.read((out / RESULTS[1]).read_bytes()).size == (61, 40)
    times = [(out / name).stat().st_mtime_ns for name in RESULTS]
    (photos_in / "d.jpg").write_bytes((photos_in / "a.jpg").read_bytes())
    again = offcut("in")
    assert again.returncode == 0
    assert again.stderr == b"offcut: Of 4: 1 done, 3 left out, which were done before.\n"
    assert [(out / name).stat().st_mtime_ns for name in RESULTS] == times
    assert (out / "d-offcut.png").is_file()


def test_other_options_and_overwrite_do_it_again(quick: Quick, photos_in: Path) -> None:
    quick("in", "out")
    for options in (["--edges", "plain"], ["--overwrite"]):
        _, listed, _ = quick("in", "out", *options, "--dry-run")
        assert listed == [f"in/{name} -> out/{result}" for name, result in PAIRS]
    _, listed, _ = quick("in", "out", "--dry-run")
    assert listed == [f"in/{name} -> out/{result} (done before)" for name, result in PAIRS]
    times = _times("out")
    code, _, said = quick("in", "out", "--overwrite")
    assert (code, said) == (0, [])
    assert all(now > before for now, before in zip(_times("out"), times, strict=True))


def _times(folder: str) -> list[int]:
    return [Path(folder, name).stat().st_mtime_ns for name in RESULTS]


def test_a_dry_run_does_nothing(quick: Quick, photos_in: Path, tmp_path: Path) -> None:
    code, listed, said = quick("in", "out", "--name", "{stem}", "--format", "webp", "--dry-run")
    assert (code, said) == (0, [])
    assert listed[1] == "in/sub/b.png -> out/sub/b.webp"
    assert not (tmp_path / "out").exists()


def test_journal_and_manifest_say_what_is_there(
    quick: Quick, photos_in: Path, tmp_path: Path
) -> None:
    (photos_in / "bad.jpg").write_bytes(b"Dear diary")
    assert quick("in", "out")[0] == 1
    folder = tmp_path / "out" / ".offcut"
    entries = _lines(folder / "manifest.jsonl")
    assert [entry["result"] for entry in entries] == RESULTS
    for entry in entries:
        result, picture = tmp_path / "out" / entry["result"], photos_in / entry["picture"]
        assert entry["result_size"] == result.stat().st_size
        assert entry["result_sha256"] == sha256(result)
        assert entry["size"] == picture.stat().st_size
        assert entry["sha256"] == sha256(picture)
        assert (entry["width"], entry["height"]) == pictures.read(result.read_bytes()).size
    states = [line["state"] for line in _lines(folder / "journal.jsonl")]
    assert sorted(states) == ["done"] * 3 + ["failed"]


def test_what_failed_is_told_at_the_end_and_can_be_done_alone(
    quick: Quick, photos_in: Path, tmp_path: Path
) -> None:
    good = (photos_in / "a.jpg").read_bytes()
    for name in ("bad.jpg", "worse.jpg"):
        (photos_in / name).write_bytes(b"Dear diary")
    code, _, said = quick("in", "out")
    assert code == 1
    assert [line.partition(" is no picture")[0] for line in said] == [
        "offcut: in/bad.jpg",
        "offcut: in/worse.jpg",
        "offcut: Of 5: 3 done, 2 failed:",
        "offcut:   in/bad.jpg",
        "offcut:   in/worse.jpg",
    ]
    for name in ("bad.jpg", "new.jpg"):
        (photos_in / name).write_bytes(good)
    assert quick("in", "out", "--retry-failed")[0] == 1
    assert _results(tmp_path / "out") == sorted([*RESULTS, "bad-offcut.png"])


def test_a_long_list_of_failures_is_cut_short(quick: Quick, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(23):
        (tmp_path / "in" / f"{number:02}.jpg").write_bytes(b"Dear diary")
    code, _, said = quick("in", "out", "--quiet")
    assert code == 1
    assert said[23:25] == ["offcut: Of 23: 0 done, 23 failed:", "offcut:   in/00.jpg"]
    assert said[-1] == "offcut:   and 3 more, which the journal names"
    assert len(said) == 23 + 1 + 20 + 1


def test_contents_can_be_compared_instead_of_times(quick: Quick, photos_in: Path) -> None:
    quick("in", "out")
    shutil.copytree("in", "copy/in", copy_function=shutil.copyfile)
    for compare, count in (("time", 0), ("content", 3)):
        _, listed, _ = quick("copy/in", "out", "--compare", compare, "--dry-run")
        assert "\n".join(listed).count("(done before)") == count


def test_parts_do_all_of_it_together(
    quick: Quick, photos_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_BATCH_JOB_ARRAY_SIZE", "2")
    for index in range(2):
        monkeypatch.setenv("AWS_BATCH_JOB_ARRAY_INDEX", str(index))
        assert quick("in", "out", "--shard", "auto")[0] == 0
    assert _results(tmp_path / "out") == RESULTS
    manifests = sorted((tmp_path / "out" / ".offcut").glob("manifest*"))
    listed = [line["result"] for path in manifests for line in _lines(path)]
    assert sorted(listed) == RESULTS


def test_lines_of_json_tell_how_it_goes(quick: Quick, photos_in: Path, tmp_path: Path) -> None:
    (photos_in / "bad.jpg").write_bytes(b"Dear diary")
    code, listed, said = quick("in", "out", "--jobs", "2", "--json")
    assert (code, said) == (1, [])
    events = [json.loads(line) for line in listed]
    start, *middle, end = events
    assert (start["event"], start["of"], start["jobs"]) == ("start", 4, 2)
    names = [(event["event"], event["picture"]) for event in middle]
    assert names == [
        ("done", "in/a.jpg"),
        ("failed", "in/bad.jpg"),
        ("done", "in/sub/b.png"),
        ("done", "in/sub/deep/c.webp"),
    ]
    counted = [event["counts"] for event in (*middle, end)]
    assert [each["done"] + each["failed"] for each in counted] == [1, 2, 3, 4, 4]
    assert all(event["left"] >= 0 and event["rate"] > 0 for event in middle)
    assert middle[0]["result_size"] == (tmp_path / "out" / "a-offcut.png").stat().st_size
    assert (end["event"], end["stopped"]) == ("end", False)
    assert Path(end["manifest"]) == Path("out/.offcut/manifest.jsonl")


def test_an_empty_folder_is_told(quick: Quick, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert quick("in") == (0, [], ["offcut: There are no pictures."])
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_the_same_folder_is_refused(quick: Quick, photos_in: Path) -> None:
    code, _, (line,) = quick("in", "in/")
    assert code == 2
    assert line.startswith("offcut: in/ has the pictures themselves: choose another folder")


def test_one_picture_alone_has_its_result_beside_it(quick: Quick, photos_in: Path) -> None:
    assert quick("in/a.jpg") == (0, [], [])
    assert pictures.read((photos_in / "a-offcut.png").read_bytes()).size == (60, 40)
    assert not (photos_in / ".offcut").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["in", "out", "--jobs", "0"], "--jobs is 0: give a number of processes, from 1."),
        (["in/a.jpg", "-", "--json"], "Standard output can't take the result and --json"),
        (["-", "out.png", "--ray", "auto"], "--ray works elsewhere: standard input and output"),
        (["in/a.jpg", "-", "--subjects", "each"], "--subjects each gives several files: give a"),
        (["in/a.jpg", "--watch"], "--watch needs a folder for the results"),
        (["in/a.jpg", "--retry-failed"], "--retry-failed needs a folder for the results"),
        (["in", "out", "--watch", "--dry-run"], "--watch has no --dry-run"),
        (["in", "out", "--watch", "--every", "0"], "looks every so many seconds: above 0"),
        (["in", "out", "--shard", "9/8"], "the parts are 1/8 to 8/8"),
        (["in", "out", "--ray", "auto"], "--ray needs Ray: install offcut[ray]."),
        (["in", "nowhere://x/"], "nowhere:// can't be read or written here"),
    ],
)
def test_what_does_not_fit_together_is_one_line(
    arguments: list[str], sentence: str, quick: Quick, photos_in: Path
) -> None:
    code, listed, (line,) = quick(*arguments)
    assert (code, listed) == (2, [])
    assert sentence in line


def test_where_each_subject_has_a_file_all_of_them_are_known_again(
    quick: Quick, photos_in: Path, tmp_path: Path
) -> None:
    assert quick("in", "out", "--subjects", "each") == (0, [], [])
    names = ["a-offcut-1.png", "sub/b-offcut-1.png", "sub/deep/c-offcut-1.png"]
    assert _results(tmp_path / "out") == names
    entries = _lines(tmp_path / "out" / ".offcut" / "manifest.jsonl")
    assert [entry["result"] for entry in entries] == names
    _, listed, _ = quick("in", "out", "--subjects", "each", "--dry-run")
    assert all(line.endswith("(done before)") for line in listed)
    (tmp_path / "out" / names[0]).unlink()
    _, listed, _ = quick("in", "out", "--subjects", "each", "--dry-run")
    assert [line.endswith("(done before)") for line in listed] == [False, True, True]


def test_results_in_a_store_are_known_again(quick: Quick, photos_in: Path) -> None:
    memory = fsspec.filesystem("memory")
    try:
        assert quick("in", "memory://shop/out/") == (0, [], [])
        assert [key for key in memory.find("/shop") if ".offcut" not in key] == [
            f"/shop/out/{name}" for name in RESULTS
        ]
        _, _, (line,) = quick("in", "memory://shop/out/")
        assert line == "offcut: Of 3: 0 done, 3 left out, which were done before."
        assert quick("memory://shop/out/sub", "back")[0] == 0
        assert Path("back/deep/c-offcut-offcut.png").is_file()
    finally:
        memory.rm("/shop", recursive=True)
