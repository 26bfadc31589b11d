"""Make the models: ``python -m offcut_build.models --weights FILE --out FOLDER``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from onnx import ModelProto

from offcut_build.models import manifest
from offcut_build.models.compact import compact_graph
from offcut_build.models.compact_weights import compact_weights
from offcut_build.models.graph import serialise
from offcut_build.models.half import (
    half_precision_graph,
    half_weights,
    single_precision_graph,
)
from offcut_build.models.manifest import Packing
from offcut_build.models.network import Network, read_network
from offcut_build.models.parts import PackedFile, pack
from offcut_build.models.quint8 import quint8_graph, quint8_inputs
from offcut_build.models.strips import in_strips

_SINGLE: Final = "weights-fp32.bin"
_RESTORED: Final = "weights-restored.bin"
_INT8: Final = "weights-int8.bin"

# Lower strips take less memory and more nodes, and so more time to make a session of; what
# isnet_quint8 gains by still lower ones is little (docs/speed.md).
_FLOAT_ROWS: Final = 32
_INT8_ROWS: Final = 64
_SMALLEST: Final = 128


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, make all variants, write parts and manifest."""
    parser = argparse.ArgumentParser(prog="python -m offcut_build.models", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="IS-Net in half precision")
    parser.add_argument("--out", type=Path, required=True, help="folder for parts and manifest")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    network = read_network(options.weights)
    packed = _pack_all(network, options.out)
    listed = manifest.of(packed)
    for variant in listed["variants"]:
        print(f"{variant['id']}: {variant['bytes'] / 1e6:.1f} MB", flush=True)
    text = json.dumps(listed, indent=1) + "\n"
    (options.out / "manifest.json").write_text(text, encoding="utf-8")


def _pack_all(network: Network, folder: Path) -> dict[str, Packing]:
    half = half_weights(network)
    compact, inputs = compact_weights(network), quint8_inputs(network)
    halves = pack(bytes(half.data), "half", folder)
    records, cuts = compact.records(inputs)
    levels = pack(records, "levels", folder, cuts)

    def packing(model: ModelProto, weights: PackedFile, rows: int = 0) -> Packing:
        def packed(graph: ModelProto, name: str) -> PackedFile:
            return pack(serialise(graph), "plain", folder).file(name, "plain")

        name = model.graph.name
        if not rows:
            return Packing([packed(model, f"{name}.onnx"), weights])
        cut = in_strips(model, rows=rows, smallest=_SMALLEST)
        files = [packed(cut, f"{name}.onnx"), weights]
        return Packing(files, packed(model, f"{name}-uncut.onnx"))

    single = half.as_single(_SINGLE)
    restored = compact.as_float32(_RESTORED)
    return {
        "isnet": packing(
            single_precision_graph(network, single),
            halves.file(_SINGLE, "half-as-fp32"),
            _FLOAT_ROWS,
        ),
        "isnet_quint8": packing(
            quint8_graph(network, compact, inputs, _INT8),
            levels.file(_INT8, "levels-as-int8"),
            _INT8_ROWS,
        ),
        "isnet_compact": packing(
            compact_graph(network, restored),
            levels.file(_RESTORED, "levels-as-fp32"),
            _FLOAT_ROWS,
        ),
        "isnet_fp16": packing(half_precision_graph(network, half), halves.file(half.name, "half")),
    }


if __name__ == "__main__":
    main()
