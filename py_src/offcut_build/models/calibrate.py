"""Measure the range of each activation: ``python -m offcut_build.models.calibrate``.

Run by hand when the network or the preparation changes; the build reads the committed result.
Needs the onnxruntime package and a folder of varied photos.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from tqdm import tqdm

from offcut import prepare
from offcut.models.half_to_single import widen
from offcut_build.models.half import half_weights, single_precision_graph
from offcut_build.models.network import OUTPUT, read_network
from offcut_build.models.quint8 import RANGES

# Clipping one value in ten thousand, averaged over the pictures, keeps the masks closest to the
# full model's; the true extremes stretch the grid for the sake of single pixels, and ruin it.
_TAIL: Final = 1e-4
_SAMPLES: Final = 300_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, write the ranges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="IS-Net in half precision")
    parser.add_argument("--pictures", type=Path, required=True, help="folder of photos")
    options = parser.parse_args(arguments)
    network = read_network(options.weights)
    weights = half_weights(network)
    single = weights.as_single("weights-fp32.bin")
    model = onnx.load_from_string(single_precision_graph(network, single))
    relus = {node.input[0] for node in network.nodes if node.op_type == "Relu"}
    names = [
        node.output[0]
        for node in network.nodes
        if node.op_type not in ("MaxPool", "Resize") and node.output[0] not in {*relus, OUTPUT}
    ]
    shaped = {
        value.name: value for value in onnx.shape_inference.infer_shapes(model).graph.value_info
    }
    model.graph.output.extend(shaped[name] for name in names)
    settings = onnxruntime.SessionOptions()
    # is not copied: it must outlive the session's making
    content = widen(np.frombuffer(bytes(weights.data), np.uint8)).tobytes()
    settings.add_external_initializers_from_files_in_memory(
        [single.name], [content], [len(content)]
    )
    session = onnxruntime.InferenceSession(model.SerializeToString(), settings)
    ranges: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for path in tqdm(sorted(options.pictures.iterdir())):
        tensor = prepare(path.read_bytes(), path.name).tensor
        values = session.run(names, {"input": tensor})
        for name, activation in zip(names, values, strict=True):
            ranges[name].append(_range(activation))
    lines = []
    for name, pairs in ranges.items():
        low, high = np.mean(pairs, axis=0)
        lines.append(f'"{name}": [{low:.5g}, {high:.5g}]')
    RANGES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _range(activation: NDArray[np.float32]) -> tuple[float, float]:
    values = activation.reshape(-1)
    values = values[:: max(1, values.size // _SAMPLES)]
    low, high = np.quantile(values, [_TAIL, 1 - _TAIL])
    return min(0.0, float(low)), float(high)


if __name__ == "__main__":
    main()
