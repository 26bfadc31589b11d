"""Cut the large levels of a network into strips of rows, so that a run needs less memory.

ONNX Runtime's heap in a browser can only grow, and what a run takes is never given back. Two things
take the most there: feature maps of the largest levels, which lie several times in memory at once,
and what ``QLinearConv`` unrolls for its matrix product, nine times its whole input (im2col, after
Chellapilla et al., "High Performance Convolutional Neural Networks for Document Processing",
2006). A convolution of some rows needs the same of these rows alone. So each large feature map
becomes strips of equal height, every layer works on one strip after the other, and what a strip
needs of its neighbours (a row above, a row below) is cut out of them. Each number is computed from
the same numbers in the same order: the mask stays the same to the bit.

A resize needs its input as a whole. It is done for some channels at a time instead.

Nothing here depends on the width or the height of the picture, as long as both are multiples of 64.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, helper, numpy_helper

SIDE: Final = 1024
"""Height and width for which heights of strips are given."""

_END: Final = 2**31
_GROUPS: Final = 4
"""Of how many groups of channels one resize is made."""

_BY_ELEMENT: Final = ("Relu", "Add", "QuantizeLinear", "DequantizeLinear")


def in_strips(model: ModelProto, *, rows: int, smallest: int) -> ModelProto:
    """The same network, computed strip by strip.

    Args:
        model: float32 [1, 3, H, W] to float32 [1, 1, H, W], of layers that IS-Net has, with or
            without quantisation.
        rows: height of a strip, in rows of each level, for a picture of 1024 rows: a power of two.
        smallest: height of the smallest level that is cut, for a picture of 1024 rows.
    """
    return _Cutter(model, rows, smallest).cut()


class _Cutter:
    """Writes the new graph: each feature map is there as a whole, in strips, or both."""

    def __init__(self, model: ModelProto, rows: int, smallest: int) -> None:
        self._model = model
        self._rows = rows
        self._smallest = smallest
        self._shapes = shapes(model)
        self._fixed = {tensor.name for tensor in model.graph.initializer}
        self._producers = {name: node for node in model.graph.node for name in node.output}
        self._readers: dict[str, list[NodeProto]] = {}
        for node in model.graph.node:
            for name in node.input:
                self._readers.setdefault(name, []).append(node)
        self._nodes: list[NodeProto] = []
        self._strips: dict[str, list[str]] = {}
        self._whole = {value.name for value in model.graph.input}
        self._taken_along: set[str] = set()
        self._added: set[str] = set()
        self._constants: dict[str, onnx.TensorProto] = {}

    def cut(self) -> ModelProto:
        for node in self._model.graph.node:
            if node.output[0] not in self._taken_along and not self._cut_node(node):
                for name in self._maps(node):
                    self._as_whole(name)
                self._nodes.append(node)
                self._whole.add(node.output[0])
        for value in self._model.graph.output:
            self._as_whole(value.name)
        return self._finish()

    def _cut_node(self, node: NodeProto) -> bool:
        """Whether a layer could be written for strips."""
        shape = self._shapes.get(node.output[0], [])
        if len(shape) != 4 or not self._maps(node):
            return False
        height = self._shapes[self._maps(node)[0]][2] if node.op_type == "MaxPool" else shape[2]
        if height < self._smallest or height < 2 * self._rows:
            return False
        kind, joins_channels = node.op_type, _attribute(node, "axis") == 1
        if kind == "Conv":
            self._convolution(node)
        elif kind == "MaxPool":
            self._pool(node)
        elif kind == "Resize" and shape[1] % _GROUPS == 0:
            self._resize(node)
        elif kind in _BY_ELEMENT or (kind == "Concat" and joins_channels):
            self._by_element(node)
        else:
            return False
        return True

    def _by_element(self, node: NodeProto) -> None:
        output = node.output[0]
        maps = {name: self._in_strips(name) for name in self._maps(node)}
        self._strips[output] = [
            self._copy(node, [maps[name][i] if name in maps else name for name in node.input], i)
            for i in range(self._count(output))
        ]

    def _convolution(self, node: NodeProto) -> None:
        """A strip of a convolution needs some rows of the strips above and below."""
        levels = self._levels_of(node.input[0])
        source = levels.input[0] if levels else node.input[0]
        top, left, bottom, right = _attribute(node, "pads")
        # a stride of two ends a row earlier: the last step does not reach the last row of padding
        bottom -= _attribute(node, "strides")[0] - 1
        count = self._count(node.output[0])
        strips = self._in_strips(source)
        joined = self._join(strips, count)
        share = len(strips) // count
        self._strips[node.output[0]] = []
        for i in range(count):
            pieces = [joined[i]]
            if top and i > 0:
                pieces.insert(0, self._rows_of(strips[i * share - 1], -top, _END))
            if bottom and i < count - 1:
                pieces.append(self._rows_of(strips[(i + 1) * share], 0, bottom))
            name = f"{node.name}_strip{i}_in"
            piece = self._concat(pieces, name, axis=2)
            if levels:
                piece = self._add("DequantizeLinear", [piece, *levels.input[1:]], f"{name}_levels")
            pads = [top if i == 0 else 0, left, bottom if i == count - 1 else 0, right]
            output = self._copy(node, [piece, *node.input[1:]], i, pads=pads)
            self._strips[node.output[0]].append(output)

    def _pool(self, node: NodeProto) -> None:
        output = node.output[0]
        halves = [
            self._copy(node, [strip], i, suffix="half")
            for i, strip in enumerate(self._in_strips(node.input[0]))
        ]
        count = self._count(output)
        if count < 2:
            self._add("Concat", halves, output, axis=2)
            self._whole.add(output)
        else:
            self._strips[output] = self._join(halves, count)

    def _resize(self, node: NodeProto) -> None:
        """A resize of quantised levels takes its neighbours along: floats are four times larger."""
        before, after = self._levels_of(node.input[0]), self._levels_after(node.output[0])
        source = before.input[0] if before else node.input[0]
        output = after.output[0] if after else node.output[0]
        self._as_whole(source)
        groups = [f"{source}_group{g}" for g in range(_GROUPS)]
        self._split(source, groups, axis=1)
        pieces = []
        for g, name in enumerate(groups):
            group = name
            if before:
                inputs = [group, *before.input[1:]]
                group = self._add("DequantizeLinear", inputs, f"{name}_levels")
            group = self._copy(node, [group, "", self._twice()], g, suffix="group")
            if after:
                inputs = [group, *after.input[1:]]
                group = self._add("QuantizeLinear", inputs, f"{group}_levels")
            rows = [f"{group}_rows{i}" for i in range(self._count(output))]
            self._split(group, rows, axis=2)
            pieces.append(rows)
        self._strips[output] = [
            self._add("Concat", list(channels), f"{output}_strip{i}", axis=1)
            for i, channels in enumerate(zip(*pieces, strict=True))
        ]
        if after:
            self._taken_along.add(output)

    def _maps(self, node: NodeProto) -> list[str]:
        """The feature maps among a layer's inputs."""
        return [
            name
            for name in node.input
            if name not in self._fixed and len(self._shapes.get(name, [])) == 4
        ]

    def _levels_of(self, name: str) -> NodeProto | None:
        node = self._producers.get(name)
        return node if node and node.op_type == "DequantizeLinear" else None

    def _levels_after(self, name: str) -> NodeProto | None:
        readers = self._readers[name]
        only = readers[0] if len(readers) == 1 else None
        return only if only and only.op_type == "QuantizeLinear" else None

    def _count(self, name: str) -> int:
        return self._shapes[name][2] // self._rows

    def _in_strips(self, name: str) -> list[str]:
        if name not in self._strips:
            strips = [f"{name}_strip{i}" for i in range(self._count(name))]
            self._split(name, strips, axis=2)
            self._strips[name] = strips
        return self._strips[name]

    def _as_whole(self, name: str) -> None:
        if name in self._strips and name not in self._whole:
            self._add("Concat", self._strips[name], name, axis=2)
            self._whole.add(name)

    def _join(self, strips: list[str], count: int) -> list[str]:
        """Fewer strips, each of as many neighbours."""
        share = len(strips) // count
        neighbours = [strips[i * share : (i + 1) * share] for i in range(count)]
        return [self._concat(some, f"{some[0]}_joined{share}", axis=2) for some in neighbours]

    def _rows_of(self, strip: str, first: int, end: int) -> str:
        inputs = [strip, *(self._constant(number) for number in (first, end, 2))]
        return self._add("Slice", inputs, f"{strip}_rows_{first}_{end}")

    def _concat(self, pieces: Sequence[str], name: str, *, axis: int) -> str:
        return pieces[0] if len(pieces) == 1 else self._add("Concat", pieces, name, axis=axis)

    def _split(self, name: str, pieces: Sequence[str], *, axis: int) -> None:
        split = helper.make_node("Split", [name], pieces, name=f"{name}_split{axis}", axis=axis)
        self._nodes.append(split)

    def _add(self, kind: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        if output not in self._added:
            self._nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
            self._added.add(output)
        return output

    def _copy(
        self,
        node: NodeProto,
        inputs: Sequence[str],
        index: int,
        *,
        suffix: str = "strip",
        pads: Sequence[int] = (),
    ) -> str:
        copy = NodeProto()
        copy.CopyFrom(node)
        copy.name, copy.output[0] = (
            f"{text}_{suffix}{index}" for text in (node.name, node.output[0])
        )
        del copy.input[:]
        copy.input.extend(inputs)
        for attribute in copy.attribute:
            if pads and attribute.name == "pads":
                attribute.ints[:] = pads
        self._nodes.append(copy)
        output: str = copy.output[0]
        return output

    def _constant(self, number: int) -> str:
        return self._fix(f"number_{number}", np.array([number], np.int64))

    def _twice(self) -> str:
        return self._fix("twice", np.array([1, 1, 2, 2], np.float32))

    def _fix(self, name: str, array: np.ndarray[Any, Any]) -> str:
        self._constants[name] = numpy_helper.from_array(array, name)
        return name

    def _finish(self) -> ModelProto:
        graph = self._model.graph
        nodes = _needed(self._nodes, [value.name for value in graph.output])
        used = {name for node in nodes for name in node.input}
        fixed = [*graph.initializer, *self._constants.values()]
        cut = ModelProto()
        cut.CopyFrom(self._model)
        del cut.graph.node[:], cut.graph.initializer[:], cut.graph.value_info[:]
        cut.graph.node.extend(nodes)
        cut.graph.initializer.extend(tensor for tensor in fixed if tensor.name in used)
        _shorten_names(cut)
        return cut


def _shorten_names(model: ModelProto) -> None:
    """Numbers for names: with thousands of nodes, names are most of what is downloaded."""
    graph = model.graph
    short = {value.name: value.name for value in (*graph.input, *graph.output)}

    def shortened(name: str) -> str:
        return short.setdefault(name, f"{len(short):x}") if name else ""

    for tensor in graph.initializer:
        tensor.name = shortened(tensor.name)
    for node in graph.node:
        node.input[:] = [shortened(name) for name in node.input]
        node.output[:] = [shortened(name) for name in node.output]
        node.ClearField("name")


def shapes(model: ModelProto) -> dict[str, list[int]]:
    """The shape of every tensor by name, for a picture of 1024x1024."""
    square = ModelProto()
    square.CopyFrom(model)
    for value in (*square.graph.input, *square.graph.output):
        for axis in value.type.tensor_type.shape.dim[2:]:
            axis.dim_value = SIDE
    graph = onnx.shape_inference.infer_shapes(square, data_prop=True).graph
    found = {
        value.name: [axis.dim_value for axis in value.type.tensor_type.shape.dim]
        for value in (*graph.value_info, *graph.input, *graph.output)
    }
    return {**found, **{tensor.name: list(tensor.dims) for tensor in graph.initializer}}


def _attribute(node: NodeProto, name: str) -> Any:
    found = [helper.get_attribute_value(a) for a in node.attribute if a.name == name]
    return found[0] if found else None


def _needed(nodes: Sequence[NodeProto], outputs: Sequence[str]) -> list[NodeProto]:
    """What leads to the outputs, each after what it reads."""
    producers = {name: node for node in nodes for name in node.output}
    ordered: dict[str, NodeProto] = {}
    pending = [(name, False) for name in outputs]
    while pending:
        name, ready = pending.pop()
        node = producers.get(name)
        if node is None or node.name in ordered:
            continue
        if ready:
            ordered[node.name] = node
        else:
            pending.append((name, True))
            pending.extend((source, False) for source in reversed(node.input))
    return list(ordered.values())
