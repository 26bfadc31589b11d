"""On real photos with true alpha, refined edges are nearer to it than the mask's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut import OutputOptions
from offcut.native import Remover
from offcut_testing.shared_data import shared_data
from tests import pictures

NAMES = ("GT09", "GT16", "GT20", "GT22")
"""Hair and fur on backgrounds of other colours, found by the network whole."""


def _photos() -> list[Path]:
    folder = shared_data()
    return [folder / f"gt/alphamatting-{name}.png" for name in NAMES] if folder else []


@pytest.mark.shared_data
@pytest.mark.parametrize("path", _photos(), ids=lambda path: path.stem)
def test_refined_alpha_is_nearer_to_the_truth(path: Path, real_remover: Remover) -> None:
    truth = Image.open(path.with_suffix(".gt.png")).convert("L")
    plain, refined = (
        np.abs(_alpha(real_remover, path, edges) - pictures.array(truth)).mean()
        for edges in ("plain", "refined")
    )
    assert refined < 0.9 * plain


def _alpha(remover: Remover, path: Path, edges: str) -> NDArray[np.float64]:
    options = OutputOptions(type="mask", edges=edges)
    return pictures.array(pictures.read(remover.remove_background(path, output=options))).astype(
        np.float64
    )
