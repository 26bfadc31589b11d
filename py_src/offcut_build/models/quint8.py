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
from offcut_build.models.graph import GraphBuilder
from offcut_build.models.int8_weights import Int8Weights
from offcut_build.models.network import OUTPUT, Network

RANGES: Final = Path(__file__).with_name("activation_ranges.json")
"""[low, high] of each activation, made by ``calibrate``."""

_LEVELS: Final = 255
_SAME_GRID: Final = ("MaxPool", "Resize")  # what leaves these lies on the grid of what enters
_INT32: Final = 2**31 - 1


def quint8_graph(network: Network, weights: Int8Weights) -> bytes:
    """The graph; the last convolution and all after it stay in fp32: they draw the soft edge."""
    return _Quantizer(network, weights).build()


class _Quantizer:
    def __init__(self, network: Network, weights: Int8Weights) -> None:
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

    def build(self) -> bytes:
        for name, size in self._network.sizes.items():
            self._graph.constant(name, size)
        for node in self._network.nodes:
            layer = NodeProto()
            layer.CopyFrom(node)
            if node.op_type != "Relu" and node.output[0] not in self._in_float:
                for index in range(len(node.input) if node.op_type in ("Add", "Concat") else 1):
                    layer.input[index] = self._on_grid(node.input[index])
            if node.op_type == "Conv":
                layer.input[1], layer.input[2] = self._convolution(node)
            self._graph.nodes.append(layer)
        return self._graph.build("isnet_quint8")

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
        if node.output[0] == self._last_convolution:
            return restored(self._graph, self._weights, weight), self._graph.constant(bias, values)
        steps = self._weights.steps[weight]
        # Integer kernels add the bias to the sum of products, so it lies on the products' grid.
        products = self._grid(node.input[0])[1] * steps
        levels = np.clip(np.rint(values / products), -_INT32, _INT32).astype(np.int32)
        constant = self._graph.constant
        return (
            self._graph.node(
                "DequantizeLinear",
                [
                    self._graph.external(self._weights.file, weight),
                    constant(f"{weight}_step", steps),
                    constant(f"{weight}_zero", np.zeros(len(steps), np.int8)),
                ],
                f"{weight}_fp32",
                axis=0,
            ),
            self._graph.node(
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
