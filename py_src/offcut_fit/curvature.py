"""How much the mask minds an error in a weight.

Two things are measured over photos, for each convolution:

- which errors its inputs let through: their second moments [in * 9, in * 9];
- how far each output channel moves the mask: the Fisher information, estimated from the gradients
  of randomly signed mask pixels.

Their product approximates the squared change of the mask (GuidedQuant, Kim et al. 2025, weights
the moments by gradients likewise).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its customary name
from numpy.typing import NDArray
from onnx import NodeProto

from offcut_build.models.network import Network
from offcut_fit.layers import Layers

_POSITIONS: Final = 1024  # of one layer's output, in one photo
_TAPS: Final = 3
# Half by how often an input occurs, half by how much the mask minds what happens there.
_SHARE: Final = 0.5
_MOST: Final = 30.0


@dataclass(frozen=True)
class Curvature:
    """What was measured for one convolution.

    Attributes:
        moment: float32 [in * 9, in * 9].
        sensitivity: float32 [out]: turns ``error @ moment @ error`` into squared mask change.
        samples: how many inputs the moment was taken from.
    """

    moment: torch.Tensor
    sensitivity: torch.Tensor
    samples: int


class Meter:
    """Takes in one photo after the other."""

    def __init__(self, network: Network) -> None:
        """Nothing is measured yet."""
        self._layers = Layers(network)
        self._names = [node.input[1] for node in network.convolutions()]
        self._random = torch.Generator().manual_seed(1)
        self._energies: dict[str, torch.Tensor] = {}
        self._moments: dict[str, torch.Tensor] = {}
        self._samples = dict.fromkeys(self._names, 0)
        self._photos = 0

    def measure(self, tensor: NDArray[np.float32]) -> None:
        """Take in a photo, float32 [1, 3, 1024, 1024]."""
        logits = self._layers(torch.from_numpy(tensor), self._watch)
        mask = torch.sigmoid(logits.detach())
        signs = torch.randint(0, 2, logits.shape, generator=self._random) * 2 - 1
        logits.backward(signs * mask * (1 - mask))
        for name in self._names:
            gradient: Any = self._layers.weights[name].grad
            energy = gradient.double().square().flatten(1).sum(1)
            self._energies[name] = self._energies.get(name, 0) + energy
        for weight in self._layers.weights.values():
            weight.grad = None
        self._photos += 1

    def curvature(self, name: str) -> Curvature:
        """The means over all photos so far."""
        moment = self._moments[name]
        sensitivity = self._energies[name] / moment.diagonal().double().sum()
        return Curvature(moment / self._photos, sensitivity.float(), self._samples[name])

    def _watch(self, node: NodeProto, inputs: torch.Tensor, output: torch.Tensor) -> None:
        seen = inputs.detach()
        output.register_hook(lambda gradient: self._add(node, seen, gradient))

    def _add(self, node: NodeProto, inputs: torch.Tensor, gradient: torch.Tensor) -> None:
        energy = gradient[0].square().sum(0).reshape(-1)
        energy = energy / (energy.mean() + 1e-30)
        places = torch.randperm(energy.numel(), generator=self._random)[:_POSITIONS]
        weights = (1 - _SHARE) + _SHARE * energy[places].clamp(max=_MOST)
        how = self._layers.attributes(node)
        columns = columns_at(inputs, how, places, gradient.shape[-1]) * weights.sqrt()
        name, size = node.input[1], len(columns)
        moment = self._moments.setdefault(name, torch.zeros(size, size))
        moment.addmm_(columns, columns.T, alpha=1 / len(places))
        self._samples[name] += len(places)


def columns_at(
    inputs: torch.Tensor, how: dict[str, Any], places: torch.Tensor, width: int
) -> torch.Tensor:
    """What a 3x3 convolution sees at some places: [in * 9, places]."""
    (pad, *_), (stride, _), (dilation, _) = how["pads"], how["strides"], how["dilations"]
    padded = F.pad(inputs[0], (pad, pad, pad, pad))
    row, column = places // width * stride, places % width * stride
    taps = [
        padded[:, row + y * dilation, column + x * dilation]
        for y in range(_TAPS)
        for x in range(_TAPS)
    ]
    return torch.stack(taps, 1).flatten(0, 1)
