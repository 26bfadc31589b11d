"""A small copy of a result, to be looked at at once."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from offcut.composite.thumbnail import SIDE, thumbnail
from tests import pictures


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L"])
@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((SIDE, 40), (SIDE, 40)),
        ((512, 300), (256, 150)),
        ((1500, 3000), (128, 256)),
        ((9000, 3), (256, 1)),
    ],
)
def test_it_has_so_many_pixels_on_the_longer_side_at_most(
    mode: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    small = thumbnail(pictures.flat((1, 2, 3), size).convert(mode))
    assert (small.size, small.mode) == (expected, mode)


def test_it_shows_the_same_and_nothing_of_what_was_cut_away() -> None:
    image = Image.new("RGBA", (3000, 2000))
    image.paste((200, 90, 40, 255), (1000, 500, 2000, 1500))
    pixels = np.asarray(thumbnail(image))
    inside, outside = pixels[46:126, 87:169], np.delete(pixels, np.s_[42:129], 0)
    assert (inside == (200, 90, 40, 255)).all()
    assert (outside == 0).all()
    seen = pixels[pixels[..., 3] > 0]
    assert np.abs(seen[:, :3] - np.array([200.0, 90, 40])).max() <= 2  # the rim keeps its colour
