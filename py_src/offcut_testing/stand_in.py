"""A stand-in for the models: graphs of a few nodes in the real containers.

It draws a disc a little to the right of the picture's middle, with an edge that depends on how
bright the picture is, and nothing at all on a picture of one colour. Ids, manifest, shared weight
files, layouts and parts are the real ones, so that all that does not look at a subject's outline
can be tested in milliseconds.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from offcut.models.built import MANIFEST
from offcut.models.records import ALIGNMENT, Grid, head
from offcut.models.spread_sort import classes
from offcut_build.models import manifest
from offcut_build.models.graph import GraphBuilder, WeightFile, serialise
from offcut_build.models.network import OUTPUT
from offcut_build.models.parts import PackedFile, pack

SLOW: Final = "isnet"
"""The one variant that takes a second or two, for tests that look at a network at work: longer than
Playwright waits between two looks."""

_CELLS: Final = 64
"""The mask is computed on so many cells a side."""
_POOL: Final = 1024 // _CELLS
_STEEP: Final = 40  # how fast the disc's logits fall towards its rim
_RADIUS: Final = 0.66  # of the disc, in halves of the mask's side
_ASIDE: Final = 0.03  # so that the mirror image has another mask
_CONTRAST: Final = np.array(
    0.02, np.float32
)  # of the input's range, below which there is no subject
_FILLERS: Final = 7
_FILLER_COLUMNS: Final = 2560
"""Tensors beside the one that counts: a model has parts enough to lose one of them, and megabytes
to be counted."""
_PART: Final = 176 << 10  # bytes
_LEVEL: Final = np.array(1 / 8, np.float32)
"""Step of the int8 weights."""

_SLOW_CHANNELS: Final = 16
_SLOW_SIDE: Final = 512
_SLOW_LAYERS: Final = 80


def make(folder: Path) -> None:
    """Write parts and manifest of all variants into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    half, restored = WeightFile("weights-fp16.bin"), WeightFile("weights-restored.bin")
    records, cuts = bytearray(), []
    noise = np.random.default_rng(7)
    levels = {
        f"filler_{number}": noise.integers(-127, 128, (_CELLS, _FILLER_COLUMNS), np.int8)
        for number in range(_FILLERS)
    }
    levels["disc"] = np.rint(_disc() / _LEVEL).astype(np.int8)
    for name, each in levels.items():
        weights = _disc() if name == "disc" else each
        half.add(name, weights.astype(np.float16))
        restored.add(name, (each * _LEVEL).astype(np.float32))
        cuts.append(len(records))
        records.extend(_record(each))
    halves = pack(bytes(half.data), "half", folder, chunk=2 * _PART)
    quantised = pack(bytes(records), "levels", folder, cuts, chunk=_PART)

    def files(name: str, weights: WeightFile, packed: PackedFile, **how: bool) -> manifest.Packing:
        graph = pack(_graph(name, weights, **how), "plain", folder)
        return manifest.Packing([graph.file(f"{name}.onnx", "plain"), packed])

    single = half.as_single("weights-fp32.bin")
    made = {
        "isnet": files("isnet", single, halves.file(single.name, "half-as-fp32"), slow=True),
        "isnet_quint8": files(
            "isnet_quint8", restored, quantised.file(restored.name, "levels-as-int8")
        ),
        "isnet_compact": files(
            "isnet_compact",
            restored,
            quantised.file(restored.name, "levels-as-fp32"),
            shifted=True,
        ),
        "isnet_fp16": files("isnet_fp16", half, halves.file(half.name, "half")),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest.of(made)))


def _disc() -> NDArray[np.float32]:
    """Logits, float32 [1, 1, cells, cells]."""
    axis = (np.arange(_CELLS, dtype=np.float32) + 0.5) / _CELLS * 2 - 1
    distance = np.hypot(axis[:, None], axis[None, :] - _ASIDE)
    logits: NDArray[np.float32] = np.clip(_STEEP * (_RADIUS - distance), -15, 15)
    return logits[None, None].astype(np.float32)


def _record(levels: NDArray[np.int8]) -> bytes:
    """The tensor as the quantised models' are; these stay fp32 there too."""
    columns = levels.shape[-1]
    matrix = levels.reshape(-1, columns)
    grid = Grid(
        np.full(len(matrix), _LEVEL, np.float32),
        np.zeros(columns, np.int8),
        np.empty(0, np.float32),
        stays_float=True,
    )
    data = head(grid, *classes(matrix)) + matrix.tobytes()
    return data + bytes(-len(data) % ALIGNMENT)


def _graph(name: str, weights: WeightFile, *, slow: bool = False, shifted: bool = False) -> bytes:
    graph = GraphBuilder()
    grey = graph.node("ReduceMean", ["input"], "grey", axes=[1], keepdims=1)
    cells = graph.node(
        "AveragePool", [grey], "cells", kernel_shape=[_POOL, _POOL], strides=[_POOL, _POOL]
    )
    disc = graph.external(weights, "disc")
    if weights.name.endswith("fp16.bin"):
        disc = graph.node("Cast", [disc], "disc_fp32", to=TensorProto.FLOAT)
    if shifted:  # another model, another mask
        disc = graph.node(
            "Add", [disc, graph.constant("shift", np.array(1, np.float32))], "disc_shifted"
        )
    size = graph.node("Shape", [cells], "size")  # of a picture that is no square another
    disc = graph.node("Resize", [disc, "", "", size], "disc_resized", mode="linear")
    drawn = graph.node("Add", [cells, disc], "drawn")
    if slow:
        drawn = graph.node("Add", [drawn, _nothing_slowly(graph)], "drawn_slowly")
    chance = graph.node("Sigmoid", [drawn], "chance")
    brightest = graph.node("ReduceMax", [cells], "brightest", keepdims=1)
    darkest = graph.node("ReduceMin", [cells], "darkest", keepdims=1)
    contrast = graph.node("Sub", [brightest, darkest], "contrast")
    limit = graph.constant("limit", _CONTRAST)
    seen = graph.node("Greater", [contrast, limit], "seen")
    weight = graph.node("Cast", [seen], "weight", to=TensorProto.FLOAT)
    mask = graph.node("Mul", [chance, weight], "mask")
    scales = graph.constant("scales", np.array([1, 1, _POOL, _POOL], np.float32))
    graph.node("Resize", [mask, "", scales], OUTPUT, mode="linear")
    return serialise(graph.build(name))


def _nothing_slowly(graph: GraphBuilder) -> str:
    """Convolutions with weights of zero; returns the name of a zero, [1, 1, 1, 1]."""
    stride = 1024 // _SLOW_SIDE
    shape = (_SLOW_CHANNELS, 3, 1, 1)
    first = graph.constant("slow_first", np.zeros(shape, np.float32))
    layer = graph.node("Conv", ["input", first], "slow_0", strides=[stride, stride])
    shape = (_SLOW_CHANNELS, _SLOW_CHANNELS, 3, 3)
    weights = graph.constant("slow_weights", np.zeros(shape, np.float32))
    for number in range(1, _SLOW_LAYERS + 1):
        layer = graph.node("Conv", [layer, weights], f"slow_{number}", pads=[1, 1, 1, 1])
    return graph.node("ReduceMax", [layer], "slow_nothing", axes=[1, 2, 3], keepdims=1)
