"""A matte that is kept serves what comes after it, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from offcut import OutputOptions, Prepared, prepare
from offcut.matting.kept_matte import KeptMatte
from offcut.network.mask_io import to_uint8
from offcut.options import Edge
from offcut.pipeline import cut_out
from offcut.touchup.smart_brush import Ground
from offcut.touchup.stroke import Stroke
from tests import pictures

PNG = OutputOptions()
JPEG = pictures.file(pictures.noise((300, 200)), "JPEG", subsampling="4:2:0")


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(JPEG, "a picture")


@pytest.fixture
def mask() -> NDArray[np.float32]:
    """Sure of a part, and unsure of the rest."""
    mask = pictures.mask(0.8)
    mask[..., :300, :] = 0.3
    return mask


def _cut(
    prepared: Prepared,
    mask: NDArray[np.float32],
    options: OutputOptions = PNG,
    strokes: Sequence[Stroke] = (),
    kept: KeptMatte | None = None,
) -> bytes:
    return cut_out(prepared, mask, options, strokes, kept).image.tobytes()


def test_it_serves_all_that_comes_after_it(prepared: Prepared, mask: NDArray[np.float32]) -> None:
    kept = KeptMatte()
    _cut(prepared, mask, PNG, (), kept)
    laid = OutputOptions(background="#08f", crop=True, shadow=0.3)
    assert _cut(prepared, mask, laid, (), kept) == _cut(prepared, mask, laid)
    picture, levels = prepared.picture(), to_uint8(mask)
    matte = kept.make(picture, prepared.tensor, levels, PNG, ())
    assert kept.make(picture, prepared.tensor, levels, laid, ()) is matte


@pytest.mark.parametrize(
    "options",
    [
        OutputOptions(edges="plain"),
        OutputOptions(decontaminate=False),
        OutputOptions(clean=False),
        OutputOptions(type="mask"),
        OutputOptions(edge=Edge(shift=-2)),
    ],
    ids=["edges", "decontaminate", "clean", "mask", "edge"],
)
def test_it_serves_nothing_else(
    prepared: Prepared, mask: NDArray[np.float32], options: OutputOptions
) -> None:
    kept = KeptMatte()
    _cut(prepared, mask, PNG, (), kept)
    assert _cut(prepared, mask, options, (), kept) == _cut(prepared, mask, options)
    assert _cut(prepared, mask * 0.9, PNG, (), kept) == _cut(prepared, mask * 0.9)


def test_each_stroke_grows_once(
    prepared: Prepared, mask: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Stroke("keep", [(0.3, 0.2)], 0.1)
    drop = Stroke("drop", [(0.7, 0.8)], 0.1)
    grown: list[Stroke] = []
    grow = Ground.grown

    def noted(ground: Ground, stroke: Stroke, *rest: Any) -> Image.Image:
        grown.append(stroke)
        return grow(ground, stroke, *rest)

    kept = KeptMatte()
    _cut(prepared, mask, PNG, [keep], kept)
    monkeypatch.setattr(Ground, "grown", noted)
    both = _cut(prepared, mask, PNG, [keep, drop], kept)
    assert both == _cut(prepared, mask, PNG, [keep, drop])
    assert grown == [drop, keep, drop]
    _cut(prepared, mask * 0.9, PNG, [keep], kept)
    _cut(prepared, mask * 0.9, OutputOptions(clean=False), [keep], kept)
    assert grown[3:] == [keep, keep]


@pytest.mark.parametrize("edges", ["refined", "plain"])
@pytest.mark.parametrize("decontaminate", [True, False])
def test_one_that_is_made_once_keeps_nothing_and_leaves_the_picture_alone(
    prepared: Prepared, mask: NDArray[np.float32], edges: str, *, decontaminate: bool
) -> None:
    before = prepared.picture().image.tobytes()
    options = OutputOptions(edges=edges, decontaminate=decontaminate)
    once = KeptMatte(once=True)
    expected = _cut(prepared, mask, options, (), KeptMatte())
    assert _cut(prepared, mask, options, (), once) == expected
    assert _cut(prepared, mask, options, (), once) == expected
    assert prepared.picture().image.tobytes() == before
    assert once._matte is None
