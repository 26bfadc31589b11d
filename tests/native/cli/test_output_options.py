"""The options of the output as the command line has them, from words to ``OutputOptions``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from offcut import InvalidOptionError, OutputOptions
from offcut.native.cli.options import add_output_options, output_options
from offcut.native.remover import Remover
from tests import pictures
from tests.native.conftest import Command


def _options(*arguments: str) -> OutputOptions:
    parser = argparse.ArgumentParser()
    add_output_options(parser)
    return output_options(parser.parse_args(arguments), "image/png")


def test_without_any_they_are_the_defaults() -> None:
    assert _options() == OutputOptions()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--edges", "plain"], {"edges": "plain"}),
        (["--no-decontaminate"], {"decontaminate": False}),
        (["--no-clean"], {"clean": False}),
        (["--background", "#18f"], {"background": "#18f"}),
        (["--background", "blur", "--blur", "0.1"], {"background": "blur", "blur": 0.1}),
        (["--fit", "contain"], {"fit": "contain"}),
        (["--crop", "--margin", "0.2"], {"crop": True, "margin": 0.2}),
        (["--threshold", "0.5"], {"threshold": 0.5}),
        (["--canvas", "passport"], {"canvas": "passport"}),
        (["--shadow", "0.4"], {"shadow": 0.4}),
        (["--size", "800"], {"size": 800}),
        (["--effort", "best"], {"effort": "best"}),
        (["--animation", "all"], {"animation": "all"}),
    ],
)
def test_each_reaches_its_field(arguments: list[str], expected: dict[str, Any]) -> None:
    assert _options(*arguments) == OutputOptions(**expected)


def test_a_background_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "beach.png"
    path.write_bytes(pictures.file(pictures.noise((5, 4))))
    assert _options("--background", str(path)).background == path.read_bytes()


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--blur", "0", r"--blur is 0\.0: the range is above 0 to 0\.2\."),
        ("--margin", "2", r"--margin is 2\.0: the range is 0 to 1\."),
        ("--threshold", "1", r"--threshold is 1\.0: the range is 0 to below 1\."),
        ("--size", "20001", r"--size is 20001: the range is 16 to 20000\."),
        ("--shadow", "nan", "--shadow is nan: the range is 0 to 1"),
        ("--background", "#ffff", r"--background is '#ffff': give a colour such as '#fff', 'blur'"),
        ("--background", "#output.", r"--background is '#output\.': give a colour"),
    ],
)
def test_a_value_out_of_range_is_named_as_the_command_line_does(
    option: str, value: str, sentence: str
) -> None:
    with pytest.raises(InvalidOptionError, match=rf"^{sentence}") as caught:
        _options(option, value)
    assert caught.value.params["option"] == option


def test_crop_canvas_shadow_and_a_picture_reach_the_result(
    offcut: Command, photos: Path, tmp_path: Path, remover: Remover
) -> None:
    (tmp_path / "beach.jpg").write_bytes(pictures.file(pictures.noise((40, 30)), "JPEG"))
    done = offcut(
        *("--background", "beach.jpg", "--canvas", "square", "--margin", "0.1", "--shadow", "0.5"),
        *(photos / "chelsea.png", "cat.png"),
    )
    assert (done.returncode, done.stderr) == (0, b"")
    options = OutputOptions(
        background=(tmp_path / "beach.jpg").read_bytes(), canvas="square", margin=0.1, shadow=0.5
    )
    expected = remover.remove_background(photos / "chelsea.png", output=options)
    assert (tmp_path / "cat.png").read_bytes() == expected
    width, height = pictures.read(expected).size
    assert width == height


def test_a_size_and_a_tiff_reach_the_result(
    offcut: Command, photos: Path, tmp_path: Path, remover: Remover
) -> None:
    done = offcut("--size", "200", photos / "chelsea.png", "cat.tif")
    assert (done.returncode, done.stderr) == (0, b"")
    options = OutputOptions("image/tiff", size=200)
    expected = remover.remove_background(photos / "chelsea.png", output=options)
    assert (tmp_path / "cat.tif").read_bytes() == expected
    result = pictures.read(expected)
    assert (result.format, result.mode, result.size) == ("TIFF", "RGBA", (200, 133))
