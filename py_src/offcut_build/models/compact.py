"""``isnet_compact``: int8 weights, fp32 arithmetic."""

from __future__ import annotations

import numpy as np
from onnx import NodeProto, TensorProto

from offcut_build.models.graph import GraphBuilder
from offcut_build.models.int8_weights import Int8Weights
from offcut_build.models.network import Network


def compact_graph(network: Network, weights: Int8Weights) -> bytes:
    """Each weight is cast and multiplied by its channel's step, once, when the session is made."""
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


def restored(graph: GraphBuilder, weights: Int8Weights, name: str) -> str:
    """Nodes that turn an int8 tensor back into float32; returns the result's name."""
    levels = graph.node(
        "Cast", [graph.external(weights.file, name)], f"{name}_levels", to=TensorProto.FLOAT
    )
    step = graph.constant(f"{name}_step", weights.steps[name].reshape(-1, 1, 1, 1))
    return graph.node("Mul", [levels, step], f"{name}_fp32")
