"""Bytes of 16-bit values, taken apart and put together."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from offcut.models import byte_shuffle


def test_the_low_bytes_come_first_then_the_high_bytes() -> None:
    values = np.array([0x1122, 0x3344, 0x5566], "<u2")
    assert byte_shuffle.shuffle(values.view(np.uint8)).tobytes().hex() == "224466113355"


@pytest.mark.parametrize("size", [0, 2, 4, 1000])
def test_join_gives_back_what_was_split(size: int) -> None:
    data = np.random.default_rng(1).integers(0, 256, size, np.uint8)
    assert byte_shuffle.unshuffle(byte_shuffle.shuffle(data)).tobytes() == data.tobytes()


def test_half_precision_weights_deflate_to_less() -> None:
    weights = np.random.default_rng(1).normal(0, 0.05, 50_000).astype(np.float16).view(np.uint8)
    apart = byte_shuffle.shuffle(weights)
    assert len(zlib.compress(apart.data)) < 0.97 * len(zlib.compress(weights.data))
