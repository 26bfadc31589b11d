"""What is asked for wrongly: exit code 2, and one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import offcut
from offcut.native.batch import planning
from offcut.native.cli import main
from tests.native.conftest import Command
from tests.native.models.small_models import SmallModel


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Give a picture: offcut IN, or offcut IN OUT.png"),
        (["a.jpg", "b.jpg", "c.jpg"], "c.jpg is not a folder: end its name with / to have it"),
        (["cat.jpg", "out.png", "--mod", "x"], "unrecognized arguments: --mod x"),
        (["cat.jpg", "out/", "--name", "cat"], "--name is 'cat': it needs {stem}"),
        (["cat.jpg", "out.gif"], "end it with .png, .webp, .jpg or .tif, or"),
        (["cat.jpg", "out.png", "--colour", "red"], "unrecognized arguments: --colour"),
        (["cat.jpg", "out.png", "--model"], "argument --model: expected one argument"),
        (["cat.jpg", "out.png", "--format", "gif"], "argument --format: invalid choice: 'gif'"),
        (["cat.jpg", "out.png", "--type", "shadow"], "argument --type: invalid choice: 'shadow'"),
        (["cat.jpg", "out.webp", "--quality", "2"], "--quality is 2.0: the range is 0 to 1."),
        (["cat.jpg", "out.webp", "--quality", "x"], "argument --quality: invalid float value: 'x'"),
        (["cat.jpg", "out.png", "--background", "red"], "--background is 'red': give a colour"),
        (["cat.jpg", "out.png", "--background", "."], "--background . can't be read: "),
        (["cat.jpg", "out.png", "--background", __file__], "test_bad_usage.py is no picture"),
        (["cat.jpg", "out.png", "--edges", "soft"], "argument --edges: invalid choice: 'soft'"),
        (["cat.jpg", "out.png", "--fit", "fill"], "argument --fit: invalid choice: 'fill'"),
        (["cat.jpg", "out.png", "--canvas", "wide"], "argument --canvas: invalid choice: 'wide'"),
        (["cat.jpg", "out.png", "--blur", "0.5"], "--blur is 0.5: the range is above 0 to 0.2."),
        (["cat.jpg", "out.png", "--margin", "-1"], "--margin is -1.0: the range is 0 to 1."),
        (["cat.jpg", "out.png", "--threshold", "1"], "--threshold is 1.0: the range is 0 to below"),
        (["cat.jpg", "out.png", "--shadow", "nan"], "--shadow is nan: the range is 0 to 1."),
        (["cat.jpg", "out.png", "--size", "8"], "--size is 8: the range is 16 to 20000."),
        (["cat.jpg", "out.png", "--size", "9.5"], "argument --size: invalid int value: '9.5'"),
        (["cat.jpg", "out.jpg"], "JPEG has no transparency: give --background, or choose PNG"),
        (["cat.jpg", "out.png", "--models", "ftp://a.example"], "give a folder, or a URL"),
        (["cat.jpg", "out.png", "--models", "nowhere"], "nowhere/manifest.json can't be read"),
        (["--list-models", "--models", "nowhere"], "nowhere/manifest.json can't be read"),
    ],
)
def test_one_line_says_what_is_wrong(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _exit_code(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("offcut: ")
    assert sentence in line
    assert not list(tmp_path.iterdir())


def _exit_code(arguments: list[str]) -> int:
    try:
        return main.main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


def test_an_unknown_model_is_named_with_those_there_are(
    bare_offcut: Command, models_dir: Path, photos: Path, tmp_path: Path
) -> None:
    command = ("--models", models_dir, "--model", "huge", photos / "rocket.jpg", "out.png")
    done = bare_offcut(*command)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("offcut: There is no model 'huge': choose isnet, ")
    assert not list(tmp_path.iterdir())


def test_without_models_it_says_how_to_get_them(
    bare_offcut: Command, photos: Path, tmp_path: Path
) -> None:
    done = bare_offcut(photos / "rocket.jpg", "out.png", cache=tmp_path / "cache")
    assert done.returncode == 2
    assert b"run `python3 build.py` in the project first, or give --models" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_model_that_is_none_is_one_line(
    small_model: SmallModel, own_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["cat.jpg", "out.png", "--models", str(small_model.folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("offcut: ONNX Runtime could not load the model: ")


def test_models_are_listed_with_their_size_and_the_default(
    models_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["--list-models", "--models", str(models_dir)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    lines = [line.split() for line in said.out.splitlines()]
    ids = {"isnet", "isnet_fp16", "isnet_quint8", "isnet_compact"}
    assert {words[0] for words in lines} == ids
    assert all(words[2] == "MB" and float(words[1]) > 10 for words in lines)
    assert [words[0] for words in lines if words[-1] == "(default)"] == ["isnet_quint8"]


def test_ctrl_c_ends_it_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "aim", interrupt)
    assert main.main(["cat.jpg", "out.png"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_are_no_errors(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code([option]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert ("offcut cat.jpg cat.png" if option == "--help" else offcut.__version__) in said.out
