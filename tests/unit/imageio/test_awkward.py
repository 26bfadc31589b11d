"""Files of the shared data that are hard to read; test_awkward_drawn.py draws such files itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import pytest

from offcut import OffcutError, OutputOptions, prepare
from offcut_testing.shared_data import shared_data
from tests.unit.imageio.reading import PLAIN, assert_read_or_refused
from tests.unit.imageio.test_corpus import outcome as outcome_of


def _files() -> list[Path]:
    folder = shared_data()
    return sorted((folder / "awkward").iterdir()) if folder else []


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "options",
    [
        pytest.param(PLAIN, id="plain"),
        pytest.param(OutputOptions(), id="refined", marks=pytest.mark.full),
    ],
)
@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_it_is_read_whole_or_refused_by_name(path: Path, options: OutputOptions) -> None:
    assert_read_or_refused(path.read_bytes(), path.name, options)


@pytest.mark.parametrize("scene", ["Landscape", "Portrait"])
def test_a_scene_is_seen_the_same_however_the_camera_was_held(scene: str) -> None:
    paths = [path for path in _files() if path.name.startswith(f"exif_recurser__{scene}_")]
    upright, *others = (prepare(path.read_bytes(), path.name).tensor for path in paths)
    assert others
    assert max(np.abs(other - upright).mean() for other in others) < 0.02


def _reported() -> list[Path]:
    folder = shared_data()
    files = sorted((folder / "reported").glob("*")) if folder else []
    return [path for path in files if path.suffix != ".md"]


EXPECTED: Final = {
    "camera.dng": "is a camera's raw file",
    "fade-in.gif": "It is an animation of 2 frames: frame 2 is used.",
    "white-is-zero-16.tif": "It has 16 bits per channel: the result has 8.",
    "trns-16bit-exact.png": "It has 16 bits per channel: the result has 8.",
}


@pytest.mark.shared_data
@pytest.mark.parametrize("path", _reported(), ids=lambda path: path.name)
def test_a_file_that_was_reported_comes_out_right(path: Path) -> None:
    outcome = outcome_of(path.read_bytes())
    if isinstance(outcome, OffcutError):
        assert EXPECTED[path.name] in str(outcome)
    else:
        said = [note.message for note in outcome.notes]
        assert path.name not in EXPECTED or EXPECTED[path.name] in said
        assert 25 < np.asarray(outcome.image).mean() < 200
