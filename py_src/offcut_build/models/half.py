"""``isnet`` and ``isnet_fp16``: two graphs over the same half-precision weights."""

from __future__ import annotations

from onnx import ModelProto, NodeProto, TensorProto

from offcut_build.models.graph import GraphBuilder, WeightFile
from offcut_build.models.network import OUTPUT, Network


def half_weights(network: Network) -> WeightFile:
    """All weights as they were published, in half precision."""
    weights = WeightFile("weights-fp16.bin")
    for name, array in network.weights.items():
        weights.add(name, array)
    return weights


def single_precision_graph(network: Network, weights: WeightFile) -> ModelProto:
    """fp32 arithmetic, on weights that were widened to fp32: half to single precision is exact."""
    graph = GraphBuilder()
    for name in network.weights:
        graph.external(weights, name)
    _add_layers(graph, network, {})
    return graph.build("isnet")


def half_precision_graph(network: Network, weights: WeightFile) -> ModelProto:
    """fp16 arithmetic from the first layer to the last; fp32 only at input and output."""
    graph = GraphBuilder()
    for name in network.weights:
        graph.external(weights, name)
    last = f"{OUTPUT}_fp16"
    names = {
        "input": graph.node("Cast", ["input"], "input_fp16", to=TensorProto.FLOAT16),
        OUTPUT: last,
    }
    _add_layers(graph, network, names)
    graph.node("Cast", [last], OUTPUT, to=TensorProto.FLOAT)
    return graph.build("isnet_fp16")


def _add_layers(graph: GraphBuilder, network: Network, names: dict[str, str]) -> None:
    for name, scales in network.scales.items():
        graph.constant(name, scales)
    for node in network.nodes:
        layer = NodeProto()
        layer.CopyFrom(node)
        for ends in (layer.input, layer.output):
            for index, name in enumerate(ends):
                ends[index] = names.get(name, name)
        graph.nodes.append(layer)
