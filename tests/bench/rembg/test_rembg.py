"""Time and memory beside rembg's: the page's figures, and the folder that is worked through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from offcut_bench.rembg import clock, folder, report, single
from offcut_bench.rembg.single import REMBG, Measured
from tests import pictures

FOUND = {
    REMBG: Measured([4.0, 6.0, 5.0], [1_900_000_000, 2_000_000_000]),
    "Offcut isnet": Measured([4.0, 3.0, 3.5], [1_000_000_000]),
}


def test_ratios_are_of_medians_and_of_the_most_memory() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in report.rows(FOUND).splitlines()[2:]
    ]
    assert rows == [
        ["rembg", "5.00", "1.00", "2.00", "1.00"],
        ["Offcut isnet", "3.50", "0.70", "1.00", "0.50"],
    ]


def test_the_page_leaves_out_what_was_not_measured() -> None:
    page = report.page("2026-11-29", FOUND, {}, megapixels=12, pictures=0)
    assert "JPEG of 12 megapixels" in page
    assert "## A folder" not in page
    both = report.page("2026-11-29", FOUND, FOUND, megapixels=12, pictures=100)
    assert "100 photos of 2 to 12 megapixels" in both
    assert both.startswith("# Beside rembg\n")


def test_the_folder_has_sizes_by_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def photo(megapixels: float) -> Path:
        path = tmp_path / f"{megapixels}.jpg"
        pictures.gradient((int(megapixels), 3)).save(path)
        return path

    monkeypatch.setattr(folder, "photo", photo)
    filled = folder.fill(tmp_path / "in", 5, [2, 7, 12])
    files = [path.read_bytes() for path in sorted(filled.iterdir())]
    assert [pictures.read(data).width for data in files] == [2, 7, 12, 2, 7]
    assert len(set(files)) == 5


def test_contenders_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Any]] = []

    def run(module: str, job: dict[str, Any]) -> dict[str, Any]:
        asked.append((module, job["arguments"]))
        return {"seconds": [1.0, 2.0], "bytes": 7}

    monkeypatch.setattr(single, "run", run)
    found = single.measure(Path("cat.jpg"), Path("isnet.onnx"), 2)
    assert asked == [*single.CONTENDERS.values()] * 2
    assert found[REMBG] == Measured([1.0, 2.0, 1.0, 2.0], [7, 7])


def test_the_first_picture_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "cat.jpg").write_bytes(b"cat")
    calls: list[bytes] = []

    def work(data: bytes) -> bytes:
        calls.append(data)
        return data

    clock.answer(tmp_path / "out", {"photo": str(tmp_path / "cat.jpg"), "pictures": 2}, work)
    said = json.loads((tmp_path / "out").read_text())
    assert len(calls) == 3
    assert len(said["seconds"]) == 2
    assert said["bytes"] > 1e6


def test_a_folder_of_which_pictures_are_left_out_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "in"
    given.mkdir()
    (given / "one.jpg").touch()
    monkeypatch.setattr(folder, "_ours", lambda *_: Measured([1.0], [1]))
    monkeypatch.setattr(folder, "run", lambda *_: {"seconds": [1.0], "bytes": 1})
    with pytest.raises(ValueError, match="has 0 results"):
        folder.measure(given, tmp_path, Path("isnet.onnx"))
