"""Make the models: ``python -m offcut_build.models --weights FILE --out FOLDER``."""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from offcut.catalogue import FORMAT
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

# A quarter of the full model's download and half its time for masks that are as near to the truth
# (docs/benchmark.md): what somebody should meet who comes with one photo.
_DEFAULT: Final = "isnet_quint8"
_ABOUT: Final = {
    "isnet": {
        "title": "Full",
        "precision": "fp32 arithmetic, fp16 weights",
        "summary": "The best edges, for the pictures that matter.",
    },
    "isnet_quint8": {
        "title": "Fast",
        "precision": "int8 arithmetic, int8 weights",
        "summary": "Half the time of the others; on nearly all photos the same masks.",
    },
    "isnet_compact": {
        "title": "Compact",
        "precision": "fp32 arithmetic, int8 weights",
        "summary": "A quarter of Full's download for nearly the same masks.",
    },
    "isnet_fp16": {
        "title": "Half",
        "precision": "fp16 arithmetic, fp16 weights",
        "summary": "Full's weights as a half-precision graph, for comparison: same edges.",
    },
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, make all variants, write parts and manifest."""
    parser = argparse.ArgumentParser(prog="python -m offcut_build.models", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="IS-Net in half precision")
    parser.add_argument("--out", type=Path, required=True, help="folder for parts and manifest")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    network = read_network(options.weights)
    variants = []
    for name, files in _pack_all(network, options.out).items():
        variants.append(_entry(name, files))
        seconds = time.monotonic() - start
        print(f"{name}: {variants[-1]['bytes'] / 1e6:.1f} MB, {seconds:.0f} s", flush=True)
    manifest = {"format": FORMAT, "default": _DEFAULT, "variants": variants}
    text = json.dumps(manifest, indent=1) + "\n"
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


def _entry(name: str, files: list[PackedFile]) -> dict[str, Any]:
    parts = [part for file in files for part in file.part_entries()]
    return {
        "id": name,
        **_ABOUT[name],
        "bytes": sum(int(part["bytes"]) for part in parts),
        "sha256": hashlib.sha256(b"".join(file.data for file in files)).hexdigest(),
        "files": [file.entry() for file in files],
        "parts": parts,
    }


if __name__ == "__main__":
    main()
