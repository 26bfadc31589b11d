"""What a browser has decoded gets the colours and the notes that its file's header asks for."""

from __future__ import annotations

import numpy as np
import pytest

from offcut.imageio.colour.code_points import space
from offcut.imageio.colour.shown import in_space
from offcut.imageio.headers.finished import to_picture
from offcut.imageio.headers.header import Header
from tests import pictures

NOISE = pictures.noise((9, 7))
PIXELS = np.asarray(NOISE.convert("RGBA"))


@pytest.mark.parametrize(("primaries", "transfer"), [(12, 13), (9, 16), (9, 18)])
def test_samples_are_taken_as_the_space_that_the_file_names(primaries: int, transfer: int) -> None:
    named = space(primaries, transfer, 0, 1)
    assert named is not None
    found = to_picture(Header("HEIC", "image/heic", (9, 7), b"", space=named), PIXELS)
    expected = in_space(NOISE, None, named)
    assert found.image.tobytes() == expected.image.tobytes()
    assert found.icc_profile == expected.icc_profile is not None
    assert found.notes == expected.notes


def test_a_profile_counts_more() -> None:
    header = Header(
        "HEIC", "image/heic", (9, 7), b"", icc_profile=pictures.RGB_PROFILE,
        space=space(9, 16, 0, 1),
    )  # fmt: skip
    found = to_picture(header, PIXELS)
    assert found.icc_profile == pictures.RGB_PROFILE
    assert found.image.tobytes() == NOISE.tobytes()


def test_what_the_result_lacks_is_said() -> None:
    header = Header("AVIF", "image/avif", (9, 7), b"", depth=10, has_gain_map=True)
    found = to_picture(header, PIXELS).notes
    assert [note.code for note in found] == ["depth", "picture-gain-map"]
    assert found[0].params == (("bits", 10),)


def test_of_an_ordinary_file_nothing_is_said() -> None:
    found = to_picture(Header("AVIF", "image/avif", (9, 7), b""), PIXELS)
    assert (found.notes, found.icc_profile) == ((), None)
