"""Files in too many blocks are told by their blocks alone."""

from __future__ import annotations

import struct

from offcut.imageio.limits.blocks import PNG, is_slow_png
from tests import pictures

EMPTY = struct.pack(">I4sI", 0, b"tEXt", 0)


def test_what_follows_a_png_is_not_counted() -> None:
    data = pictures.file(pictures.noise((8, 6)))
    assert not is_slow_png(data + bytes(12 * 100_001))


def test_too_many_chunks_before_the_end_are_slow() -> None:
    assert is_slow_png(PNG + EMPTY * 100_001)
    assert not is_slow_png(PNG + EMPTY * 1_000)
