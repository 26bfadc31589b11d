"""Writing an ONNX graph whose large weights lie in a file of their own."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from offcut.models.records import ALIGNMENT
from offcut_build.models.network import OUTPUT

_OPSET: Final = 15
_IR_VERSION: Final = 8
_SIZE: Final = ("height", "width")
"""Of input and output: free, each a multiple of 64."""


class WeightFile:
    """Tensors one after the other in one file, to which several graphs may refer.

    Attributes:
        name: the file's, as graphs refer to it.
        data: its content.
    """

    def __init__(self, name: str) -> None:
        """Start an empty file of the given name."""
        self.name = name
        self.data = bytearray()
        self._places: dict[str, tuple[int, NDArray[Any]]] = {}

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Append a tensor."""
        self.data.extend(bytes(-len(self.data) % ALIGNMENT))
        self._places[name] = (len(self.data), array)
        self.data.extend(np.ascontiguousarray(array).tobytes())

    def as_single(self, name: str) -> WeightFile:
        """The same tensors as they stand once each half-precision number takes four bytes."""
        single = WeightFile(name)
        for each, (offset, array) in self._places.items():
            single._places[each] = (2 * offset, array.astype(np.float32))
        return single

    def reference(self, name: str) -> TensorProto:
        """An initializer that says where in this file the tensor lies."""
        offset, array = self._places[name]
        tensor = TensorProto(
            name=name,
            data_type=helper.np_dtype_to_tensor_dtype(array.dtype),
            dims=array.shape,
            data_location=TensorProto.EXTERNAL,
        )
        place = {"location": self.name, "offset": offset, "length": array.nbytes}
        for key, value in place.items():
            entry = tensor.external_data.add()
            entry.key, entry.value = key, str(value)
        return tensor


class GraphBuilder:
    """Collects nodes and initializers; a name is added once."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self._initializers: dict[str, TensorProto] = {}

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Append a node; returns its output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """Add a tensor that lies in the graph itself; returns its name."""
        self._initializers[name] = numpy_helper.from_array(np.asarray(array), name)
        return name

    def external(self, weights: WeightFile, name: str) -> str:
        """Add a tensor that lies in a weight file; returns its name."""
        self._initializers[name] = weights.reference(name)
        return name

    def build(self, name: str) -> ModelProto:
        """The finished model: input [1,3,height,width] to output [1,1,height,width]."""
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, *_SIZE])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, 1, *_SIZE])],
            list(self._initializers.values()),
        )
        model = helper.make_model(
            graph,
            producer_name="offcut",
            ir_version=_IR_VERSION,
            opset_imports=[helper.make_opsetid("", _OPSET)],
        )
        # The checker proper wants the weight file beside the graph; types and shapes need none.
        onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
        return model


def serialise(model: ModelProto) -> bytes:
    """The same bytes from the same model."""
    data: bytes = model.SerializeToString(deterministic=True)
    return data
