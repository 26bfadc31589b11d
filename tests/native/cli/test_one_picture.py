"""``offcut IN OUT``."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from offcut import OutputOptions
from offcut.native import Remover
from tests import pictures
from tests.native.conftest import Command

SIZES = {"astronaut.png": (512, 512), "chelsea.png": (451, 300), "rocket.jpg": (640, 427)}


def _assert_done(done: subprocess.CompletedProcess[bytes]) -> None:
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "name",
    [
        "chelsea.png",
        *(pytest.param(name, marks=pytest.mark.full) for name in SIZES if name != "chelsea.png"),
    ],
)
def test_the_background_goes_and_the_size_stays(
    name: str, real_offcut: Command, photos: Path, tmp_path: Path
) -> None:
    done = real_offcut(photos / name, "out.png")
    _assert_done(done)
    assert done.stdout == b""
    result = pictures.read((tmp_path / "out.png").read_bytes())
    assert (result.mode, result.size) == ("RGBA", SIZES[name])
    pixels = pictures.array(result)
    assert (pixels[..., 3] > 127).mean() > 0.05
    assert (pixels[..., 3] == 0).mean() > 0.05
    assert not pixels[pixels[..., 3] == 0].any()


def test_from_standard_input_to_standard_output(
    offcut: Command, photos: Path, remover: Remover
) -> None:
    data = (photos / "chelsea.png").read_bytes()
    done = offcut("-", "-", stdin=data)
    _assert_done(done)
    assert done.stdout == remover.remove_background(data)


def test_options_reach_the_result(
    offcut: Command, photos: Path, tmp_path: Path, remover: Remover
) -> None:
    done = offcut(
        *("--type", "background", "--background", "#08f", "--quality", "0.5"),
        *(photos / "chelsea.png", "new/cat.webp"),
    )
    _assert_done(done)
    options = OutputOptions("image/webp", 0.5, "background", "#08f")
    expected = remover.remove_background(photos / "chelsea.png", output=options)
    assert (tmp_path / "new" / "cat.webp").read_bytes() == expected


def test_an_older_result_is_replaced(offcut: Command, photos: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jpg").write_bytes(b"older")
    done = offcut(photos / "chelsea.png", "out.jpg", "--type", "mask")
    _assert_done(done)
    result = pictures.read((tmp_path / "out.jpg").read_bytes())
    assert (result.format, result.mode, result.size) == ("JPEG", "L", (451, 300))
    assert [path.name for path in tmp_path.iterdir()] == ["out.jpg"]


def test_a_picture_on_its_side_comes_out_upright(
    offcut: Command, photos: Path, tmp_path: Path
) -> None:
    cat = pictures.read((photos / "chelsea.png").read_bytes())
    side = pictures.file(cat, "JPEG", exif=pictures.turned(6))
    (tmp_path / "side.jpg").write_bytes(side)
    _assert_done(offcut("side.jpg", "out.png"))
    result = pictures.read((tmp_path / "out.png").read_bytes())
    assert result.size == (300, 451)
    assert not result.getexif()


def test_a_picture_without_a_subject_is_written_empty_and_said_so(
    offcut: Command, tmp_path: Path
) -> None:
    (tmp_path / "sky.png").write_bytes(pictures.file(pictures.flat((90, 140, 220), (90, 50))))
    done = offcut("sky.png", "out.png")
    assert done.returncode == 0
    assert done.stderr == b"offcut: sky.png: no subject was found, so the result is empty.\n"
    result = pictures.read((tmp_path / "out.png").read_bytes())
    assert result.size == (90, 50)
    assert not pictures.array(result).any()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", b"is empty."),
        (b"Dear diary", b"is no picture but text: choose JPEG, PNG"),
        (pictures.png_header(100_000, 100_000), b"has too many pixels: scale it down first."),
    ],
)
def test_standard_input_that_is_no_picture_is_told_and_nothing_written(
    data: bytes, sentence: bytes, offcut: Command
) -> None:
    done = offcut("-", "-", stdin=data)
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = done.stderr.splitlines()
    assert line.startswith(b"offcut: The picture from standard input ")
    assert sentence in line


def _two_pages(folder: Path) -> None:
    pages = [pictures.noise((40, 30)), pictures.noise((60, 50))]
    data = pictures.file(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    (folder / "scan.tif").write_bytes(data)


def test_a_note_is_one_line_and_no_failure(offcut: Command, tmp_path: Path) -> None:
    _two_pages(tmp_path)
    done = offcut("scan.tif", "out.png")
    assert done.returncode == 0
    assert b"offcut: scan.tif: It has 2 pages: page 2 is used." in done.stderr.splitlines()
    assert pictures.read((tmp_path / "out.png").read_bytes()).size == (60, 50)


def test_a_page_can_be_chosen(offcut: Command, tmp_path: Path) -> None:
    _two_pages(tmp_path)
    done = offcut("--page", "1", "scan.tif", "out.png")
    assert b"scan.tif: It has 2 pages: page 1 is used." in done.stderr
    assert pictures.read((tmp_path / "out.png").read_bytes()).size == (40, 30)
    done = offcut("--page", "3", "scan.tif", "out.png")
    assert (done.returncode, done.stderr) == (
        1,
        b"offcut: scan.tif has no page 3: choose 1 to 2.\n",
    )


def test_a_picture_that_breaks_off_can_be_refused(
    offcut: Command, photos: Path, tmp_path: Path
) -> None:
    data = (photos / "rocket.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(data[: len(data) // 2])
    done = offcut("cut.jpg", "out.png")
    assert done.returncode == 0
    assert b"offcut: cut.jpg: The file breaks off or is damaged: " in done.stderr
    done = offcut("--refuse-incomplete", "cut.jpg", "strict.png")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(b"offcut: cut.jpg breaks off or is damaged, and a part of the picture")
    assert not (tmp_path / "strict.png").exists()
