"""What must be true of whatever file is read: a whole picture, or one sentence that names it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import numpy as np
import pytest

from offcut import OffcutError, OutputOptions, Prepared, finish, prepare
from offcut.imageio.decode import open_image
from tests import pictures

PLAIN: Final = OutputOptions(edges="plain", decontaminate=False)
"""For what is about reading: fitting the edges takes most of the time."""

_LIMIT_S: Final = 60
_LARGEST_WRITTEN: Final = 2_000_000
"""Pixels; larger ones take their time and show nothing new."""


def assert_read_or_refused(data: bytes, name: str, options: OutputOptions = PLAIN) -> None:
    """Read a file, and check what comes of it."""
    with no_longer_than(_LIMIT_S):
        outcome = _read(data, name)
    if isinstance(outcome, OffcutError):
        assert name in str(outcome)
        assert len(str(outcome).splitlines()) == 1
        assert str(outcome).endswith(".")
    else:
        _assert_whole(outcome, open_image(data, name).size, options)


def _read(data: bytes, name: str) -> Prepared | OffcutError:
    try:
        prepared = prepare(data, name)
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


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    """Fail if what is done in it takes longer."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"took longer than {seconds} s")

    if not hasattr(signal, "SIGALRM"):  # on Windows a file that never ends would hang the run
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
