"""``isnet_compact``: weights that were stored as int8, fp32 arithmetic."""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, NodeProto

from offcut_build.models.graph import GraphBuilder, WeightFile
from offcut_build.models.network import Network


def compact_graph(network: Network, weights: WeightFile) -> ModelProto:
    """The layers as they are, on restored weights.

    Args:
        network: its biases come into the graph.
        weights: float32 tensors by name, in the order of the records.
    """
    graph = GraphBuilder()
    for name, scales in network.scales.items():
        graph.constant(name, scales)
    for node in network.nodes:
        layer = NodeProto()
        layer.CopyFrom(node)
        if node.op_type == "Conv":
            graph.external(weights, node.input[1])
            bias = network.weights[node.input[2]]
            graph.constant(node.input[2], bias.astype(np.float32))
        graph.nodes.append(layer)
    return graph.build("isnet_compact")
