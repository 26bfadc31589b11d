"""``isnet_quint8``: int8 weights, 8-bit arithmetic, activations on grids calibrated beforehand.

Written as QuantizeLinear/DequantizeLinear pairs around each layer, which ONNX Runtime fuses into
its integer kernels (onnxruntime.ai, "Quantize ONNX Models", the QDQ format).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto

from offcut.models import dequantise
from offcut_build.models.compact_weights import CompactWeights, Quint8Inputs
from offcut_build.models.graph import GraphBuilder, WeightFile
from offcut_build.models.network import OUTPUT, Network

RANGES: Final = Path(__file__).with_name("activation_ranges.json")
"""[low, high] of each activation, made by ``calibrate``."""

_LEVELS: Final = 255
_INPUT: Final = "input"
_INPUT_GRID: Final = np.float32(1 / 256), np.uint8(128)
"""Step and zero point on which a tensor of 8-bit colours lies as it is: nothing is rounded."""
# Pictures unlike those that were calibrated with reach beyond. Over the pictures with ground truth
# 1.15, 1.3 and 1.5 give the same masks, 2 worse ones.
_HEADROOM: Final = 1.3
_SAME_GRID: Final = ("MaxPool", "Resize")  # what leaves these lies on the grid of what enters
_INT32: Final = 2**31 - 1
_UNIT: Final = np.float32(1)
# ONNX Runtime can scale levels as well, but cuts off what lies between two of them.
_ON_LEVELS: Final = ("MaxPool", "Concat")
_ON_VALUES: Final = {"Conv": 1, "Add": 2, "Resize": 1}
"""Layers that take in values; how many of their inputs lie on a grid."""


def quint8_inputs(network: Network) -> Quint8Inputs:
    """What the weights have to make up for: joined inputs lie on grids of their own.

    What draws the soft edge, the last convolution and all after it, stays in fp32.
    """
    grids = _Grids(network)
    scales = {
        node.input[1]: steps
        for node in network.convolutions()
        if (steps := grids.joined(node.input[0])) is not None
    }
    return Quint8Inputs(scales, grids.producers[grids.last_convolution].input[1])


def quint8_graph(
    network: Network, weights: CompactWeights, inputs: Quint8Inputs, file: str
) -> ModelProto:
    """The graph.

    Args:
        network: its layers and biases.
        weights: before they were rounded to int8.
        inputs: from ``quint8_inputs``.
        file: name of the file that ``levels-as-int8`` makes.
    """
    return _Quantizer(network, weights, inputs, file).build()


class _Grids:
    """On which grid each activation lies."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._ranges: dict[str, list[float]] = json.loads(RANGES.read_text())
        self.producers = {node.output[0]: node for node in network.nodes}
        self.in_float = set()
        tail = self.producers[OUTPUT]
        while tail.op_type != "Conv":
            self.in_float.add(tail.output[0])
            tail = self.producers[tail.input[0]]
        self.last_convolution = tail.output[0]

    def of(self, name: str) -> tuple[str, np.float32, np.uint8]:
        """The grid of an activation: whose it is, its step and its zero point."""
        producer = self.producers.get(name)
        if producer is not None and producer.op_type in _SAME_GRID:
            return self.of(producer.input[0])
        if producer is not None and producer.op_type == "Concat":
            return name, _UNIT, np.uint8(0)
        if name == _INPUT:
            return name, *_INPUT_GRID
        low, high = self._ranges[name]
        step = max((high - low) * _HEADROOM / _LEVELS, 1e-8)
        return name, np.float32(step), np.uint8(round(-low * _HEADROOM / step))

    def joined(self, name: str) -> NDArray[np.float32] | None:
        """The step of each channel of what was joined from several grids; None if it was not."""
        producer = self.producers.get(name)
        if producer is None or producer.op_type != "Concat":
            return None
        steps = []
        for source in producer.input:
            owner, step, zero = self.of(source)
            if zero != 0:
                raise ValueError(f"{owner} has negative values: its levels can't be joined")
            steps.append(np.full(self._channels(owner), step))
        return np.concatenate(steps)

    def _channels(self, name: str) -> int:
        producer = self.producers[name]
        if producer.op_type == "Conv":
            return len(self._network.weights[producer.input[1]])
        return self._channels(producer.input[0])


class _Quantizer:
    def __init__(
        self, network: Network, weights: CompactWeights, inputs: Quint8Inputs, file: str
    ) -> None:
        self._network = network
        self._inputs = inputs
        self._graph = GraphBuilder()
        self._grids = _Grids(network)
        self._producers = self._grids.producers
        self._in_float = self._grids.in_float
        self._quantized: dict[str, str] = {}
        self._made: set[str] = set()
        self._steps: dict[str, NDArray[np.float32]] = {}
        self._file = WeightFile(file)
        for name, shape in weights.shapes.items():
            grid = weights.grid(name, inputs)
            values = dequantise.values(weights.levels[name], grid, scaled=not grid.stays_float)
            if not grid.stays_float:
                self._steps[name] = dequantise.int8_steps(values)
                values = np.rint(values / self._steps[name][:, None]).astype(np.int8)
            self._file.add(name, values.reshape(shape))

    def build(self) -> ModelProto:
        for name, scales in self._network.scales.items():
            self._graph.constant(name, scales)
        for node in self._network.nodes:
            if node.op_type in _ON_LEVELS and node.output[0] not in self._in_float:
                self._on_levels(node)
                continue
            layer = NodeProto()
            layer.CopyFrom(node)
            if node.output[0] not in self._in_float:
                for index in range(_ON_VALUES.get(node.op_type, 0)):
                    layer.input[index] = self._on_grid(node.input[index])
            if node.op_type == "Conv":
                layer.input[1], layer.input[2] = self._convolution(node)
            self._graph.nodes.append(layer)
        return self._graph.build("isnet_quint8")

    def _on_grid(self, name: str) -> str:
        """A float tensor whose values lie on the activation's grid; returns its name."""
        if name not in self._quantized:
            inputs = [self._levels(name), *self._grid_constants(name)]
            node = self._graph.node("DequantizeLinear", inputs, f"{name}_on_grid")
            self._quantized[name] = node
        return self._quantized[name]

    def _levels(self, name: str) -> str:
        """The activation as uint8 levels; returns that tensor's name."""
        levels = f"{name}_levels"
        producer = self._producers.get(name)
        if levels not in self._made and (producer is None or producer.op_type not in _ON_LEVELS):
            self._graph.node("QuantizeLinear", [name, *self._grid_constants(name)], levels)
        self._made.add(levels)
        return levels

    def _grid_constants(self, name: str) -> list[str]:
        owner, step, zero = self._grids.of(name)
        return [
            self._graph.constant(f"{owner}_step", np.array(step)),
            self._graph.constant(f"{owner}_zero", np.array(zero)),
        ]

    def _on_levels(self, node: NodeProto) -> None:
        """A layer that needs no more than the levels.

        Those that are joined lie on grids of their own. The convolution that takes them in makes up
        for it by its weights (``quint8_inputs``): so nothing is rounded once more, and a source of
        small values keeps all its levels.
        """
        layer = NodeProto()
        layer.CopyFrom(node)
        for index in range(len(node.input) if node.op_type == "Concat" else 1):
            layer.input[index] = self._levels(node.input[index])
        layer.output[0] = f"{node.output[0]}_levels"
        self._graph.nodes.append(layer)

    def _convolution(self, node: NodeProto) -> tuple[str, str]:
        weight, bias = node.input[1], node.input[2]
        constant, node_of = self._graph.constant, self._graph.node
        offsets = self._network.weights[bias].astype(np.float32)
        self._graph.external(self._file, weight)
        if weight == self._inputs.float_weight:
            return weight, constant(bias, offsets)
        # Integer kernels know one step per output channel: what the compact grids hold is rounded
        # once more, to all that int8 can tell apart.
        steps = self._steps[weight]
        grid = [
            constant(f"{weight}_step", steps),
            constant(f"{weight}_zero", np.zeros(len(steps), np.int8)),
        ]
        # Integer kernels add the bias to the sum of products, so it lies on the products' grid.
        products = self._grids.of(node.input[0])[1] * steps
        levels = np.clip(np.rint(offsets / products), -_INT32, _INT32).astype(np.int32)
        return (
            node_of("DequantizeLinear", [weight, *grid], f"{weight}_on_grid", axis=0),
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
