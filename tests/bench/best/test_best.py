"""The benchmark of second looks: the masks, what is made of two of them, and the page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from offcut.native.models.source import locate
from offcut.network.augmentation import merged
from offcut_bench.best.looks import JOINS, KEPT, LOOKS, MIRROR, ONE, SECOND, Looks, joined, looks
from offcut_bench.best.report import SHIPS, Result, compose
from tests import pictures

SCORES = {
    (ONE, ""): {"iou": [0.9, 0.8, 0.7], "mae": 0.03, "edge": 0.1},
    (MIRROR, "larger"): {"iou": [0.9, 0.7, 0.75], "mae": 0.04, "edge": 0.2},
    SHIPS: {"iou": [0.95, 0.85, 0.75], "mae": 0.02, "edge": 0.05},
}
TIMES = {ONE: 2.0, MIRROR: 2.0, KEPT: 1.72, SECOND: 1.72}


def test_each_look_is_kept_with_its_left_at_the_left(
    small_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFCUT_CACHE", str(tmp_path))
    picture = tmp_path / "a picture.png"
    picture.write_bytes(pictures.file(pictures.gradient((300, 200))))
    source = locate(small_models)
    variant = source.catalogue().find("isnet_quint8")
    (made,) = looks(variant, source, [picture])
    assert {look: made.masks[look].shape for look in LOOKS} == {
        ONE: (1024, 1024),
        MIRROR: (1024, 1024),
        KEPT: (704, 1024),
        SECOND: (704, 1024),
    }
    # the stand-in draws a disc a little to the right of the middle of what it sees
    middles = {look: _middle(mask) for look, mask in made.masks.items()}
    assert min(middles[ONE], middles[KEPT]) > 0.5 > max(middles[MIRROR], middles[SECOND])
    assert (made.seconds > 0).all()
    monkeypatch.setattr("offcut_bench.best.looks.Session", lambda _: pytest.fail("ran again"))
    (again,) = looks(variant, source, [picture])
    assert all((again.masks[look] == made.masks[look]).all() for look in LOOKS)


def _middle(mask: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    columns = mask.mean(0)
    return float((columns * np.arange(columns.size)).sum() / columns.sum() / columns.size)


def test_what_is_called_shipped_is_what_ships() -> None:
    noise = np.random.default_rng(3)
    first, second = noise.random((64, 64), np.float32), noise.random((32, 64), np.float32)
    its = Looks({ONE: first, SECOND: second}, np.ones(4))
    look, join = SHIPS
    ours = merged(first, np.ascontiguousarray(second[:, ::-1]))
    assert np.abs(joined(its, look, JOINS[join]) - ours).max() < 1e-6


def test_the_page_has_a_table_for_each_model_with_what_ships_in_bold() -> None:
    page = compose({"Pictures": "3"}, [Result("isnet", TIMES, SCORES)])
    assert "- Pictures: 3" in page
    assert "## isnet" in page
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert rows[2] == "| none |  | 1 | 0.8000 | 0.8000 | 0.700 | 0 | 0 | 0.0300 | 0.1000 |"
    assert rows[3].startswith("| mirrored | larger | 2.00 | 0.7833 | 0.7500 | 0.700 | 1 | 1 |")
    shipped = [cell.strip() for cell in rows[4].strip("|").split("|")]
    assert all(cell.startswith("**") and cell.endswith("**") for cell in shipped)
    assert [cell.strip("*") for cell in shipped[2:8]] == [
        "1.72",
        "0.8500",
        "0.8500",
        "0.750",
        "0",
        "3",
    ]
