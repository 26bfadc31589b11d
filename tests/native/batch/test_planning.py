"""Which file each picture's result goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from offcut import InvalidOptionError
from offcut.native.batch import planning
from offcut.native.batch.planning import Plan
from offcut.native.batch.shards import Shard


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a folder ``there`` and a picture ``cat.jpg``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "cat.jpg").touch()
    return tmp_path


NAMES = [("png", "png"), ("webp", "webp"), ("jpeg", "jpg"), ("tiff", "tiff")]
"""Of a format, and how the names of its files end."""


CAT = "\u732b"
"""A letter of three bytes."""


def _plan(files: Sequence[str], folder: str | None = None, **options: Any) -> Plan:
    return planning.plan(planning.aim(files, folder, **options))


def _plan_each(files: Sequence[str], folder: str | None = None, **options: Any) -> Plan:
    """The same with a file for each subject."""
    return planning.plan(replace(planning.aim(files, folder, **options), is_several=True))


def _targets(made: Plan) -> list[str]:
    return [Path(task.target).as_posix() for task in made.tasks]


def _make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"picture")


@pytest.mark.parametrize(
    ("files", "out_dir", "targets"),
    [
        (["cat.jpg", "out.png"], None, ["out.png"]),
        (["cat.jpg", "new/deep/out.png"], None, ["new/deep/out.png"]),
        (["cat.jpg", "there"], None, ["there/cat-offcut.png"]),
        (["cat.jpg", "new/"], None, ["new/cat-offcut.png"]),
        (["cat.jpg"], "new", ["new/cat-offcut.png"]),
        (["a.jpg", "b.tar.png", "there"], None, ["there/a-offcut.png", "there/b.tar-offcut.png"]),
        (["a.jpg", "b.jpg"], "there", ["there/a-offcut.png", "there/b-offcut.png"]),
        (["-", "out.png"], None, ["out.png"]),
        (["cat.jpg", "-"], None, ["-"]),
        (["-", "-"], None, ["-"]),
        (["-"], None, ["-"]),
        (["cat.jpg"], None, ["cat-offcut.png"]),
        (["there/dog.jpg"], None, ["there/dog-offcut.png"]),
    ],
)
def test_results_go_where_they_were_sent(
    files: list[str], out_dir: str | None, targets: list[str]
) -> None:
    assert _targets(_plan(files, out_dir)) == targets


@pytest.mark.parametrize(
    ("sources", "targets"),
    [
        (["a/cat.jpg", "b/cat.jpg"], ["out/cat-offcut.png", "out/cat-offcut-2.png"]),
        (["cat.jpg", "cat.png"], ["out/cat-offcut.png", "out/cat-offcut-2.png"]),
        (["a/Cat.jpg", "b/cat.jpg"], ["out/Cat-offcut.png", "out/cat-offcut-2.png"]),
        (["x/c.jpg", "out/c-offcut.png"], ["out/c-offcut-2.png", "out/c-offcut-offcut.png"]),
        (["a/c.jpg", "b/c.jpg", "d/c-offcut-2.jpg"],
         ["out/c-offcut.png", "out/c-offcut-2.png", "out/c-offcut-2-offcut.png"]),
    ],
)  # fmt: skip
def test_no_two_results_and_no_picture_share_a_name(sources: list[str], targets: list[str]) -> None:
    assert _targets(_plan(sources, "out")) == targets


@pytest.mark.parametrize(
    ("target", "chosen", "kind"),
    [
        ("out.png", None, "png"),
        ("out.PNG", None, "png"),
        ("out.webp", None, "webp"),
        ("out.jpg", None, "jpeg"),
        ("out.jpeg", None, "jpeg"),
        ("out.tif", None, "tiff"),
        ("out.TIFF", None, "tiff"),
        ("out.jpg", "webp", "webp"),
        ("out", "jpeg", "jpeg"),
        ("-", None, "png"),
        ("-", "webp", "webp"),
        ("there", None, "png"),
    ],
)
def test_the_name_says_the_format_unless_it_is_chosen(
    target: str, chosen: str | None, kind: str
) -> None:
    assert planning.aim(["cat.jpg", target], None, chosen).format == kind


@pytest.mark.parametrize(("kind", "suffix"), NAMES)
def test_in_a_folder_names_end_as_the_format_does(kind: str, suffix: str) -> None:
    assert _targets(_plan(["cat.jpg"], "out", chosen_format=kind)) == [f"out/cat-offcut.{suffix}"]


@pytest.mark.parametrize(
    ("files", "out_dir", "sentence"),
    [
        ([], None, "Give a picture"),
        ([], "there", "Give a picture"),
        (["a.jpg", "b.jpg", "-"], None, "- is not a folder"),
        (["a.jpg", "b.jpg", "c.png"], None, r"c\.png is not a folder: end its name with /"),
        (["cat.jpg", "out"], None, "The name out does not say the format"),
        (["cat.jpg", "out.gif"], None, r"The name out\.gif does not say the format"),
        (["cat.jpg", "cat.jpg"], None, r"cat\.jpg is the picture itself"),
        (["cat.jpg", "./there/../cat.jpg"], None, "is the picture itself"),
        (["-", "there"], None, "Standard input goes to one file"),
        (["cat.jpg", "-"], "there", "Standard input goes to one file"),
    ],
)
def test_files_that_do_not_fit_together_are_told(
    files: list[str], out_dir: str | None, sentence: str
) -> None:
    with pytest.raises(InvalidOptionError, match=sentence):
        _plan(files, out_dir)


@pytest.mark.parametrize(
    ("files", "out_dir", "stays"),
    [
        (["cat.jpg", "there"], None, True),
        (["cat.jpg", "new/"], None, True),
        (["cat.jpg"], "there", True),
        (["cat.jpg", "there/out.png"], None, False),
    ],
)
def test_only_results_in_a_folder_that_was_named_must_stay_there(
    files: list[str], out_dir: str | None, *, stays: bool
) -> None:
    [task] = _plan(files, out_dir).tasks
    assert task.stay_in_folder is stays


def test_a_link_to_the_picture_is_the_picture_itself(folder: Path) -> None:
    (folder / "link.png").symlink_to("cat.jpg")
    with pytest.raises(InvalidOptionError, match="is the picture itself"):
        _plan(["cat.jpg", "link.png"])


def test_a_long_name_is_shortened_where_its_result_is_named_after_it() -> None:
    (task,) = _plan([f"{'x' * 245}.jpg"], "there").tasks
    assert Path(task.target) == Path("there", f"{'x' * 200}-offcut.png")
    Path(task.target).touch()


def test_no_letter_is_cut_in_two() -> None:
    (task,) = _plan([f"x{CAT * 80}.jpg"], "there").tasks
    assert Path(task.target) == Path("there", f"x{CAT * 66}-offcut.png")


def test_long_names_stay_apart() -> None:
    made = _plan([f"{'x' * 240}{number}.jpg" for number in (1, 2)], "there")
    assert _targets(made) == [
        f"there/{'x' * 200}-offcut.png",
        f"there/{'x' * 200}-offcut-2.png",
    ]


@pytest.mark.parametrize(
    ("files", "out_dir"),
    [
        (["cat.jpg", f"{'x' * 252}.png"], None),
        (["cat.jpg", f"{CAT * 84}.png"], None),
        (["cat.jpg", f"{'x' * 300}/"], None),
        (["cat.jpg", f"{'x' * 300}/out.png"], None),
        (["cat.jpg"], "x" * 300),
    ],
)
def test_a_name_that_no_file_can_have_is_refused_at_once(
    files: list[str], out_dir: str | None
) -> None:
    with pytest.raises(InvalidOptionError, match="is too long for a name") as refused:
        _plan(files, out_dir)
    assert len(str(refused.value)) < 200


def test_a_name_that_just_fits_is_taken() -> None:
    assert _targets(_plan(["cat.jpg", f"{'x' * 251}.png"])) == [f"{'x' * 251}.png"]


def test_a_folder_is_mirrored_in_the_order_of_its_names() -> None:
    _make("in/b.jpg", "in/sub/deep/c.png", "in/a.webp", "in/notes.txt", "in/.hidden/d.jpg")
    assert _targets(_plan(["in", "out"])) == [
        "out/a-offcut.png",
        "out/b-offcut.png",
        "out/sub/deep/c-offcut.png",
    ]


def test_a_folder_alone_has_its_results_beside_it() -> None:
    _make("in/sub/b.jpg")
    for name in ("in", "in/"):
        assert _targets(_plan([name])) == ["in-offcut/sub/b-offcut.png"]


def test_the_folder_that_one_is_in_has_its_results_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _make("in/b.jpg")
    monkeypatch.chdir(folder / "in")
    assert _targets(_plan(["."])) == [f"{folder.as_posix()}/in-offcut/b-offcut.png"]


def test_of_several_folders_each_keeps_its_name() -> None:
    _make("one/a.jpg", "two/a.jpg", "b.jpg")
    assert _targets(_plan(["one", "two/", "b.jpg", "out/"])) == [
        "out/one/a-offcut.png",
        "out/two/a-offcut.png",
        "out/b-offcut.png",
    ]


@pytest.mark.parametrize(
    ("pattern", "targets"),
    [
        ("in/*.jpg", ["out/a-offcut.png"]),
        ("in/**/*.jpg", ["out/a-offcut.png", "out/sub/b-offcut.png"]),
        ("./in/*/*", ["out/sub/b-offcut.png"]),
        ("in/*.txt", ["out/notes-offcut.png"]),
        ("nowhere/*.jpg", []),
    ],
)
def test_a_pattern_finds_its_files_and_keeps_their_folders(
    pattern: str, targets: list[str]
) -> None:
    _make("in/a.jpg", "in/sub/b.jpg", "in/sub/notes.txt", "in/notes.txt")
    assert _targets(_plan([pattern, "out/"])) == targets


def test_a_file_whose_name_looks_like_a_pattern_is_that_file() -> None:
    _make("cat[1].jpg", "cat1.jpg")
    assert _targets(_plan(["cat[1].jpg", "out/"])) == ["out/cat[1]-offcut.png"]


def test_a_picture_that_is_given_twice_is_done_once() -> None:
    _make("in/a.jpg")
    assert _targets(_plan(["in/a.jpg", "in/../in/a.jpg", "out/"])) == ["out/a-offcut.png"]


@pytest.mark.parametrize(
    ("pattern", "targets"),
    [
        ("{stem}", ["out/a.png", "out/a-2.png"]),
        ("{stem}.{ext}", ["out/a.jpg.png", "out/a.webp.png"]),
        ("cut_{stem}", ["out/cut_a.png", "out/cut_a-2.png"]),
    ],
)
def test_results_are_called_by_a_pattern(pattern: str, targets: list[str]) -> None:
    _make("in/a.jpg", "in/a.webp")
    assert _targets(_plan(["in", "out"], pattern=pattern)) == targets


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("cat", "it needs {stem}"),
        ("{stem", "it needs {stem}"),
        ("{name}", "it needs {stem}"),
        ("{stem!r}", "it needs {stem}"),
        ("{stem:>900000000}", "it needs {stem}"),
        ("{stem.__class__}", "it needs {stem}"),
        ("a/{stem}", "it can't have folders"),
        ("..\\{stem}", "it can't have folders"),
    ],
)
def test_a_pattern_that_can_not_be_filled_in_is_refused(pattern: str, sentence: str) -> None:
    with pytest.raises(InvalidOptionError) as refused:
        _plan(["cat.jpg", "out/"], pattern=pattern)
    assert sentence in str(refused.value)


def test_beside_each_picture() -> None:
    _make("in/a.jpg", "in/sub/b.jpg")
    targets = ["in/a-offcut.png", "in/sub/b-offcut.png"]
    assert _targets(_plan(["in"], beside=True)) == targets
    _make(*targets)  # what is there then is no picture to cut out
    assert _targets(_plan(["in"], beside=True)) == targets


def test_a_result_never_takes_a_pictures_own_name() -> None:
    assert _targets(_plan(["a.jpg", "a-offcut.png"], beside=True)) == [
        "a-offcut-2.png",
        "a-offcut-offcut.png",
    ]
    with pytest.raises(InvalidOptionError, match="can't have the pictures' names"):
        _plan(["a.jpg"], beside=True, pattern="{stem}")


@pytest.mark.parametrize("target", ["in", "in/", "./in/../in", "link"])
def test_results_can_not_go_into_the_folder_of_the_pictures(target: str) -> None:
    _make("in/a.jpg")
    Path("link").symlink_to("in")
    with pytest.raises(InvalidOptionError, match="has the pictures themselves"):
        _plan(["in", target])


def test_results_within_the_folder_of_the_pictures_are_no_pictures() -> None:
    _make("in/a.jpg", "in/out/a-offcut.png", "in/output/b.jpg")
    assert _targets(_plan(["in", "in/out"])) == [
        "in/out/a-offcut.png",
        "in/out/output/b-offcut.png",
    ]


def test_a_name_that_gets_too_long_fails_before_the_work_and_the_rest_goes_on() -> None:
    _make("in/a.jpg", f"in/{'x' * 240}.jpg")
    made = _plan(["in", "out"], pattern="{stem}" + "y" * 60)
    assert len(made.tasks) == 1
    (refused,) = made.refused
    assert refused.code == "name-too-long"
    assert refused.error is not None
    assert "is too long for a name: it may have 255 bytes." in refused.error


def test_a_file_for_each_subject_has_a_name_that_nothing_else_has() -> None:
    _make("a/cat-offcut-1.png", "a/cat.jpg", "a/cat-2.jpg", "a/dog.png", "a/dog-1.png")
    beside = _plan_each(["a/cat.jpg", "a/cat-offcut-1.png"], beside=True)
    assert _targets(beside) == ["a/cat-offcut_2.png", "a/cat-offcut-1-offcut.png"]
    into = _targets(_plan_each(["a"], "out", pattern="{stem}"))
    assert into == [
        "out/cat-2.png",
        "out/cat-offcut-1.png",
        "out/cat_2.png",
        "out/dog-1.png",
        "out/dog_2.png",
    ]


def test_files_of_subjects_are_not_cut_out_again() -> None:
    _make("a/cat.jpg", "a/cat-offcut-1.png", "a/cat-offcut-2.png")
    assert _targets(_plan_each(["a"], beside=True)) == ["a/cat-offcut.png"]
    assert len(_targets(_plan(["a"], beside=True))) == 3


def test_a_file_for_a_subject_is_never_the_picture_itself() -> None:
    _make("dog-1.png")
    assert _targets(_plan(["dog-1.png", "dog.png"])) == ["dog.png"]
    with pytest.raises(InvalidOptionError, match="is the picture itself"):
        _plan_each(["dog-1.png", "dog.png"])


def test_shards_share_all_pictures_under_the_same_names() -> None:
    _make(*(f"in/{number}.{kind}" for number in range(40) for kind in ("jpg", "png")))
    aim = planning.aim(["in", "out"])
    everything = _targets(planning.plan(aim))
    parts = [_targets(planning.plan(aim, Shard(number, 3))) for number in (1, 2, 3)]
    assert sorted(chain(*parts)) == sorted(everything)
    assert all(parts)
