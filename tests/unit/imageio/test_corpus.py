"""Every format, broken off and with wrong bytes.

Each is read at its right size, or refused in a sentence for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import pytest

from offcut import OffcutError
from offcut.imageio.decode import decode, open_image
from offcut.imageio.picture import Picture
from tests.unit.imageio.reading import no_longer_than
from tests.unit.imageio.test_awkward_drawn import DRAWN, drawn_file

NAME: Final = "holiday.jpg"
PYTHON: Final = re.compile(
    r"cannot |NoneType|index out|list index|[<>]|Error|Exception|object|\bint\b|unpack|Traceback"
    r"|PIL|Plugin|decoder|__"
)
"""What Python and Pillow say, and people don't."""

PARTS: Final = 16
FEW_FLIPS, MANY_FLIPS = 12, 200
LIMIT_S: Final = 20


def outcome(data: bytes) -> Picture | OffcutError:
    """What comes of a file, checked."""
    with no_longer_than(LIMIT_S):
        try:
            picture = decode(data, NAME)
        except OffcutError as error:
            sentence = str(error)
            assert sentence.startswith(f"{NAME} ")
            assert sentence.endswith(".")
            assert not PYTHON.search(sentence), sentence
            return error
    assert picture.image.mode == "RGB"
    assert picture.image.size in (
        open_image(data, NAME).size,
        open_image(data, NAME).size[::-1],
    )
    for note in picture.notes:
        assert not PYTHON.search(note.message), note
    return picture


def _flipped(data: bytes, count: int) -> Iterator[bytes]:
    """One byte wrong in each, more of them near the beginning, where a file says what it is."""
    chance = np.random.default_rng(len(data))
    for place, bit in zip(chance.random(count) ** 2, chance.integers(8, size=count), strict=True):
        wrong = bytearray(data)
        wrong[int(place * len(data))] ^= 1 << int(bit)
        yield bytes(wrong)


@pytest.mark.parametrize(("kind", "mode"), DRAWN)
def test_a_file_cut_at_every_sixteenth_is_used_as_far_as_it_goes_and_said_so(
    kind: str, mode: str
) -> None:
    data = drawn_file(kind, mode)
    whole = outcome(data)
    assert isinstance(whole, Picture)
    for part in range(1, PARTS):
        cut = outcome(data[: len(data) * part // PARTS])
        if isinstance(cut, Picture) and cut.image.tobytes() != whole.image.tobytes():
            assert {note.code for note in cut.notes} & {
                "missing",
                "missing-detail",
            } or kind == "PCX"


@pytest.mark.parametrize("count", [FEW_FLIPS, pytest.param(MANY_FLIPS, marks=pytest.mark.full)])
@pytest.mark.parametrize(("kind", "mode"), DRAWN)
def test_a_file_with_one_wrong_byte_is_read_or_refused(kind: str, mode: str, count: int) -> None:
    for data in _flipped(drawn_file(kind, mode), count):
        outcome(data)
