"""``offcut IN... FOLDER/``: one bad picture does not stop the others."""

from __future__ import annotations

from pathlib import Path

from tests import pictures
from tests.native.conftest import Command


def test_all_go_into_a_folder_under_names_of_their_own(
    offcut: Command, photos: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "astronaut.webp"
    rocket = pictures.read((photos / "rocket.jpg").read_bytes())
    twin.write_bytes(pictures.file(rocket.reduce(2), "WEBP"))
    done = offcut(photos / "astronaut.png", photos / "rocket.jpg", twin, "new/folder/")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    results = (tmp_path / "new" / "folder").glob("*.png")
    assert {path.name: pictures.read(path.read_bytes()).size for path in results} == {
        "astronaut-offcut.png": (512, 512),
        "rocket-offcut.png": (640, 427),
        "astronaut-offcut-2.png": (320, 214),
    }


def test_each_bad_picture_is_one_line_and_the_others_are_done(
    offcut: Command, photos: Path, tmp_path: Path
) -> None:
    header = (photos / "rocket.jpg").read_bytes()[:200]
    strips = pictures.file(pictures.noise((300, 300)), "TIFF", compression="tiff_lzw")
    half = len(strips) // 2
    bad = {
        "cut off.jpg": header,
        "cut off.tiff": strips[:half],
        "overwritten.tiff": strips[:400] + bytes([77]) * half + strips[400 + half :],
        "diary.txt": b"Dear diary",
        "empty.png": b"",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    first, last = photos / "chelsea.png", photos / "rocket.jpg"
    done = offcut(first, "missing.jpg", *bad, last, "--out-dir", "out")
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    expected = ["missing.jpg: No such file", *bad]
    told, summary, named = lines[: len(expected)], lines[len(expected)], lines[len(expected) + 1 :]
    for line, name in zip(sorted(told), sorted(expected), strict=True):
        assert line.startswith(f"offcut: {name}")
        assert line.endswith(".")
    assert summary == "offcut: Of 8: 2 done, 6 failed:"
    assert sorted(named) == sorted(f"offcut:   {name}" for name in ["missing.jpg", *bad])
    results = {path.name for path in (tmp_path / "out").glob("*.png")}
    assert results == {"chelsea-offcut.png", "rocket-offcut.png"}


def test_a_folder_that_can_not_be_made_is_told(
    offcut: Command, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    done = offcut(photos / "chelsea.png", "file/out.png")
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("offcut: ")
    assert "chelsea.png" in line
    assert "file: " in line
