"""Make the models: ``python -m offcut_build.models --weights FILE --out FOLDER``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from offcut_build.models import manifest
from offcut_build.models.compact import compact_graph
from offcut_build.models.compact_weights import compact_weights
from offcut_build.models.half import (
    half_precision_graph,
    half_weights,
    single_precision_graph,
)
from offcut_build.models.network import Network, read_network
from offcut_build.models.parts import PackedFile, pack
from offcut_build.models.quint8 import quint8_graph, quint8_inputs

_SINGLE: Final = "weights-fp32.bin"
_RESTORED: Final = "weights-restored.bin"
_INT8: Final = "weights-int8.bin"


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


def _pack_all(network: Network, folder: Path) -> dict[str, list[PackedFile]]:
    half = half_weights(network)
    compact, inputs = compact_weights(network), quint8_inputs(network)
    halves = pack(bytes(half.data), "half", folder)
    records, cuts = compact.records(inputs)
    levels = pack(records, "levels", folder, cuts)

    def files(name: str, graph: bytes, weights: PackedFile) -> list[PackedFile]:
        graph_name = f"{name}.onnx"
        return [pack(graph, "plain", folder).file(graph_name, "plain"), weights]

    single = half.as_single(_SINGLE)
    restored = compact.as_float32(_RESTORED)
    return {
        "isnet": files(
            "isnet",
            single_precision_graph(network, single),
            halves.file(_SINGLE, "half-as-fp32"),
        ),
        "isnet_quint8": files(
            "isnet_quint8",
            quint8_graph(network, compact, inputs, _INT8),
            levels.file(_INT8, "levels-as-int8"),
        ),
        "isnet_compact": files(
            "isnet_compact",
            compact_graph(network, restored),
            levels.file(_RESTORED, "levels-as-fp32"),
        ),
        "isnet_fp16": files(
            "isnet_fp16", half_precision_graph(network, half), halves.file(half.name, "half")
        ),
    }


if __name__ == "__main__":
    main()
