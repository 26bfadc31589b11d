"""The picture of the empty page is one of the samples, whose right half is cut out."""

from __future__ import annotations

import numpy as np
from PIL import Image

from tests.conftest import ROOT

LARGEST = 40_000
"""Bytes: it is fetched on each first visit."""


def test_the_example_is_a_sample_and_half_of_it_is_cut_out() -> None:
    file = ROOT / "web" / "img" / "example.webp"
    assert file.stat().st_size < LARGEST
    with Image.open(file) as image:
        example = np.asarray(image.convert("RGBA")).astype(np.int64)
    height, width = example.shape[:2]
    with Image.open(ROOT / "web" / "samples" / "astronaut.png") as image:
        sample = np.asarray(image.convert("RGB").resize((width, height))).astype(np.int64)
    left = np.s_[:, : width // 2 - 2]
    assert (example[left][..., 3] == 255).all()
    assert np.abs(example[left][..., :3] - sample[left]).mean() < 6
    right = example[:, width // 2 + 2 :, 3]
    assert 0.3 < (right > 127).mean() < 0.9
    assert (right[: height // 4, -width // 4 :] < 16).mean() > 0.8, "the rocket is gone"
