"""Which file each picture's result goes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from offcut import InvalidOptionError
from offcut.native.cli.naming import Plan, plan


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


def _targets(made: Plan) -> list[str | None]:
    return [job.target.as_posix() if job.target else None for job in made.jobs]


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
        (["cat.jpg", "-"], None, [None]),
        (["-", "-"], None, [None]),
    ],
)
def test_results_go_where_they_were_sent(
    files: list[str], out_dir: str | None, targets: list[str | None]
) -> None:
    assert _targets(plan(files, out_dir, None)) == targets


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
    assert _targets(plan(sources, "out", None)) == targets


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
    assert plan(["cat.jpg", target], None, chosen).format == kind


@pytest.mark.parametrize(("kind", "suffix"), NAMES)
def test_in_a_folder_names_end_as_the_format_does(kind: str, suffix: str) -> None:
    assert _targets(plan(["cat.jpg"], "out", kind)) == [f"out/cat-offcut.{suffix}"]


@pytest.mark.parametrize(
    ("files", "out_dir", "sentence"),
    [
        ([], None, "Give a picture and a file for the result"),
        ([], "there", "Give a picture"),
        (["cat.jpg"], None, r"Give a file for the result of cat\.jpg: offcut cat\.jpg OUT\.png"),
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
        plan(files, out_dir, None)


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
    [job] = plan(files, out_dir, None).jobs
    assert job.stay_in_folder is stays


def test_a_link_to_the_picture_is_the_picture_itself(folder: Path) -> None:
    (folder / "link.png").symlink_to("cat.jpg")
    with pytest.raises(InvalidOptionError, match="is the picture itself"):
        plan(["cat.jpg", "link.png"], None, None)


def test_a_long_name_is_shortened_where_its_result_is_named_after_it() -> None:
    (job,) = plan([f"{'x' * 245}.jpg"], "there", None).jobs
    assert job.target == Path("there", f"{'x' * 200}-offcut.png")
    job.target.touch()


def test_no_letter_is_cut_in_two() -> None:
    (job,) = plan([f"x{CAT * 80}.jpg"], "there", None).jobs
    assert job.target == Path("there", f"x{CAT * 66}-offcut.png")


def test_long_names_stay_apart() -> None:
    made = plan([f"{'x' * 240}{number}.jpg" for number in (1, 2)], "there", None)
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
        plan(files, out_dir, None)
    assert len(str(refused.value)) < 200


def test_a_name_that_just_fits_is_taken() -> None:
    assert _targets(plan(["cat.jpg", f"{'x' * 251}.png"], None, None)) == [f"{'x' * 251}.png"]
