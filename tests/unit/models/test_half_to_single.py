"""Half to single precision: the same number, for each that a weight can be."""

from __future__ import annotations

import numpy as np

from offcut.models.half_to_single import widen


def test_every_finite_number_is_what_it_was() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    halves = halves[np.isfinite(halves)]
    wide = widen(halves.view(np.uint8))
    assert wide.tobytes() == halves.astype(np.float32).tobytes()


def test_what_is_given_stays_as_it_is() -> None:
    halves = np.array([1.5, -0.25], np.float16).view(np.uint8)
    before = halves.tobytes()
    widen(halves)
    assert halves.tobytes() == before


def test_nothing_gives_nothing() -> None:
    assert widen(np.empty(0, np.uint8)).size == 0
