"""Make the models: ``python -m offcut_build.models --weights FILE --out FOLDER``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

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
from offcut_build.models.quint8 import quint8_graph


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
    int8 = compact_weights(network)
    half_file = pack(half.name, bytes(half.data), "planes16", folder)
    int8_file = pack(int8.file.name, bytes(int8.file.data), "groups", folder, int8.file.cuts)

    def graph(name: str, data: bytes, weights: PackedFile) -> list[PackedFile]:
        return [pack(f"{name}.onnx", data, "plain", folder), weights]

    return {
        "isnet": graph("isnet", single_precision_graph(network, half), half_file),
        "isnet_quint8": graph("isnet_quint8", quint8_graph(network, int8), int8_file),
        "isnet_compact": graph("isnet_compact", compact_graph(network, int8), int8_file),
        "isnet_fp16": graph("isnet_fp16", half_precision_graph(network, half), half_file),
    }


if __name__ == "__main__":
    main()
