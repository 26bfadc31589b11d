"""IS-Net in PyTorch, for what ONNX Runtime can't do: gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its customary name
from onnx import NodeProto, helper

from offcut_build.models.network import Network

Hook: TypeAlias = Callable[[NodeProto, torch.Tensor, torch.Tensor], None]
"""Called with each convolution, its input and its output."""


class Layers:
    """The network up to the last convolution's sum, before the sigmoid.

    Attributes:
        weights: by name, float32, with gradients.
    """

    def __init__(self, network: Network) -> None:
        """Copy the weights."""
        self._network = network
        self._attributes = {
            node.output[0]: {one.name: helper.get_attribute_value(one) for one in node.attribute}
            for node in network.nodes
        }
        self.weights = {
            name: torch.from_numpy(weights.astype(np.float32)).requires_grad_()
            for name, weights in network.weights.items()
        }

    def __call__(self, tensor: torch.Tensor, hook: Hook) -> torch.Tensor:
        """Run float32 [1, 3, 1024, 1024]; returns logits [1, 1, 1024, 1024]."""
        values = {"input": tensor}
        for node in self._network.nodes:
            inputs = [values[name] for name in node.input if name in values]
            if node.op_type == "Sigmoid":
                return inputs[0]
            output = self._layer(node, inputs)
            if node.op_type == "Conv":
                hook(node, inputs[0], output)
            values[node.output[0]] = output
        raise AssertionError

    def attributes(self, node: NodeProto) -> dict[str, Any]:
        """A layer's attributes by name."""
        return self._attributes[node.output[0]]

    def _layer(self, node: NodeProto, inputs: list[torch.Tensor]) -> torch.Tensor:
        match node.op_type:
            case "Conv":
                how = self.attributes(node)
                return F.conv2d(
                    inputs[0],
                    *(self.weights[name] for name in node.input[1:]),
                    stride=how["strides"],
                    padding=how["pads"][:2],
                    dilation=how["dilations"],
                )
            case "Relu":
                return F.relu(inputs[0])
            case "MaxPool":
                return F.max_pool2d(inputs[0], 2, 2, ceil_mode=True)
            case "Resize":
                size = [2 * side for side in inputs[0].shape[2:]]
                return F.interpolate(inputs[0], size=size, mode="bilinear", align_corners=False)
            case "Concat":
                return torch.cat(inputs, 1)
            case "Add":
                return inputs[0] + inputs[1]
        raise AssertionError(node.op_type)
