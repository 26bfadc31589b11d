"""Files that are hard to read: each becomes a picture, or one sentence that names it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import numpy as np
import pytest

from offcut import OffcutError, OutputOptions, Prepared, finish, prepare
from offcut.decode import open_image
from offcut_testing.shared_data import shared_data
from tests import pictures

_LIMIT = 60  # seconds
_LARGEST_WRITTEN = 2_000_000  # pixels; larger ones take their time and show nothing new


def _files() -> list[Path]:
    folder = shared_data()
    return sorted((folder / "awkward").iterdir()) if folder else []


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


PLAIN = OutputOptions(edges="plain", decontaminate=False)
"""For what is about reading: fitting the edges takes most of the time."""


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
    with _no_longer_than(_LIMIT):
        outcome = _read(path)
    if isinstance(outcome, OffcutError):
        assert path.name in str(outcome)
        assert len(str(outcome).splitlines()) == 1
        assert str(outcome).endswith(".")
    else:
        _assert_whole(outcome, open_image(path.read_bytes(), path.name).size, options)


def _read(path: Path) -> Prepared | OffcutError:
    try:
        prepared = prepare(path.read_bytes(), path.name)
        prepared.picture()
    except OffcutError as error:
        return error
    return prepared


def _assert_whole(prepared: Prepared, size: tuple[int, int], options: OutputOptions) -> None:
    assert prepared.tensor.shape == (1, 3, 1024, 1024)
    assert prepared.tensor.dtype == np.float32
    assert np.abs(prepared.tensor).max() <= 0.5
    picture = prepared.picture()
    assert picture.image.mode == "RGB"
    assert picture.image.size in (size, size[::-1])
    assert picture.alpha is None or picture.alpha.size == picture.image.size
    if picture.image.width * picture.image.height <= _LARGEST_WRITTEN:
        result = pictures.read(finish(prepared, pictures.mask(), options))
        assert result.size == picture.image.size
        assert result.mode == "RGBA"


@pytest.mark.parametrize("scene", ["Landscape", "Portrait"])
def test_a_scene_is_seen_the_same_however_the_camera_was_held(scene: str) -> None:
    paths = [path for path in _files() if path.name.startswith(f"exif_recurser__{scene}_")]
    upright, *others = (prepare(path.read_bytes(), path.name).tensor for path in paths)
    assert others
    assert max(np.abs(other - upright).mean() for other in others) < 0.02
