"""The network in strips of rows: the same numbers, in less memory."""

from __future__ import annotations

import gzip
import math
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

from offcut.native.models.source import locate
from offcut_build.models.strips import SIDE, in_strips, shapes

ROWS = 64
CHANNELS = 4


def _network(*, quantised: bool) -> ModelProto:
    """Two levels of a network like IS-Net: down by a stride, down by a pool, and up again."""
    nodes, tensors = [], []
    noise = np.random.default_rng(3)

    def constant(name: str, array: NDArray[Any]) -> str:
        tensors.append(numpy_helper.from_array(array, name))
        return name

    def node(kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
        return output

    def on_grid(name: str) -> str:
        if not quantised:
            return name
        grid = [
            constant(f"{name}_step", np.array(0.02, np.float32)),
            constant(f"{name}_zero", np.array(99, np.uint8)),
        ]
        levels = node("QuantizeLinear", [name, *grid], f"{name}_levels")
        return node("DequantizeLinear", [levels, *grid], f"{name}_on_grid")

    def convolution(name: str, source: str, channels: int, stride: int = 1, spread: int = 1) -> str:
        weights = noise.normal(size=(CHANNELS, channels, 3, 3)).astype(np.float32) / 3
        pads, holes = [spread] * 4, [spread] * 2
        inputs = [source, constant(f"{name}_weights", weights)]
        strides = [stride] * 2
        out = node("Conv", inputs, name, pads=pads, strides=strides, dilations=holes)
        return on_grid(node("Relu", [out], f"{name}_relu"))

    large = convolution("large", on_grid("input"), 3, stride=2)
    pooled = node("MaxPool", [large], "pooled", kernel_shape=[2, 2], strides=[2, 2])
    small = convolution("small", pooled, CHANNELS, spread=2)
    double = constant("double", np.array([1, 1, 2, 2], np.float32))
    up = on_grid(node("Resize", [small, "", double], "up", mode="linear"))
    both = node("Concat", [up, large], "both", axis=1)
    again = convolution("again", both, 2 * CHANNELS)
    added = node("Add", [again, large], "added")
    up_again = node("Resize", [added, "", double], "up_again", mode="linear")
    node("Sigmoid", [up_again], "output")
    sides = ["height", "width"]
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, *sides])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, CHANNELS, *sides])],
        tensors,
    )
    opset = [helper.make_opsetid("", 15)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8)


def _run(model: ModelProto, picture: NDArray[np.float32]) -> NDArray[np.float32]:
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    output: NDArray[np.float32] = session.run(None, {"input": picture})[0]
    return output


@pytest.mark.parametrize("size", [(SIDE, SIDE), (SIDE, 320), (192, SIDE)])
@pytest.mark.parametrize("quantised", [False, True], ids=["floats", "levels"])
def test_strips_give_the_same_numbers(size: tuple[int, int], *, quantised: bool) -> None:
    network = _network(quantised=quantised)
    cut = in_strips(network, rows=ROWS, smallest=128)
    assert sum(node.op_type == "Conv" for node in cut.graph.node) == 8 + 4 + 8
    picture = np.random.default_rng(5).normal(size=(1, 3, *size)).astype(np.float32)
    assert np.array_equal(_run(cut, picture), _run(network, picture))


def test_levels_below_the_smallest_stay_whole() -> None:
    cut = in_strips(_network(quantised=False), rows=ROWS, smallest=512)
    assert sum(node.op_type == "Conv" for node in cut.graph.node) == 8 + 1 + 8


@pytest.mark.parametrize(
    ("model", "unrolled", "largest"), [("isnet_quint8", 85, 34), ("isnet", 340, 34)]
)
def test_no_layer_takes_much_at_once(
    models_dir: Path, model: str, unrolled: int, largest: int
) -> None:
    """In MB, at 1024x1024: what a convolution unrolls, and the largest map but a joined one.

    The integer kernels unroll a whole convolution, those for floats some columns at a time.
    """
    source = locate(models_dir)
    part = source.catalogue().find(model).parts[0]
    graph = onnx.load_from_string(gzip.decompress(source.part(part, lambda _: None)))
    sizes = {name: math.prod(shape) for name, shape in shapes(graph).items()}
    nodes = graph.graph.node
    outputs = [each.output[0] for each in nodes if each.op_type in ("Conv", "Resize", "Add")]
    columns = [9 * sizes[each.input[0]] for each in nodes if each.op_type == "Conv"]
    assert max(columns) < unrolled * 1e6
    assert 4 * max(sizes[name] for name in outputs) < largest * 1e6
