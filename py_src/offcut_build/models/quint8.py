"""``isnet_quint8``: int8 weights, 8-bit arithmetic, activations on grids calibrated beforehand.

Written as QuantizeLinear/DequantizeLinear pairs around each layer, which ONNX Runtime fuses into
its integer kernels (onnxruntime.ai, "Quantize ONNX Models", the QDQ format).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
from onnx import NodeProto

from offcut_build.models.compact import restored
from offcut_build.models.compact_weights import CompactWeights
from offcut_build.models.graph import GraphBuilder
from offcut_build.models.network import OUTPUT, Network

RANGES: Final = Path(__file__).with_name("activation_ranges.json")
"""[low, high] of each activation, made by ``calibrate``."""

_LEVELS: Final = 255
_JOINS: Final = ("Add", "Concat")
_SAME_GRID: Final = ("MaxPool", "Resize")  # what leaves these lies on the grid of what enters
_INT32: Final = 2**31 - 1
_LARGEST: Final = np.float32(127)


# What the network has understood of the picture as a whole passes through the two coarsest stages.
# At 16 and 32 pixels a side they are a twelfth of the arithmetic, and much depends on few large
# values: on 8-bit grids these stages made nine tenths of the mask's error.
_STAGES_IN_FLOAT: Final = ("/stage5/", "/stage6/")


def quint8_graph(network: Network, weights: CompactWeights) -> bytes:
    """The graph; the coarsest stages stay in fp32, and so does what draws the soft edge.

    That is the last convolution and all after it.
    """
    return _Quantizer(network, weights).build()


class _Quantizer:
    def __init__(self, network: Network, weights: CompactWeights) -> None:
        self._network = network
        self._weights = weights
        self._graph = GraphBuilder()
        self._ranges: dict[str, list[float]] = json.loads(RANGES.read_text())
        self._producers = {node.output[0]: node for node in network.nodes}
        self._quantized: dict[str, str] = {}
        tail = self._producers[OUTPUT]
        self._in_float = set()
        while tail.op_type != "Conv":
            self._in_float.add(tail.output[0])
            tail = self._producers[tail.input[0]]
        self._last_convolution = tail.output[0]
        for node in network.nodes:
            inputs = [name for name in node.input if name in self._producers]
            only_passes = node.op_type in (*_SAME_GRID, "Add") and self._in_float.issuperset(inputs)
            if node.output[0].startswith(_STAGES_IN_FLOAT) or only_passes:
                self._in_float.add(node.output[0])

    def build(self) -> bytes:
        for name, size in self._network.sizes.items():
            self._graph.constant(name, size)
        for node in self._network.nodes:
            layer = NodeProto()
            layer.CopyFrom(node)
            if node.op_type != "Relu":
                for index in range(len(node.input) if node.op_type in _JOINS else 1):
                    layer.input[index] = self._input(node, node.input[index])
            if node.op_type == "Conv":
                layer.input[1], layer.input[2] = self._convolution(node)
            self._graph.nodes.append(layer)
        return self._graph.build("isnet_quint8")

    def _input(self, node: NodeProto, name: str) -> str:
        """What a layer takes in; what joins or scales values can take them as they are."""
        from_float = name in self._in_float
        takes_float = node.output[0] in self._in_float or node.op_type != "Conv"
        return name if from_float and takes_float else self._on_grid(name)

    def _grid(self, name: str) -> tuple[str, np.float32, np.uint8]:
        """The grid of an activation: whose it is, its step and its zero point."""
        while name in self._producers and self._producers[name].op_type in _SAME_GRID:
            name = self._producers[name].input[0]
        low, high = self._ranges[name]
        step = max((high - low) / _LEVELS, 1e-8)
        return name, np.float32(step), np.uint8(round(-low / step))

    def _on_grid(self, name: str) -> str:
        if name not in self._quantized:
            owner, step, zero = self._grid(name)
            grid = [
                self._graph.constant(f"{owner}_step", np.array(step)),
                self._graph.constant(f"{owner}_zero", np.array(zero)),
            ]
            levels = self._graph.node("QuantizeLinear", [name, *grid], f"{name}_levels")
            self._quantized[name] = self._graph.node(
                "DequantizeLinear", [levels, *grid], f"{name}_on_grid"
            )
        return self._quantized[name]

    def _convolution(self, node: NodeProto) -> tuple[str, str]:
        weight, bias = node.input[1], node.input[2]
        values = self._network.weights[bias].astype(np.float32)
        if node.output[0] == self._last_convolution or node.output[0] in self._in_float:
            return restored(self._graph, self._weights, weight), self._graph.constant(bias, values)
        # Integer kernels know one step per output channel: what the compact grids hold is rounded
        # once more, to all that int8 can tell apart.
        largest = np.abs(self._weights.values(weight)).max(1)
        steps = np.maximum(largest / _LARGEST, np.float32(1e-12))
        constant = self._graph.constant
        grid = [
            constant(f"{weight}_step", steps),
            constant(f"{weight}_zero", np.zeros(len(steps), np.int8)),
        ]
        fine = restored(self._graph, self._weights, weight)
        # Integer kernels add the bias to the sum of products, so it lies on the products' grid.
        products = self._grid(node.input[0])[1] * steps
        levels = np.clip(np.rint(values / products), -_INT32, _INT32).astype(np.int32)
        node_of = self._graph.node
        return (
            node_of(
                "DequantizeLinear",
                [node_of("QuantizeLinear", [fine, *grid], f"{weight}_int8", axis=0), *grid],
                f"{weight}_on_grid",
                axis=0,
            ),
            node_of(
                "DequantizeLinear",
                [
                    constant(bias, levels),
                    constant(f"{bias}_step", products),
                    constant(f"{bias}_zero", np.zeros(len(steps), np.int32)),
                ],
                f"{bias}_fp32",
                axis=0,
            ),
        )
