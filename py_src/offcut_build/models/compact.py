"""``isnet_compact``: int8 weights, fp32 arithmetic."""

from __future__ import annotations

import numpy as np
from onnx import NodeProto, TensorProto

from offcut_build.models.compact_weights import COLUMN_STEPS, EXPONENT_BIAS, CompactWeights
from offcut_build.models.graph import GraphBuilder
from offcut_build.models.network import Network


def compact_graph(network: Network, weights: CompactWeights) -> bytes:
    """Each weight is cast and multiplied by its steps, once, when the session is made."""
    graph = GraphBuilder()
    for name, size in network.sizes.items():
        graph.constant(name, size)
    for node in network.nodes:
        layer = NodeProto()
        layer.CopyFrom(node)
        if node.op_type == "Conv":
            layer.input[1] = restored(graph, weights, node.input[1])
            bias = network.weights[node.input[2]]
            layer.input[2] = graph.constant(node.input[2], bias.astype(np.float32))
        graph.nodes.append(layer)
    return graph.build("isnet_compact")


def restored(graph: GraphBuilder, weights: CompactWeights, name: str) -> str:
    """Nodes that turn an int8 tensor back into float32; returns the result's name."""
    steps = weights.steps[name]
    levels = graph.node(
        "Cast", [graph.external(weights.file, name)], f"{name}_levels", to=TensorProto.FLOAT
    )
    row_steps = graph.constant(f"{name}_row_steps", steps.rows.reshape(-1, 1, 1, 1))
    rows = graph.node("Mul", [levels, row_steps], f"{name}_rows")
    table = graph.constant("column_steps", COLUMN_STEPS)
    places = (steps.exponents.astype(np.int16) + EXPONENT_BIAS).astype(np.uint8)
    small = graph.constant(f"{name}_exponents", places.reshape(1, -1, 3, 3))
    exponents = graph.node("Cast", [small], f"{name}_places", to=TensorProto.INT32)
    column_steps = graph.node("Gather", [table, exponents], f"{name}_column_steps")
    return graph.node("Mul", [rows, column_steps], f"{name}_fp32")
