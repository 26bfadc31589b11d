"""IS-Net as a plain list of layers, freed from what the file it came in added."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, numpy_helper, shape_inference

Half: TypeAlias = NDArray[np.float16]

OUTPUT: Final = "output"
"""The first of the file's 13 outputs, and the only one that is used."""

_DOUBLE: Final = "double"
_SHAPE_ARITHMETIC: Final = ("Shape", "Slice", "Constant")


@dataclass(frozen=True)
class Network:
    """The layers that lead to the mask.

    Attributes:
        nodes: in order; of types Conv, Relu, MaxPool, Resize, Concat, Add, Sigmoid.
        weights: by name, float16: Conv weights [out, in, 3, 3] and biases [out].
        scales: by name, float32 [4]: by how much each Resize scales.
    """

    nodes: list[NodeProto]
    weights: dict[str, Half]
    scales: dict[str, NDArray[np.float32]]

    def convolutions(self) -> list[NodeProto]:
        """The layers that have weights: inputs 1 and 2 name them."""
        return [node for node in self.nodes if node.op_type == "Conv"]


def read_network(path: Path) -> Network:
    """Read the fp16 file, keep what feeds the first output, and make it neutral of precision.

    Three things go: what only fed the other twelve outputs, the Casts between half and single
    precision, and the arithmetic on shapes: each Resize doubles height and width, as long as those
    of the input are multiples of 64.
    """
    model = onnx.load(path)
    shapes = _shapes(model)
    aliases: dict[str, str] = {}
    nodes = []
    for node in _ancestors(model, OUTPUT):
        if node.op_type == "Cast":
            aliases[node.output[0]] = node.input[0]
        elif not _is_shape_arithmetic(node):
            nodes.append(node)
    for node in nodes:
        for index, name in enumerate(node.input):
            node.input[index] = _follow(aliases, name)
        if node.op_type == "Resize":
            _check_doubling(shapes[node.input[0]], shapes[node.output[0]])
            del node.input[2:]
            node.input.append(_DOUBLE)
    _rename(nodes, _follow(aliases, OUTPUT), OUTPUT)
    used = {name for node in nodes for name in node.input}
    weights = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in model.graph.initializer
        if tensor.name in used
    }
    return Network(nodes, weights, {_DOUBLE: np.array([1, 1, 2, 2], np.float32)})


def _check_doubling(before: list[int], after: list[int]) -> None:
    if after != [*before[:2], *(2 * side for side in before[2:])]:
        raise ValueError(f"A Resize makes {after} of {before}: not twice the height and width")


def _shapes(model: onnx.ModelProto) -> dict[str, list[int]]:
    inferred = shape_inference.infer_shapes(model, data_prop=True).graph
    return {
        value.name: [axis.dim_value for axis in value.type.tensor_type.shape.dim]
        for value in [*inferred.value_info, *inferred.output]
    }


def _ancestors(model: onnx.ModelProto, output: str) -> list[NodeProto]:
    producers = {name: node for node in model.graph.node for name in node.output}
    wanted: set[str] = set()
    pending = [output]
    while pending:
        name = pending.pop()
        if name in producers and name not in wanted:
            wanted.add(name)
            pending.extend(producers[name].input)
    return [node for node in model.graph.node if node.output[0] in wanted]


def _is_shape_arithmetic(node: NodeProto) -> bool:
    # Concat along axis 0 joins sizes; feature maps are joined along axis 1
    joins_sizes = node.op_type == "Concat" and node.attribute[0].i == 0
    return node.op_type in _SHAPE_ARITHMETIC or joins_sizes


def _follow(aliases: dict[str, str], name: str) -> str:
    while name in aliases:
        name = aliases[name]
    return name


def _rename(nodes: list[NodeProto], old: str, new: str) -> None:
    for node in nodes:
        for names in (node.input, node.output):
            for index, name in enumerate(names):
                if name == old:
                    names[index] = new
