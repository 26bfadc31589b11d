"""Files of the shared data that are hard to read; test_awkward_drawn.py draws such files itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from offcut import OutputOptions, prepare
from offcut_testing.shared_data import shared_data
from tests.unit.imageio.reading import PLAIN, assert_read_or_refused


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
